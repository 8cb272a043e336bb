/** The filters of the list. Each choice is a step in the address, so that it can be taken back and passed on. */
import { useRef } from 'preact/hooks';
import { type Choice, FILTERS, type FilterName, type RunPage } from '../api.ts';
import { go, withQuery } from './address.ts';
import { Link } from './link.tsx';
import { usePage } from './page.ts';

const NAMES: { readonly [name in FilterName]: string } = {
  verdict: 'Verdict',
  target: 'Target',
  workload: 'Workload',
  nemesis: 'Nemesis',
  bug: 'Bug',
  env: 'Environment',
  seed: 'Seed',
};

interface FilterBarProps {
  readonly query: URLSearchParams;
  readonly choices: RunPage['choices'];
}

export function FilterBar({ query, choices }: FilterBarProps) {
  const { address } = usePage();
  const isSet = FILTERS.some((name) => query.has(name));
  // What was the third page is none of what is found now.
  const set = (name: FilterName, value: string): void => {
    go(address, withQuery(query, { [name]: value, offset: '' }));
  };
  return (
    <search class="filters">
      {FILTERS.filter((name) => name !== 'seed').map((name) => (
        <Selection
          key={name}
          name={NAMES[name]}
          value={query.get(name) ?? ''}
          choices={choices[name] ?? []}
          set={(value) => set(name, value)}
        />
      ))}
      <SeedField value={query.get('seed') ?? ''} set={(value) => set('seed', value)} />
      {isSet && <Link to="/">Show all</Link>}
    </search>
  );
}

interface SelectionProps {
  readonly name: string;
  readonly value: string;
  readonly choices: readonly Choice[];
  set(value: string): void;
}

function Selection({ name, value, choices, set }: SelectionProps) {
  const isKnown = value === '' || choices.some((choice) => choice.value === value);
  return (
    <label>
      {name}
      <select value={value} onChange={(event) => set(event.currentTarget.value)}>
        <option value="">any</option>
        {!isKnown && <option value={value}>{value} (0)</option>}
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.value === 'none' && name === NAMES.verdict ? 'no verdict' : choice.value} ({choice.count})
          </option>
        ))}
      </select>
    </label>
  );
}

function SeedField({ value, set }: { readonly value: string; set(value: string): void }) {
  const field = useRef<HTMLInputElement>(null);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        set(field.current?.value.trim() ?? '');
      }}
    >
      <label>
        {NAMES.seed}
        <input
          key={value}
          ref={field}
          defaultValue={value}
          inputMode="numeric"
          size={12}
          autocomplete="off"
          onChange={(event) => set(event.currentTarget.value.trim())}
        />
      </label>
    </form>
  );
}
