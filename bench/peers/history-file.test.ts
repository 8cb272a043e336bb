/** The bytes that peers read, spelt out: another program, in another language, takes them for what this file says. */
import { expect, test } from 'vitest';
import type { Operation } from '../../histories/op.ts';
import { encodeForPeer } from './history-file.ts';

type Part = Pick<Operation, 'f' | 'input'> & { readonly output?: unknown };

const operation = ({ f, input, output }: Part, i: number): Operation => {
  const base = { id: 2 * i, process: i, f, input, call: 2 * i, callTime: 2 * i };
  return (
    output === undefined
      ? { ...base, outcome: 'info', return: Infinity, returnTime: Infinity }
      : { ...base, outcome: 'ok', output, return: 2 * i + 1, returnTime: 2 * i + 1 }
  ) as Operation;
};

const MAGIC = [...new TextEncoder().encode('HIST')];
const words = (...values: readonly number[]): number[] => [...new Uint8Array(Int32Array.from(values).buffer)];

const cases: readonly (readonly [what: string, model: string, parts: readonly Part[], bytes: readonly number[]])[] = [
  [
    'registers: values are numbered from the initial one',
    'cas-register',
    [
      { f: 'read', input: {}, output: { value: null } },
      { f: 'write', input: { value: 7 } },
      { f: 'cas', input: { from: 7, to: 'a' }, output: { from: 7, to: 'a', applied: true } },
      { f: 'cas', input: { from: 9, to: 7 }, output: { from: 9, to: 7, applied: false } },
    ],
    words(
      4,
      0,
      ...[0, 1, 0, 0, 0, 0, 0],
      ...[2, -1, 0, 1, 1, 0, 0],
      ...[4, 5, 0, 2, 1, 2, 1],
      ...[6, 7, 0, 2, 3, 1, 0],
    ),
  ],
  [
    'a read that nobody saw the answer of is left out',
    'register',
    [
      { f: 'read', input: {} },
      { f: 'write', input: { value: 1 }, output: { value: 1 } },
    ],
    words(1, 0, ...[2, 3, 0, 1, 1, 0, 0]),
  ],
  [
    'maps: texts follow, in the order in which they were met',
    'kv',
    [
      { f: 'put', input: { key: 'x', value: 'é' }, output: { key: 'x', value: 'é' } },
      { f: 'append', input: { key: 'y', value: 'b' } },
      { f: 'get', input: { key: 'x' }, output: { key: 'x', value: 'é' } },
    ],
    [
      ...words(3, 2, ...[0, 1, 0, 1, 0, 0, 0], ...[2, -1, 1, 2, 1, 0, 0], ...[4, 5, 0, 0, 0, 0, 0]),
      ...words(2),
      ...new TextEncoder().encode('é'),
      ...words(1),
      ...new TextEncoder().encode('b'),
    ],
  ],
  [
    'queues: nothing is -1',
    'fifo-queue',
    [
      { f: 'enqueue', input: { value: 5 }, output: { value: 5 } },
      { f: 'dequeue', input: {}, output: { value: null } },
      { f: 'dequeue', input: {} },
    ],
    words(3, 0, ...[0, 1, 0, 0, 5, 0, 0], ...[2, 3, 0, 1, 0, 0, -1], ...[4, -1, 0, 1, 0, 0, 0]),
  ],
];

test.each(cases)('%s', (_what, model, parts, bytes) => {
  expect([...encodeForPeer(model, parts.map(operation))]).toEqual([...MAGIC, ...bytes]);
});

test('a model that the peer does not know is named', () => {
  expect(() => encodeForPeer('set', [])).toThrow('the peer knows no model set');
});
