/** The runs of the store, the newest first: filtered, a page at a time, and as they come. */
import { useStore } from '../../report/app/store.ts';
import { type RunPage, type RunRef, type RunRow, runPath, runText } from '../api.ts';
import { compareAddress, runAddress, withQuery } from './address.ts';
import { FilterBar } from './filter-bar.tsx';
import { Link } from './link.tsx';
import { useAnswer, usePage } from './page.ts';
import { Badge, count, number, Problem, remarksOn, Started, titleOf } from './words.tsx';

const PAGE = 50;

export function ListView({ query }: { readonly query: URLSearchParams }) {
  const { live } = usePage();
  const version = useStore(live.version);
  const { data, problem } = useAnswer<RunPage>(`/api/runs?${query}`, version);
  return (
    <section aria-labelledby="runs">
      <h1 id="runs">Runs</h1>
      {problem !== undefined && <Problem>{problem}</Problem>}
      {data !== undefined && (
        <>
          <FilterBar query={query} choices={data.choices} />
          <Comparing />
          {data.rows.length === 0 ? <Empty page={data} /> : <Rows rows={data.rows} />}
          <Pages query={query} page={data} />
        </>
      )}
    </section>
  );
}

function Empty({ page: { total, read } }: { readonly page: RunPage }) {
  if (total === 0) {
    return (
      <p class="empty">
        There are no runs in this store yet. <Link to="/start">Start one</Link>, or run <code>npx harness test</code>.
      </p>
    );
  }
  return <p class="empty">{read < total ? 'Nothing found yet: runs are still being read.' : 'No run is like that.'}</p>;
}

function Rows({ rows }: { readonly rows: readonly RunRow[] }) {
  return (
    <table class="runs">
      <thead>
        <tr>
          {['Compare', 'Verdict', 'Run', 'Nemesis', 'Bug', 'Seed', 'Operations', 'What was found'].map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={runPath(row)} row={row} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ row }: { readonly row: RunRow }) {
  const { verdict, nemesis, bug, seed, operations, checker, because } = row;
  return (
    <tr>
      <td class="mark">{verdict !== 'unreadable' && <Mark row={row} />}</td>
      <td class="outcome">
        <Badge verdict={verdict} />
      </td>
      <td class="what">
        <Link to={runAddress(row)}>{titleOf(row)}</Link>
        <span class="muted">
          <Started row={row} />
          {remarksOn(row) !== '' && `, ${remarksOn(row)}`}
        </span>
      </td>
      <td class="nemesis">{nemesis?.split(',').join(', ')}</td>
      <td class="bug">{bug}</td>
      <td class="seed">{seed}</td>
      <td class="operations">{operations !== undefined && number(operations)}</td>
      <td class="found">
        {checker !== undefined && <strong>{checker}</strong>} {because}
      </td>
    </tr>
  );
}

const isSame = (a: RunRef, b: RunRef): boolean => a.test === b.test && a.name === b.name;

function Mark({ row }: { readonly row: RunRow }) {
  const { marked } = usePage();
  const all = useStore(marked);
  const isMarked = all.some((ref) => isSame(ref, row));
  const { test, name } = row;
  const toggle = (): void => {
    // A third one takes the place of the second.
    marked.set(isMarked ? all.filter((ref) => !isSame(ref, row)) : [...all.slice(0, 1), { test, name }]);
  };
  return (
    <label>
      <input type="checkbox" checked={isMarked} onChange={toggle} />
      <span class="unseen">Compare {runText(row)}</span>
    </label>
  );
}

function Comparing() {
  const { marked } = usePage();
  const [a, b] = useStore(marked);
  return (
    <p class="comparing" role="status">
      {a !== undefined && (
        <>
          <span>
            {b === undefined ? `${runText(a)} is marked: mark another run to compare it with.` : 'Two runs are marked.'}
          </span>{' '}
          {b !== undefined && (
            <Link to={compareAddress(a, b)} class="button primary">
              Compare them
            </Link>
          )}{' '}
          <button type="button" onClick={() => marked.set([])}>
            Clear
          </button>
        </>
      )}
    </p>
  );
}

function Pages({ query, page }: { readonly query: URLSearchParams; readonly page: RunPage }) {
  const { rows, offset, matching, total, read } = page;
  const last = offset + rows.length;
  const from = (start: number): string => withQuery(query, { offset: start <= 0 ? '' : String(start) });
  return (
    <nav class="pages" aria-label="Pages">
      <span role="status">
        {rows.length > 0 && `${number(offset + 1)} to ${number(last)} of `}
        {count(matching, 'runs')}
        {matching < total && read === total && `, out of ${number(total)}`}
        {read < total && `; ${number(read)} of ${number(total)} have been read`}
      </span>
      {offset > 0 && <Link to={from(offset - PAGE)}>Newer</Link>}
      {last < matching && <Link to={from(offset + PAGE)}>Older</Link>}
    </nav>
  );
}
