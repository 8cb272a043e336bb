/** A page of the list: the runs that match, of those that have been read, and what there is to filter by. */
import type { RunPage } from './api.ts';
import { choicesAmong, filtersOf, isFiltered, matches } from './filters.ts';
import type { IndexedRun, StoreIndex } from './store-index.ts';

const PAGE = 50;
const LARGEST_PAGE = 200;

export function runPage(index: StoreIndex, query: URLSearchParams): RunPage {
  index.refresh();
  const { runs } = index;
  const filters = filtersOf(query);
  const isMatch = ({ row }: IndexedRun): boolean => row !== undefined && matches(row, filters);
  // Without filters nothing has to be known of a run to show it in its place: the first page is there at once.
  const matching = isFiltered(filters) ? runs.filter(isMatch) : runs;
  const offset = wholeNumber(query.get('offset'), 0, Number.MAX_SAFE_INTEGER);
  const limit = wholeNumber(query.get('limit'), PAGE, LARGEST_PAGE);
  const rows = index.current(matching.slice(offset, offset + limit));
  const known = runs.flatMap(({ row }) => row ?? []);
  return {
    rows,
    offset,
    matching: matching.length,
    total: runs.length,
    read: known.length,
    choices: choicesAmong(known, filters),
  };
}

/** What is not a number is what holds without one: the address may have been typed. */
function wholeNumber(text: string | null, fallback: number, high: number): number {
  const number = text === null || !/^\d{1,15}$/.test(text) ? fallback : Number(text);
  return Math.min(number, high);
}
