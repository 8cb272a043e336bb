/** What the server sends by itself: that the store has changed, and how far the runs are that were started from a page. */
import { Store } from '../../report/app/store.ts';
import type { Job, ServerEvents } from '../api.ts';
import type { Client } from './client.ts';

export interface Live {
  /** Goes up whenever the list of runs may be another one. */
  readonly version: Store<number>;
  /** The latest first. */
  readonly jobs: Store<readonly Job[]>;
  readonly isConnected: Store<boolean>;
}

export function listen(client: Client): Live {
  const live: Live = { version: new Store(0), jobs: new Store<readonly Job[]>([]), isConnected: new Store(true) };
  const source = new EventSource('/api/events');
  const on = <K extends keyof ServerEvents>(event: K, take: (data: ServerEvents[K]) => void): void => {
    source.addEventListener(event, ({ data }) => take(JSON.parse(data) as ServerEvents[K]));
  };
  on('store', () => live.version.set(live.version.value + 1));
  on('job', (job) => live.jobs.set(withJob(live.jobs.value, job)));
  source.addEventListener('open', () => {
    live.isConnected.set(true);
    // What happened while nobody listened.
    live.version.set(live.version.value + 1);
    client.get<readonly Job[]>('/api/jobs').then(
      (jobs) => live.jobs.set(jobs),
      () => undefined,
    );
  });
  source.addEventListener('error', () => live.isConnected.set(false));
  return live;
}

function withJob(jobs: readonly Job[], job: Job): readonly Job[] {
  const isKnown = jobs.some(({ id }) => id === job.id);
  return isKnown ? jobs.map((known) => (known.id === job.id ? job : known)) : [job, ...jobs];
}
