/** What `harness check` says: the verdict in words, and why it is not valid. */
import type { Validity } from '../../checkers/checker.ts';
import type { Json } from '../core/json.ts';
import type { Verdicts } from '../runner/problems.ts';
import { labelled, labelledPath, paragraph } from './layout.ts';
import { problems } from './problems.ts';
import { type Canvas, verdictWord } from './style.ts';
import { witnessLines } from './witness.ts';
import { count, duration } from './wording.ts';

export interface Judgement {
  /** The file or directory. */
  readonly source: string;
  readonly valid: Validity;
  /** Null for a run that is judged by other checkers. */
  readonly model: string | null;
  readonly algorithm: string;
  readonly operations: number;
  readonly elapsedMs: number;
  readonly because?: string;
  readonly witness?: Json;
  /** Of a run: all that it is judged by. */
  readonly checkers?: Verdicts;
}

export function checkReport(judgement: Judgement, canvas: Canvas): string {
  const { source, model, algorithm, operations, elapsedMs } = judgement;
  const by = model === null ? '' : ` against model ${model} by ${algorithm}`;
  const checked = `${count(operations, 'operations')}${by} in ${duration(elapsedMs)}`;
  const blocks = [
    paragraph(`${verdictWord(judgement.valid, canvas.style)}  ${meaning(judgement)}`, canvas.width),
    ...reasons(judgement, canvas),
    [labelledPath('History', source, canvas), labelled('Checked', checked, canvas)].join('\n'),
  ];
  return blocks.join('\n\n');
}

function meaning({ valid, checkers }: Judgement): string {
  if (checkers !== undefined) {
    const all = Object.values(checkers);
    const passed = all.filter((verdict) => verdict.valid === true).length;
    return passed === all.length ? `all ${passed} checkers passed` : `${passed} of ${all.length} checkers passed`;
  }
  if (valid === true) return 'the history is linearizable';
  return valid === false ? 'the history is not linearizable' : 'nobody can say whether the history is linearizable';
}

function reasons({ checkers, because, witness }: Judgement, canvas: Canvas): string[] {
  if (checkers !== undefined) return problems(checkers, canvas);
  if (because === undefined) return [];
  return [[paragraph(because, canvas.width), ...witnessLines(witness, canvas, 0)].join('\n')];
}
