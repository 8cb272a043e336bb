import { expect, test } from 'vitest';
import { slope } from './slope.ts';

const lengths = [10, 100, 1_000];

test.each([
  ['linear', (n: number) => 3 * n, 1],
  ['quadratic', (n: number) => n * n, 2],
  ['constant', () => 7, 0],
  ['n log n, from 1e4 to 1e6', (n: number) => n * 1e3 * Math.log(n * 1e3), 1.09],
  // Off the line by a factor of 2 up, 4 down and 2 up, symmetrically: the line stays where it is.
  ['scattered', (n: number) => (n === 100 ? n / 4 : 2 * n), 1],
])('%s', (_what, figure, expected) => {
  expect(slope(lengths.map((n) => [n, figure(n)]))).toBeCloseTo(expected, 1);
});
