import { expect, test } from 'vitest';
import type { RegisterOps } from '../../histories/ops/register.ts';
import { type Line, operationsFrom } from '../operations.case.ts';
import { casRegister } from './cas-register.ts';

/** Before, operation, states that may follow. */
const rules: readonly [number | null, Line<RegisterOps>, readonly (number | null)[]][] = [
  [null, ['read', {}, { value: null }, 0, 1], [null]],
  [1, ['read', {}, { value: 2 }, 0, 1], []],
  [1, ['read', {}, undefined, 0], [1]],
  [1, ['write', { value: 2 }, { value: 2 }, 0, 1], [2]],
  [1, ['cas', { from: 1, to: 2 }, { from: 1, to: 2, applied: true }, 0, 1], [2]],
  [3, ['cas', { from: 1, to: 2 }, { from: 1, to: 2, applied: true }, 0, 1], []],
  [3, ['cas', { from: 1, to: 2 }, { from: 1, to: 2, applied: false }, 0, 1], [3]],
  [1, ['cas', { from: 1, to: 2 }, { from: 1, to: 2, applied: false }, 0, 1], []],
  [null, ['cas', { from: null, to: 2 }, { from: null, to: 2, applied: true }, 0, 1], [2]],
  [1, ['cas', { from: 1, to: 2 }, undefined, 0], [2]],
  [3, ['cas', { from: 1, to: 2 }, undefined, 0], []],
];

test.each(rules)('%j under %j becomes %j', (before, line, after) => {
  const [operation] = operationsFrom<RegisterOps>([line]);
  expect(operation && casRegister.step(before, operation)).toEqual(after);
});

test('the number 1 and the text "1" are different keys', () => {
  const operations = operationsFrom<RegisterOps>([
    ['read', { key: 1 }, undefined, 0],
    ['read', { key: '1' }, undefined, 0],
    ['read', {}, undefined, 0],
  ]);
  expect(new Set(operations.map((operation) => casRegister.partition?.(operation))).size).toBe(3);
});
