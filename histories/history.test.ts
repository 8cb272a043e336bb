import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryHistory, registerCall } from './fixtures/arbitrary.ts';
import { assertWellFormed, HistoryBuilder } from './history.ts';
import type { Op, Process } from './op.ts';

function op(index: number, time: number, process: Process, type: Op['type'], f = 'read'): Op {
  return { index, time, process, type, f, value: null };
}

const invoke = op(0, 5, 0, 'invoke');

const broken: readonly (readonly [rule: string, at: number, ops: readonly Op[]])[] = [
  ['indices are consecutive: expected 1, got 2', 2, [invoke, op(2, 6, 0, 'ok')]],
  ['indices are consecutive: expected 0, got 1', 1, [op(1, 5, 0, 'invoke')]],
  ['time does not run backwards: 4 comes after 5', 1, [invoke, op(1, 4, 0, 'ok')]],
  ['a time is a whole number of nanoseconds, got 0.5', 0, [op(0, 0.5, 0, 'invoke')]],
  ['a time is a whole number of nanoseconds, got NaN', 0, [op(0, Number.NaN, 0, 'invoke')]],
  ['a process is a number from 0 or nemesis, got -1', 0, [op(0, 0, -1, 'invoke')]],
  [
    'one open operation per process: 0 invokes write, read of index 0 is open',
    1,
    [invoke, op(1, 6, 0, 'invoke', 'write')],
  ],
  ['a completion answers an invocation: process 1 has ok read, nothing is open', 1, [invoke, op(1, 6, 1, 'ok')]],
  ['process 0 has ok read, nothing is open', 2, [invoke, op(1, 6, 0, 'ok'), op(2, 7, 0, 'ok')]],
  ['process 0 has fail write, read of index 0 is open', 1, [invoke, op(1, 6, 0, 'fail', 'write')]],
  ['process 0 is retired', 2, [invoke, op(1, 6, 0, 'info'), op(2, 7, 0, 'invoke')]],
  ['process 0 is retired', 2, [invoke, op(1, 6, 0, 'info'), op(2, 7, 0, 'ok')]],
  ['the nemesis writes info events alone, got invoke read', 0, [op(0, 0, 'nemesis', 'invoke')]],
];

describe('a history', () => {
  it.each(broken)('refuses: %s', (rule, at, ops) => {
    expect(() => assertWellFormed(ops)).toThrow(new RegExp(`^malformed history at index ${at}: .*${rule}`));
  });

  it('does not keep the event that broke a rule', () => {
    const builder = new HistoryBuilder();
    builder.append(invoke);
    expect(() => builder.append(op(1, 4, 0, 'ok'))).toThrow();
    builder.append(op(1, 6, 0, 'ok'));
    expect(builder.history).toEqual([invoke, op(1, 6, 0, 'ok')]);
    expect(builder.length).toBe(2);
  });

  it('takes whatever keeps the rules', () => {
    fc.assert(fc.property(arbitraryHistory(registerCall), (ops) => assertWellFormed(ops)));
  });
});
