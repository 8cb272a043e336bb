/**
 * What is wrong with a run, checker by checker: the reason in words, and the operations that show it.
 */
import type { Verdict } from '../../checkers/checker.ts';
import type { Json } from '../core/json.ts';
import { paragraph } from './layout.ts';
import { type Canvas, verdictWord } from './style.ts';
import { witnessLines } from './witness.ts';

export type Verdicts = { readonly [checker: string]: Verdict };

/** Violations first; nothing if all is well. */
export function problems(verdicts: Verdicts, canvas: Canvas): string[] {
  return notValid(verdicts).map(([checker, verdict]) => {
    const title = `${verdictWord(verdict.valid, canvas.style)}  ${canvas.style.bold(checker)}`;
    const witness: Json | undefined = verdict.valid === false ? verdict.witness : undefined;
    return [title, paragraph(verdict.because, canvas.width, 2), ...witnessLines(witness, canvas, 2)].join('\n');
  });
}

export type BadVerdict = Exclude<Verdict, { valid: true }>;

export function notValid(verdicts: Verdicts): [string, BadVerdict][] {
  const bad = Object.entries(verdicts).filter((entry): entry is [string, BadVerdict] => entry[1].valid !== true);
  return bad.sort(([, a], [, b]) => Number(a.valid !== false) - Number(b.valid !== false));
}
