import { expect, test } from 'vitest';
import type { Element, GrowOnlySetOps } from '../../histories/ops/set.ts';
import { type Line, operationsFrom } from '../operations.case.ts';
import { gSet } from './g-set.ts';
import { testRules } from './rules.case.ts';

const add = (element: Element): Line<GrowOnlySetOps> => ['add', { element }, { element }, 0, 1];
const read = (elements: readonly Element[]): Line<GrowOnlySetOps> => ['read', {}, { elements }, 0, 1];

testRules(gSet, [
  [[], read([]), ['[]'], 'read -> []'],
  [[], read([1]), [], 'read -> [1]'],
  [[add(2)], add(1), ['[1 2]'], 'add 1'],
  [[add(2)], add(2), ['[2]'], 'add 2'],
  [[add(2), add(1)], read([2, 1]), ['[1 2]'], 'read -> [2 1]'],
  [[add(2), add(1)], read([2]), [], 'read -> [2]'],
  [[add(2), add(1)], read([2, 2]), [], 'read -> [2 2]'],
  [[add(2), add(1)], read([2, '1']), [], 'read -> [2 "1"]'],
  [[add(2)], read([2, 2]), [], 'read -> [2 2]'],
  [[add(2)], ['add', { element: 'x' }, undefined, 0], ['[2 "x"]'], 'add "x" -> ?'],
  [[add(2)], ['read', { key: 7 }, undefined, 0], ['[2]'], 'read 7 -> ?'],
]);

test('a read of fewer elements than there are is out of reach', () => {
  const operations = operationsFrom<GrowOnlySetOps>([read([1, 2]), read([2, 3]), add(9)]);
  const inReach = gSet.reach?.(operations);
  const [grown] = gSet.step(gSet.init(), operationsFrom<GrowOnlySetOps>([add(1)])[0] as never);
  if (grown === undefined) throw new Error('an add is legal');
  expect(operations.map((operation) => inReach?.(grown, operation))).toEqual([true, false, true]);
});
