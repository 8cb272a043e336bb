/** What was fuzzed, in numbers that can be added up over jobs. */
import type { Examination } from './examine.ts';

type Verdict = Examination['verdict'];

export interface Tally {
  histories: number;
  readonly bySubject: { [name: string]: { [verdict in Verdict]: number } };
  /** Parts decided by each search and algorithm. */
  readonly byWay: { [name: string]: number };
}

export const emptyTally = (): Tally => ({ histories: 0, bySubject: {}, byWay: {} });

export function count(tally: Tally, subject: string, { verdict, decided }: Examination): void {
  tally.histories++;
  rowOf(tally, subject)[verdict]++;
  for (const way of decided) tally.byWay[way] = (tally.byWay[way] ?? 0) + 1;
}

export function add(tally: Tally, other: Tally): void {
  tally.histories += other.histories;
  for (const [subject, counts] of Object.entries(other.bySubject)) {
    const row = rowOf(tally, subject);
    row.valid += counts.valid;
    row.invalid += counts.invalid;
    row.unknown += counts.unknown;
  }
  for (const [way, parts] of Object.entries(other.byWay)) tally.byWay[way] = (tally.byWay[way] ?? 0) + parts;
}

function rowOf(tally: Tally, subject: string): { [verdict in Verdict]: number } {
  const row = tally.bySubject[subject] ?? { valid: 0, invalid: 0, unknown: 0 };
  tally.bySubject[subject] = row;
  return row;
}
