/** What a replay says about the history that it was to repeat. */
import { labelled } from './layout.ts';
import type { Canvas } from './style.ts';
import { number } from './wording.ts';

export interface Comparison {
  readonly identical: boolean;
  readonly firstDifferentLine: number | null;
  readonly original: string;
  /** The original ended before its time, as no replay of it will. */
  readonly wasInterrupted: boolean;
}

export function comparison(compared: Comparison, canvas: Canvas): string {
  const { identical, firstDifferentLine, original, wasInterrupted } = compared;
  if (identical) return labelled('Replayed', canvas.style.green(`byte for byte the history of ${original}`), canvas);
  const why = wasInterrupted
    ? 'that run was cut short, which a replay is not'
    : 'the code of the target or of the harness has changed since';
  const text = `not the history of ${original}: they differ from line ${number(firstDifferentLine ?? 1)} on; ${why}`;
  return labelled('Replayed', canvas.style.yellow(text), canvas);
}
