/**
 * What is wrong with a run, checker by checker: the reason in words, and the operations that show it.
 */
import type { Json } from '../core/json.ts';
import { notValid, type Verdicts } from '../runner/problems.ts';
import { paragraph } from './layout.ts';
import { type Canvas, verdictWord } from './style.ts';
import { witnessLines } from './witness.ts';

/** Violations first; nothing if all is well. */
export function problems(verdicts: Verdicts, canvas: Canvas): string[] {
  return notValid(verdicts).map(([checker, verdict]) => {
    const title = `${verdictWord(verdict.valid, canvas.style)}  ${canvas.style.bold(checker)}`;
    const witness: Json | undefined = verdict.valid === false ? verdict.witness : undefined;
    return [title, paragraph(verdict.because, canvas.width, 2), ...witnessLines(witness, canvas, 2)].join('\n');
  });
}
