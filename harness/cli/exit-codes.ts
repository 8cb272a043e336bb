/**
 * What the process says when it ends: 0 valid, 1 invalid, 2 unknown, 254 bad arguments, 255 a crash of ours, and 128
 * plus the signal's number after a Ctrl-C or a SIGTERM.
 */
import type { Validity } from '../../checkers/checker.ts';

export const EXIT = { valid: 0, invalid: 1, unknown: 2, badArguments: 254, crash: 255 } as const;
export const INTERRUPTED = { SIGINT: 130, SIGTERM: 143 } as const;
export type Interruption = keyof typeof INTERRUPTED;

export function exitCodeOf(valid: Validity): number {
  if (valid === 'unknown') return EXIT.unknown;
  return valid ? EXIT.valid : EXIT.invalid;
}

/** The exit code that an abort of this signal asks for. */
export function interruptionOf({ aborted, reason }: AbortSignal): number | undefined {
  if (!aborted) return undefined;
  return reason === 'SIGTERM' ? INTERRUPTED.SIGTERM : INTERRUPTED.SIGINT;
}
