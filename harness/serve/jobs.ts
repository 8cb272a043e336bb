/**
 * The runs that were started from the page: one at a time, for runs in real time would take the machine from each other,
 * and a few that wait. It knows how a run is started only through its `Starter`, and keeps the latest of what is done.
 */
import { basename, dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../core/errors.ts';
import type { Json } from '../core/json.ts';
import { objectOf, storedVerdict, textOf } from '../inspect/stored-verdicts.ts';
import type { Job, JobProgress, JobRequest, RunRef } from './api.ts';
import type { LaunchedRun, RunEnd } from './launch.ts';
import { given, verdictWord } from './run-row.ts';

/** A request that was found good. */
export interface PreparedRun {
  /** The line that does the same in a terminal. */
  readonly command: string;
  start(onProgress: (progress: JobProgress) => void): LaunchedRun;
}

export interface Starter {
  /** Refuses with a UserError, in the words of the command line. */
  prepare(request: JobRequest): Promise<PreparedRun>;
}

interface Entry {
  job: Job;
  readonly prepared: PreparedRun;
  run: LaunchedRun | undefined;
}

export const MOST_WAITING = 20;
const MOST_KEPT = 50;
/** How long a run has to end in good order, and then to end at all, when the server ends. */
const PATIENCE_MS = [10_000, 3_000];

export class Jobs {
  readonly #starter: Starter;
  readonly #tell: (job: Job) => void;
  readonly #entries: Entry[] = [];
  #count = 0;
  #current: Promise<void> | undefined;
  #isClosed = false;

  constructor(starter: Starter, tell: (job: Job) => void) {
    this.#starter = starter;
    this.#tell = tell;
  }

  /** The latest first. */
  get jobs(): readonly Job[] {
    return this.#entries.map(({ job }) => job).reverse();
  }

  /** Throws a UserError if it cannot be done, or not now. */
  async add(request: JobRequest): Promise<Job> {
    const prepared = await this.#starter.prepare(request);
    if (this.#isClosed) throw new UserError('this server is about to end: start the run in a terminal');
    if (this.#entries.filter(({ job }) => job.state === 'queued').length >= MOST_WAITING) {
      throw new UserError(`${MOST_WAITING} runs are waiting already: wait for one to end, or cancel one`);
    }
    const id = String(++this.#count);
    const job: Job = { id, kind: request.kind, command: prepared.command, state: 'queued', isCancelling: false };
    const entry: Entry = { job, prepared, run: undefined };
    this.#entries.push(entry);
    this.#forget();
    this.#tell(job);
    this.#next();
    return entry.job;
  }

  /** One that waits never begins; one that runs ends early and is judged on what there is, and asked again ends at once. */
  cancel(id: string): Job | undefined {
    const entry = this.#entries.find(({ job }) => job.id === id);
    if (entry === undefined) return undefined;
    if (entry.job.state === 'queued') this.#update(entry, { state: 'cancelled' });
    if (entry.job.state === 'running') {
      entry.run?.interrupt();
      this.#update(entry, { isCancelling: true });
    }
    return entry.job;
  }

  /** Ends what is running, in good order if it can. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const { job } of this.#entries) this.cancel(job.id);
    const current = this.#current;
    const run = this.#entries.find(({ job }) => job.state === 'running')?.run;
    if (current === undefined || run === undefined) return;
    for (const [turn, patienceMs] of PATIENCE_MS.entries()) {
      if (turn > 0) run.interrupt();
      if (await endsWithin(current, patienceMs)) return;
    }
    run.kill();
    await current;
  }

  #next(): void {
    if (this.#current !== undefined || this.#isClosed) return;
    const entry = this.#entries.find(({ job }) => job.state === 'queued');
    if (entry === undefined) return;
    this.#current = this.#perform(entry).finally(() => {
      this.#current = undefined;
      this.#next();
    });
  }

  async #perform(entry: Entry): Promise<void> {
    try {
      entry.run = entry.prepared.start((progress) => this.#update(entry, { progress }));
      this.#update(entry, { state: 'running' });
      const end = await entry.run.ended;
      this.#update(entry, outcomeOf(end, entry.job));
    } catch (error) {
      this.#update(entry, { state: 'failed', problem: error instanceof Error ? error.message : String(error) });
    }
  }

  #update(entry: Entry, change: Partial<Job>): void {
    entry.job = { ...entry.job, ...change };
    this.#tell(entry.job);
  }

  #forget(): void {
    const done = this.#entries.findIndex(({ job }) => job.state !== 'queued' && job.state !== 'running');
    if (this.#entries.length > MOST_KEPT && done >= 0) this.#entries.splice(done, 1);
  }
}

function outcomeOf({ code, said, complaint }: RunEnd, { isCancelling }: Job): Partial<Job> {
  const { valid, run, interrupted, error, identical } = objectOf(said);
  const verdict = storedVerdict({ valid: valid ?? null });
  if (verdict !== 'none') {
    return {
      state: 'done',
      verdict: verdictWord(verdict),
      isInterrupted: interrupted === true,
      ...given('run', runIn(run)),
      ...(typeof identical === 'boolean' ? { isIdentical: identical } : {}),
    };
  }
  if (isCancelling) return { state: 'cancelled' };
  const problem = textOf(error) ?? (complaint || `the run ended with exit code ${code ?? 'none'} and without a word`);
  return { state: 'failed', problem };
}

function runIn(path: Json | undefined): RunRef | undefined {
  const found = textOf(path);
  return found === undefined ? undefined : { test: basename(dirname(found)), name: basename(found) };
}

async function endsWithin(work: Promise<void>, patienceMs: number): Promise<boolean> {
  const timer = new AbortController();
  const waited = sleep(patienceMs, false, { signal: timer.signal }).catch(() => false);
  const ended = await Promise.race([work.then(() => true), waited]);
  timer.abort();
  return ended;
}
