/** Short spellings of operations and events for the tests of this folder. */
import type { Op, Operation, Process, Vocabulary } from '../histories/op.ts';

/** Each entry: function, input, output (undefined: outcome unknown), call, return. The id is the place in the list. */
export type Line<V extends Vocabulary> = {
  [F in keyof V & string]:
    | readonly [f: F, input: V[F]['input'], output: V[F]['output'], call: number, end: number]
    | readonly [f: F, input: V[F]['input'], output: undefined, call: number];
}[keyof V & string];

export function operationsFrom<V extends Vocabulary>(lines: readonly Line<V>[]): Operation<V>[] {
  return lines.map(([f, input, output, call, end], id) => {
    const base = { id, process: id, f, input, call, callTime: call };
    const rest =
      output === undefined || end === undefined
        ? { outcome: 'info', return: Infinity, returnTime: Infinity }
        : { outcome: 'ok', output, return: end, returnTime: end };
    return { ...base, ...rest } as unknown as Operation<V>;
  });
}

/** Each entry: time in ms, process, type, function, value, error. */
export type EventLine = readonly [
  ms: number,
  process: Process,
  type: Op['type'],
  f: string,
  value?: unknown,
  error?: string,
];

export function historyFrom(lines: readonly EventLine[]): Op[] {
  return lines.map(([ms, process, type, f, value = null, error], index) => {
    const op = { index, time: ms * 1e6, process, type, f, value };
    return (error === undefined ? op : { ...op, error }) as unknown as Op;
  });
}
