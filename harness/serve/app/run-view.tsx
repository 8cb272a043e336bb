/** One run: its verdict and story, what each checker said, its numbers, its plan and its files. */
import { useRef, useState } from 'preact/hooks';
import { Command } from '../../report/app/copy.tsx';
import { useStore } from '../../report/app/store.ts';
import { type RunDetails, type RunRef, runPath, runText } from '../api.ts';
import { fileAddress, go, reportAddress } from './address.ts';
import { Link } from './link.tsx';
import { useAnswer, usePage } from './page.ts';
import { StoryText } from './story-text.tsx';
import { TokenField } from './token-field.tsx';
import { Badge, duration, number, Problem, remarksOn, Started, titleOf } from './words.tsx';

export function RunView({ reference }: { readonly reference: RunRef }) {
  const { live } = usePage();
  const version = useStore(live.version);
  // A run that has its verdict is what it is; one that goes on is asked for whenever something has changed.
  const settled = useRef<number | undefined>(undefined);
  const { data, problem } = useAnswer<RunDetails>(`/api/runs/${runPath(reference)}`, settled.current ?? version);
  if (data !== undefined && data.row.verdict !== 'none') settled.current ??= version;
  if (problem !== undefined) {
    return (
      <section aria-labelledby="run">
        <h1 id="run">{runText(reference)}</h1>
        <Problem>{problem}</Problem>
        <p>
          <Link to="/">To the list</Link>
        </p>
      </section>
    );
  }
  return data === undefined ? <p class="loading">Reading the run.</p> : <Told run={data} />;
}

function Told({ run }: { readonly run: RunDetails }) {
  const { row, story, notes, checkers, replay } = run;
  return (
    <>
      <section aria-labelledby="run">
        <h1 id="run">
          <Badge verdict={row.verdict} /> {story?.headline ?? runText(row)}
        </h1>
        <p class="muted">
          {titleOf(row)}, {remarksOn(row)}, seed {row.seed ?? 'unknown'}, <Started row={row} />
        </p>
        <p class="muted">{runText(row)}</p>
        <Actions run={row} />
        {notes.length > 0 && (
          <ul class="notes">
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        )}
      </section>
      {story !== undefined && (
        <section aria-labelledby="story">
          <h2 id="story">{story.verdict === false ? 'What went wrong' : 'What there is to say'}</h2>
          <StoryText story={story} />
        </section>
      )}
      <section aria-labelledby="checkers">
        <h2 id="checkers">Checkers</h2>
        {checkers.length === 0 && (
          <p class="empty">No checker said anything: the run was cut off before, or goes on.</p>
        )}
        <ul class="verdicts">
          {checkers.map(({ checker, verdict, because }) => (
            <li key={checker}>
              <Badge verdict={verdict} /> <strong>{checker}</strong>
              {because !== undefined && <p class="prose">{because}</p>}
            </li>
          ))}
        </ul>
      </section>
      <Numbers run={run} />
      <section aria-labelledby="plan">
        <h2 id="plan">Plan</h2>
        {replay !== undefined && <Command line={replay} what="the command that runs it again" />}
        <dl class="fields">
          {run.plan.map(({ what, value }) => (
            <Field key={what} name={what} value={value} />
          ))}
        </dl>
      </section>
      <Files run={run} />
    </>
  );
}

function Actions({ run }: { readonly run: RunRef }) {
  const { client, address, marked } = usePage();
  const token = useStore(client.token);
  const [problem, setProblem] = useState<string>();
  const [isAsking, setAsking] = useState(false);
  const { test, name } = run;
  const replay = async (): Promise<void> => {
    setProblem(undefined);
    if (client.token.value === '') return setAsking(true);
    try {
      await client.start({ kind: 'replay', run: { test, name } });
      go(address, '/start');
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  const compare = (): void => {
    marked.set([{ test, name }]);
    go(address, '/');
  };
  return (
    <>
      <div class="toolbar">
        <a class="button primary" href={reportAddress(run)} target="_blank" rel="noreferrer">
          Open the report
        </a>
        <button type="button" onClick={() => void replay()}>
          Run it again
        </button>
        <button type="button" onClick={compare}>
          Compare it with another run
        </button>
      </div>
      {isAsking && token === '' && <TokenField then={() => void replay()} />}
      {problem !== undefined && <Problem>{problem}</Problem>}
    </>
  );
}

function Numbers({ run }: { readonly run: RunDetails }) {
  const { ops, latencyMs, faults, counts, virtualMs, wallMs } = run;
  if (ops.length === 0 && Object.keys(counts).length === 0) return null;
  return (
    <section aria-labelledby="numbers">
      <h2 id="numbers">Numbers</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls sideways must be reachable by keys */}
      <section class="wide" tabIndex={0} aria-label="Operations and latencies">
        <table>
          <thead>
            <tr>
              {['operation', 'called', 'ok', 'failed', 'unknown', 'median', '95 of 100', '99 of 100', 'longest'].map(
                (name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {ops.map(({ f, counts: types }) => {
              const latency = latencyMs.find((one) => one.f === f);
              return (
                <tr key={f}>
                  <th scope="row">{f}</th>
                  {['invoke', 'ok', 'fail', 'info'].map((type) => (
                    <td key={type} class="number">
                      {number(types[type] ?? 0)}
                    </td>
                  ))}
                  {(['p50', 'p95', 'p99', 'max'] as const).map((which) => (
                    <td key={which} class="number">
                      {latency !== undefined && duration(latency[which])}
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
      <dl class="fields">
        {faults.map(({ nemesis, decisions, bites }) => (
          <Field key={nemesis} name={`nemesis ${nemesis}`} value={`${decisions}, ${bites}`} />
        ))}
        {virtualMs !== undefined && <Field name="the run's own time" value={duration(virtualMs)} />}
        {wallMs !== undefined && <Field name="time it took" value={duration(wallMs)} />}
        {Object.entries(counts).map(([name, n]) => (
          <Field key={name} name={spaced(name)} value={number(n)} />
        ))}
      </dl>
    </section>
  );
}

function Field({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd class="number">{value}</dd>
    </div>
  );
}

const spaced = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

function Files({ run: { row, files } }: { readonly run: RunDetails }) {
  return (
    <section aria-labelledby="files">
      <h2 id="files">Files</h2>
      <ul class="files">
        {files.map(({ name, bytes }) => (
          <li key={name}>
            <a href={fileAddress(row, name)} target="_blank" rel="noreferrer">
              {name}
            </a>{' '}
            <span class="muted">{size(bytes)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(0)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
