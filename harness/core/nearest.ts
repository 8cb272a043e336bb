/** Suggestions for names that nobody knows: the nearest known one, if it is near enough to be what was meant. */
import { closest, distance } from 'fastest-levenshtein';

/** ` (did you mean raft?)`, or nothing. */
export function didYouMean(name: string, known: readonly string[]): string {
  if (known.length === 0) return '';
  const best = closest(name, known);
  const changes = distance(name, best);
  // Two letters can become any two letters by two changes: some must stay.
  return changes <= Math.max(2, name.length / 3) && changes < name.length ? ` (did you mean ${best}?)` : '';
}
