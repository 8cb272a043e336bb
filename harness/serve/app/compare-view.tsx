/** Two runs side by side: their stories, and below them line by line what is the same and what is not. */
import type { Comparison, Difference, RunDetails } from '../api.ts';
import { reportAddress, runAddress } from './address.ts';
import { Link } from './link.tsx';
import { useAnswer } from './page.ts';
import { StoryText } from './story-text.tsx';
import { Badge, Problem, remarksOn, Started, titleOf } from './words.tsx';

export function CompareView({ a, b }: { readonly a: string; readonly b: string }) {
  const { data, problem } = useAnswer<Comparison>(`/api/compare?${new URLSearchParams({ a, b })}`);
  if (problem !== undefined) {
    return (
      <section aria-labelledby="compared">
        <h1 id="compared">Two runs</h1>
        <Problem>{problem}</Problem>
      </section>
    );
  }
  if (data === undefined) return <p class="loading">Reading both runs.</p>;
  const { plan, checkers, counts, latency } = data;
  return (
    <>
      <section aria-labelledby="compared">
        <h1 id="compared">Two runs side by side</h1>
        <p>{historyWords(data)}</p>
        <div class="sides">
          <Side run={data.a} name="A" />
          <Side run={data.b} name="B" />
        </div>
      </section>
      <Lines id="plan" title="Where the plans differ" lines={plan} ifNone="The plans are the same." />
      <Lines id="checkers" title="Checkers" lines={checkers} ifNone="No checker said anything in either." />
      <Lines id="counts" title="Counts" lines={counts} ifNone="Nothing was counted in either." />
      <Lines id="latency" title="Latencies" lines={latency} ifNone="No latencies were kept in either." />
    </>
  );
}

function historyWords({ sameHistory, plan }: Comparison): string {
  if (sameHistory === undefined) return 'Their histories cannot be compared: one of them cannot be read.';
  if (sameHistory) return 'Their histories are the same to the byte.';
  return plan.length === 0 ? 'The plans are the same, and the histories are not.' : 'Their histories differ.';
}

function Side({ run: { row, story, notes }, name }: { readonly run: RunDetails; readonly name: string }) {
  return (
    <article aria-label={`Run ${name}`}>
      <h2>
        {name}: <Badge verdict={row.verdict} /> <Link to={runAddress(row)}>{titleOf(row)}</Link>
      </h2>
      <p class="muted">
        <Started row={row} />, {remarksOn(row)}, seed {row.seed ?? 'unknown'}.{' '}
        <a href={reportAddress(row)} target="_blank" rel="noreferrer">
          Report {name}
        </a>
      </p>
      {story !== undefined && (
        <>
          <p class="prose">
            <strong>{story.headline}</strong>
          </p>
          <StoryText story={{ ...story, next: [] }} />
        </>
      )}
      {notes.map((note) => (
        <p key={note} class="muted">
          {note}
        </p>
      ))}
    </article>
  );
}

interface LinesProps {
  readonly id: string;
  readonly title: string;
  readonly lines: readonly Difference[];
  readonly ifNone: string;
}

function Lines({ id, title, lines, ifNone }: LinesProps) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {lines.length === 0 ? (
        <p class="empty">{ifNone}</p>
      ) : (
        <table class="differences">
          <thead>
            <tr>
              <th scope="col">{title === 'Checkers' ? 'checker' : 'what'}</th>
              <th scope="col">A</th>
              <th scope="col">B</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.what} class={isDifferent(line) ? 'differs' : ''}>
                <th scope="row">{line.what}</th>
                <td>{line.a ?? <span class="muted">none</span>}</td>
                <td>
                  {line.b ?? <span class="muted">none</span>}
                  {isDifferent(line) && <span class="unseen"> (differs)</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** What only one of them has is seen without being marked. */
const isDifferent = ({ a, b }: Difference): boolean => a !== undefined && b !== undefined && a !== b;
