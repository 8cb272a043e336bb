import { expect, test } from 'vitest';
import { common, surplus, type Uses, usesOf, withUse } from './uses.ts';

test.each<[one: Uses, other: Uses, more: Uses | undefined, both: Uses]>([
  [[], [], [], []],
  [[1, 2, 2], [2], [1, 2], [2]],
  [[2, 2, 5], [2, 2], [5], [2, 2]],
  [[2], [1], undefined, []],
  [[2], [2, 2], undefined, [2]],
  [[1, 3], [2, 3], undefined, [3]],
])('%j beside %j', (one, other, more, both) => {
  expect(surplus(one, other)).toEqual(more);
  expect(common(one, other)).toEqual(both);
  expect(common(other, one)).toEqual(both);
});

test('a use more keeps the order', () => {
  const uses = [3, 1, 2, 1].reduce(withUse, []);
  expect(uses).toEqual([1, 1, 2, 3]);
  expect([1, 2, 4].map((group) => usesOf(uses, group))).toEqual([2, 1, 0]);
});
