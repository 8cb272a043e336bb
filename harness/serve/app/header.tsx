/** The head of every view: where one can go, whether the server still answers, and the run that goes on. */
import { useStore } from '../../report/app/store.ts';
import type { Job } from '../api.ts';
import type { View } from './address.ts';
import { Link } from './link.tsx';
import { usePage } from './page.ts';

export function Header({ view }: { readonly view: View }) {
  const { scheme, live } = usePage();
  const now = useStore(scheme);
  const isConnected = useStore(live.isConnected);
  const jobs = useStore(live.jobs);
  const other = now === 'dark' ? 'light' : 'dark';
  return (
    <header>
      <div class="title">
        <nav aria-label="Views" class="views">
          <Link to="/" isCurrent={view.kind === 'list'}>
            Runs
          </Link>
          <Link to="/trends" isCurrent={view.kind === 'trends'}>
            Trends
          </Link>
          <Link to="/start" isCurrent={view.kind === 'start'}>
            Start a run
          </Link>
        </nav>
        <button type="button" onClick={() => scheme.set(other)}>
          {other === 'dark' ? 'Dark' : 'Light'}
        </button>
      </div>
      {!isConnected && (
        <p class="problem" role="status">
          The server does not answer. What is shown may be old.
        </p>
      )}
      {view.kind !== 'start' && <Going jobs={jobs} />}
    </header>
  );
}

function Going({ jobs }: { readonly jobs: readonly Job[] }) {
  const running = jobs.find(({ state }) => state === 'running');
  const waiting = jobs.filter(({ state }) => state === 'queued').length;
  if (running === undefined) return null;
  const { progress } = running;
  const howFar = progress === undefined ? 'starting' : `${progress.phase}, ${progress.nowSeconds.toFixed(0)} s`;
  return (
    <p class="muted">
      A run goes on: {howFar}
      {waiting > 0 && `, and ${waiting} more wait`}. <Link to="/start">Follow it</Link>
    </p>
  );
}
