/** What a replay says about the history that it was to repeat. */
import { labelled, labelledPath } from './layout.ts';
import type { Canvas } from './style.ts';
import { number } from './wording.ts';

export interface Comparison {
  readonly identical: boolean;
  readonly firstDifferentLine: number | null;
  /** The directory of the run that was replayed. */
  readonly original: string;
  /** Time was real: nobody expects the same history. */
  readonly isRealTime: boolean;
  /** Which of the two ended before its time, if one did: they cannot be the same then. */
  readonly cutShort: 'that run' | 'this replay' | undefined;
}

export function comparison(compared: Comparison, canvas: Canvas): string {
  return [
    labelled('Replayed', textOf(compared, canvas), canvas),
    labelledPath('Original', compared.original, canvas),
  ].join('\n');
}

function textOf({ identical, firstDifferentLine, cutShort, isRealTime }: Comparison, { style }: Canvas): string {
  const { green, yellow } = style;
  if (isRealTime) return 'the same plan, in real time: what processes do then does not repeat to the instant';
  const why =
    cutShort === undefined ? 'the code of the target or of the harness has changed since' : `${cutShort} was cut short`;
  return identical
    ? green('the same history to the byte')
    : yellow(`not the same history: it differs from line ${number(firstDifferentLine ?? 1)} on; ${why}`);
}
