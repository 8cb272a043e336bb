import { expect, test } from 'vitest';
import type { SemaphoreOps } from '../../histories/ops/lock.ts';
import { type Line, operationsFrom } from '../operations.case.ts';
import { testRules } from './rules.case.ts';
import { semaphore } from './semaphore.ts';

const acquire = (owner: string | number, permits: number, acquired: boolean): Line<SemaphoreOps> => [
  'acquire',
  { owner, permits },
  { owner, permits, acquired },
  0,
  1,
];
const release = (owner: string | number, permits: number, released: boolean): Line<SemaphoreOps> => [
  'release',
  { owner, permits },
  { owner, permits, released },
  0,
  1,
];
const two = acquire('a', 2, true);

testRules(semaphore(3), [
  [[], acquire('a', 3, true), ['0 of 3 free, "a" has 3'], 'acquire 3 by "a" -> acquired'],
  [[], acquire('a', 4, true), [], 'acquire 4 by "a" -> acquired'],
  [[], acquire('a', 4, false), ['3 of 3 free'], 'acquire 4 by "a" -> refused'],
  [[], acquire('a', 1, false), [], 'acquire 1 by "a" -> refused'],
  [[two], acquire('b', 1, true), ['0 of 3 free, "a" has 2, "b" has 1'], 'acquire 1 by "b" -> acquired'],
  [[two], acquire('b', 2, true), [], 'acquire 2 by "b" -> acquired'],
  [[two], acquire('b', 2, false), ['1 of 3 free, "a" has 2'], 'acquire 2 by "b" -> refused'],
  [[two], release('a', 1, true), ['2 of 3 free, "a" has 1'], 'release 1 by "a" -> released'],
  [[two], release('a', 2, true), ['3 of 3 free'], 'release 2 by "a" -> released'],
  [[two], release('a', 3, true), [], 'release 3 by "a" -> released'],
  [[two], release('a', 3, false), ['1 of 3 free, "a" has 2'], 'release 3 by "a" -> refused'],
  [[two], release('b', 1, true), [], 'release 1 by "b" -> released'],
  [[two], release('b', 1, false), ['1 of 3 free, "a" has 2'], 'release 1 by "b" -> refused'],
  [
    [two],
    ['acquire', { key: 'k', owner: 1, permits: 1 }, undefined, 0],
    ['0 of 3 free, "a" has 2, 1 has 1'],
    'acquire k 1 by 1 -> ?',
  ],
  [[two], ['acquire', { owner: 'b', permits: 2 }, undefined, 0], [], 'acquire 2 by "b" -> ?'],
  [[two], ['release', { owner: 'a', permits: 1 }, undefined, 0], ['2 of 3 free, "a" has 1'], 'release 1 by "a" -> ?'],
]);

test('who took permits first makes no difference', () => {
  const model = semaphore(3);
  const [a, b] = operationsFrom<SemaphoreOps>([acquire('a', 1, true), acquire('b', 2, true)]);
  if (a === undefined || b === undefined) throw new Error('two operations');
  const after = [
    [a, b],
    [b, a],
  ].map(([first = a, second = b]) => {
    return model
      .step(model.init(), first)
      .flatMap((state) => model.step(state, second))
      .map((state) => model.key(state));
  });
  expect(after[0]).toEqual(after[1]);
  expect(after[0]).toHaveLength(1);
});

test('the number 1 and the text "1" are different owners', () => {
  const model = semaphore(3);
  const keys = operationsFrom<SemaphoreOps>([acquire(1, 1, true), acquire('1', 1, true)]).flatMap((operation) =>
    model.step(model.init(), operation).map((state) => model.key(state)),
  );
  expect(new Set(keys).size).toBe(2);
});
