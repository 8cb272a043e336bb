import { expect, test } from 'vitest';
import type { AppendListOps } from '../../histories/ops/append-list.ts';
import type { Element } from '../../histories/ops/set.ts';
import { type Line, operationsFrom } from '../operations.case.ts';
import { appendList } from './append-list.ts';
import { testRules } from './rules.case.ts';

const append = (element: Element): Line<AppendListOps> => ['append', { element }, { element }, 0, 1];
const read = (elements: readonly Element[]): Line<AppendListOps> => ['read', {}, { elements }, 0, 1];

testRules(appendList, [
  [[], read([]), ['[]'], 'read -> []'],
  [[], read([1]), [], 'read -> [1]'],
  [[append(2)], append(1), ['[2 1]'], 'append 1'],
  [[append(2), append(2)], read([2, 2]), ['[2 2]'], 'read -> [2 2]'],
  [[append(2), append(1)], read([1, 2]), [], 'read -> [1 2]'],
  [[append(2), append(1)], read([2, '1']), [], 'read -> [2 "1"]'],
  [[append(2), append(1)], read([2]), [], 'read -> [2]'],
  [[append(2)], ['append', { element: 'x' }, undefined, 0], ['[2 "x"]'], 'append "x" -> ?'],
  [[append(2)], ['read', { key: 'k' }, undefined, 0], ['[2]'], 'read k -> ?'],
]);

test('a read of what does not begin with what is there is out of reach', () => {
  const operations = operationsFrom<AppendListOps>([read([1, 2]), read([2, 1]), read([]), append(9)]);
  const inReach = appendList.reach?.(operations);
  const one = appendList.init().push(1);
  expect(operations.map((operation) => inReach?.(one, operation))).toEqual([true, false, false, true]);
});

test('long lists are told by their ends', () => {
  const [operation] = operationsFrom<AppendListOps>([read(Array.from({ length: 100 }, (_, i) => i))]);
  expect(operation && appendList.describe(operation)).toBe('read -> [0 1 2 3 4 5 ... 88 more ... 94 95 96 97 98 99]');
});
