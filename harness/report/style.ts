/**
 * Colours, or none: what a report is drawn with. Colour only ever repeats what the words say, so that nothing is lost
 * in a file, in a pipe, or on a terminal without it.
 */
import picocolors from 'picocolors';
import type { Validity } from '../../checkers/checker.ts';

export type Style = ReturnType<typeof picocolors.createColors>;

export interface Canvas {
  readonly style: Style;
  /** Columns that a line may fill. */
  readonly width: number;
}

export const styleOf = (isColoured: boolean): Style => picocolors.createColors(isColoured);

/** `VALID`, `INVALID` or `UNKNOWN`. */
export function verdictWord(valid: Validity, { bold, green, red, yellow }: Style): string {
  if (valid === true) return bold(green('VALID'));
  return valid === false ? bold(red('INVALID')) : bold(yellow('UNKNOWN'));
}
