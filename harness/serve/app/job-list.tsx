/** The runs that were started from a page of this server: what waits, what goes on, and what came of the others. */
import { useState } from 'preact/hooks';
import { useStore } from '../../report/app/store.ts';
import type { Job } from '../api.ts';
import { reportAddress, runAddress } from './address.ts';
import { Link } from './link.tsx';
import { usePage } from './page.ts';
import { Badge, number, Problem } from './words.tsx';

export function JobList() {
  const { live } = usePage();
  const jobs = useStore(live.jobs);
  return (
    <section aria-labelledby="started">
      <h2 id="started">Started here</h2>
      {jobs.length === 0 ? (
        <p class="empty">Nothing has been started from this page yet.</p>
      ) : (
        <ul class="jobs">
          {jobs.map((job) => (
            <JobItem key={job.id} job={job} />
          ))}
        </ul>
      )}
    </section>
  );
}

function JobItem({ job }: { readonly job: Job }) {
  const { verdict, run, isInterrupted, isIdentical, problem, command } = job;
  return (
    <li>
      <div role="status">
        <strong>{stateWords(job)}</strong> {verdict !== undefined && <Badge verdict={verdict} />}{' '}
        {isInterrupted && <span class="muted">ended early, judged on what there is </span>}
        {isIdentical !== undefined && (
          <span>{isIdentical ? 'the same history to the byte' : 'not the same history'} </span>
        )}
      </div>
      <code>{command}</code>
      <Progress job={job} />
      {run !== undefined && (
        <p>
          <Link to={runAddress(run)}>Look at the run</Link>{' '}
          <a href={reportAddress(run)} target="_blank" rel="noreferrer">
            Open its report
          </a>
        </p>
      )}
      {problem !== undefined && <pre class="problem">{problem}</pre>}
      <Cancel job={job} />
    </li>
  );
}

function Progress({ job: { state, progress } }: { readonly job: Job }) {
  if (state !== 'running') return null;
  if (progress === undefined) return <p class="muted">The run is starting.</p>;
  const { phase, nowSeconds, totalSeconds, operations } = progress;
  const words = `${phase}, ${nowSeconds.toFixed(0)} of ${totalSeconds} s, ${number(operations)} operations`;
  return (
    <div class="progress">
      <progress max={totalSeconds} value={Math.min(nowSeconds, totalSeconds)} aria-label="How far the run is" />
      <span>{words}</span>
    </div>
  );
}

function Cancel({ job: { id, state, isCancelling } }: { readonly job: Job }) {
  const { client } = usePage();
  const token = useStore(client.token);
  const [problem, setProblem] = useState<string>();
  if ((state !== 'queued' && state !== 'running') || token === '') return null;
  const cancel = (): void => {
    client.cancel(id).catch((error: unknown) => setProblem(error instanceof Error ? error.message : String(error)));
  };
  return (
    <div class="toolbar">
      <button type="button" onClick={cancel}>
        {isCancelling ? 'End it at once' : 'Cancel'}
      </button>
      {problem !== undefined && <Problem>{problem}</Problem>}
    </div>
  );
}

function stateWords({ kind, state, isCancelling }: Job): string {
  const what = kind === 'replay' ? 'The replay' : 'The test';
  if (state === 'queued') return `${what} waits for its turn.`;
  if (state === 'running') return isCancelling ? `${what} is ending in good order.` : `${what} goes on.`;
  if (state === 'cancelled') return `${what} was cancelled.`;
  return state === 'failed' ? `${what} could not be run.` : `${what} is done.`;
}
