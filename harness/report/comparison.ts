/** What a replay says about the history that it was to repeat. */
import { labelled, labelledPath } from './layout.ts';
import type { Canvas } from './style.ts';
import { number } from './wording.ts';

export interface Comparison {
  readonly identical: boolean;
  readonly firstDifferentLine: number | null;
  /** The directory of the run that was replayed. */
  readonly original: string;
  /** Which of the two ended before its time, if one did: they cannot be the same then. */
  readonly cutShort: 'that run' | 'this replay' | undefined;
}

export function comparison({ identical, firstDifferentLine, original, cutShort }: Comparison, canvas: Canvas): string {
  const { green, yellow } = canvas.style;
  const why =
    cutShort === undefined ? 'the code of the target or of the harness has changed since' : `${cutShort} was cut short`;
  const text = identical
    ? green('the same history to the byte')
    : yellow(`not the same history: it differs from line ${number(firstDifferentLine ?? 1)} on; ${why}`);
  return [labelled('Replayed', text, canvas), labelledPath('Original', original, canvas)].join('\n');
}
