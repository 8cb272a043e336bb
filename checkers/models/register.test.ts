import { expect, test } from 'vitest';
import { type Line, operationsFrom } from '../operations.case.ts';
import { type ReadWriteOps, register } from './register.ts';

/** Before, operation, states that may follow. */
const rules: readonly [number | null, Line<ReadWriteOps>, readonly (number | null)[]][] = [
  [null, ['read', {}, { value: null }, 0, 1], [null]],
  [null, ['read', {}, { value: 0 }, 0, 1], []],
  [3, ['read', {}, { value: 3 }, 0, 1], [3]],
  [3, ['read', {}, undefined, 0], [3]],
  [3, ['write', { value: 4 }, { value: 4 }, 0, 1], [4]],
  [3, ['write', { value: 4 }, undefined, 0], [4]],
];

test.each(rules)('%j under %j becomes %j', (before, line, after) => {
  const [operation] = operationsFrom<ReadWriteOps>([line]);
  expect(operation && register.step(before, operation)).toEqual(after);
});

test('operations read like sentences', () => {
  const operations = operationsFrom<ReadWriteOps>([
    ['read', { key: 'x' }, { key: 'x', value: 3 }, 0, 1],
    ['write', { value: 4 }, undefined, 0],
  ]);
  expect(operations.map((operation) => register.describe(operation))).toEqual(['read x -> 3', 'write 4 -> ?']);
});
