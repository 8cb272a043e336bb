/** The verdicts on a run that are not valid: those that say that it is wrong come before those that cannot say. */
import type { Verdict } from '../../checkers/checker.ts';

export type Verdicts = { readonly [checker: string]: Verdict };

export type BadVerdict = Exclude<Verdict, { valid: true }>;

export function notValid(verdicts: Verdicts): [string, BadVerdict][] {
  const bad = Object.entries(verdicts).filter((entry): entry is [string, BadVerdict] => entry[1].valid !== true);
  return bad.sort(([, a], [, b]) => Number(a.valid !== false) - Number(b.valid !== false));
}
