import { expect, test } from 'vitest';
import type { CounterOps } from '../../histories/ops/counter.ts';
import { type Line, operationsFrom } from '../operations.case.ts';
import { counter } from './counter.ts';
import { testRules } from './rules.case.ts';

const add = (delta: number): Line<CounterOps> => ['add', { delta }, { delta }, 0, 1];
const read = (value: number): Line<CounterOps> => ['read', {}, { value }, 0, 1];

testRules(counter, [
  [[], read(0), ['0'], 'read -> 0'],
  [[], read(1), [], 'read -> 1'],
  [[add(3)], add(-5), ['-2'], 'add -5'],
  [[add(3)], read(3), ['3'], 'read -> 3'],
  [[add(3)], ['add', { key: 'x', delta: 4 }, undefined, 0], ['7'], 'add x 4 -> ?'],
  [[add(3)], ['read', {}, undefined, 0], ['3'], 'read -> ?'],
]);

test('no read gets past the sum of all that leads its way', () => {
  const operations = operationsFrom<CounterOps>([add(2), ['add', { delta: -1 }, undefined, 0], read(-2), read(-1)]);
  const inReach = counter.reach?.(operations);
  expect(operations.map((operation) => inReach?.(0, operation))).toEqual([true, true, false, true]);
  expect(operations.map((operation) => inReach?.(1, operation))).toEqual([true, true, false, false]);
});
