/** What `harness check` says: the verdict in words, and why it is not valid. */
import type { Validity } from '../../checkers/checker.ts';
import type { Json } from '../core/json.ts';
import { labelled, paragraph } from './layout.ts';
import { problems, type Verdicts } from './problems.ts';
import { type Canvas, verdictWord } from './style.ts';
import { count, duration } from './wording.ts';

export interface Judgement {
  /** The file or directory. */
  readonly source: string;
  readonly valid: Validity;
  readonly model: string;
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
  const checked = `${count(operations, 'operations')} against model ${model} by ${algorithm} in ${duration(elapsedMs)}`;
  const head = [paragraph(`${verdictWord(judgement.valid, canvas.style)}  ${meaning(judgement)}`, canvas.width)];
  const verdicts = judgement.checkers ?? { linearizable: asVerdict(judgement) };
  const blocks = [
    ...head,
    ...problems(verdicts, canvas),
    [labelled('History', source, canvas), labelled('Checked', checked, canvas)].join('\n'),
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

function asVerdict({ valid, because = '', witness }: Judgement): Verdicts[string] {
  if (valid === false) return { valid, because, ...(witness === undefined ? {} : { witness }) };
  return valid === true ? { valid } : { valid, because };
}
