/** Histories written by hand: each operation by its interval, its function, what goes in and what comes out. */
import type { Operation, Vocabulary } from '../../../histories/op.ts';

/** The last is the output; without it the outcome is unknown. */
export type Written = readonly [call: number, end: number, f: string, input: object, output?: object];

export function written<V extends Vocabulary>(...lines: readonly Written[]): Operation<V>[] {
  if (lines.some(([call], i) => call < (lines[i - 1]?.[0] ?? call))) throw new Error('not in the order of calls');
  return lines.map(([call, end, f, input, output], id) => {
    const base = { id, process: id, f, input, call, callTime: call };
    const outcome =
      output === undefined
        ? { outcome: 'info', return: Infinity, returnTime: Infinity }
        : { outcome: 'ok', return: end, returnTime: end, output: { ...input, ...output } };
    return { ...base, ...outcome } as unknown as Operation<V>;
  });
}
