/**
 * The filters of the list: what of a row each looks at, and which values there are to choose. They stand in the page's
 * address by the same names, so that a link shows what was looked at.
 */
import { type Choice, FILTERS, type FilterName, type RunRow, VERDICTS } from './api.ts';

export type Filters = { readonly [name in FilterName]?: string };

/** The values of a row by which this filter finds it: a run under two nemeses is found by either. */
const VALUES: { readonly [name in FilterName]: (row: RunRow) => readonly (string | undefined)[] } = {
  verdict: ({ verdict }) => [verdict],
  target: ({ target }) => [target],
  workload: ({ workload }) => [workload],
  nemesis: ({ nemesis }) => [...new Set(nemesis?.split(',').map(familyOf))],
  bug: ({ bug }) => [bug],
  env: ({ env }) => [env],
  seed: ({ seed }) => [seed],
};

/** Seeds are typed: there is one for nearly each run. */
const TYPED: ReadonlySet<FilterName> = new Set(['seed']);
const MOST_CHOICES = 200;

/** Without its shape: `partition:majorities-ring` is a partition. */
const familyOf = (nemesis: string): string => nemesis.split(':')[0]?.trim() ?? '';

export function filtersOf(query: URLSearchParams): Filters {
  const set = FILTERS.flatMap((name) => {
    const value = query.get(name)?.trim() ?? '';
    return value === '' ? [] : [[name, value] as const];
  });
  return Object.fromEntries(set);
}

export const isFiltered = (filters: Filters): boolean => Object.keys(filters).length > 0;

export function matches(row: RunRow, filters: Filters): boolean {
  return FILTERS.every((name) => filters[name] === undefined || VALUES[name](row).includes(filters[name]));
}

/**
 * For each filter what it could be set to, with the number of runs that there would then be: all others stay as they are.
 */
export function choicesAmong(rows: readonly RunRow[], filters: Filters): { [name in FilterName]?: readonly Choice[] } {
  const named = FILTERS.filter((name) => !TYPED.has(name)).map((name) => {
    const others = { ...filters, [name]: undefined };
    const counts = new Map<string, number>();
    for (const row of rows) {
      if (!matches(row, others)) continue;
      for (const value of VALUES[name](row)) {
        if (value !== undefined && value !== '') counts.set(value, (counts.get(value) ?? 0) + 1);
      }
    }
    const choices = [...counts].map(([value, count]) => ({ value, count })).sort(orderOf(name));
    return [name, choices.slice(0, MOST_CHOICES)] as const;
  });
  return Object.fromEntries(named);
}

/** Verdicts with the worst first, everything else by name. */
function orderOf(name: FilterName): (a: Choice, b: Choice) => number {
  if (name === 'verdict') {
    const worstFirst: readonly string[] = VERDICTS;
    return (a, b) => worstFirst.indexOf(a.value) - worstFirst.indexOf(b.value);
  }
  return (a, b) => (a.value < b.value ? -1 : 1);
}
