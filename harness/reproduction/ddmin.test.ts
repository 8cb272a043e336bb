/** What is left holds, and no single thing of it can be left out. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ddmin } from './ddmin.ts';

const numbers = Array.from({ length: 40 }, (_, index) => index);

// Forty things and up to six needed ones are more than any halving meets by luck; the seed of a failure is printed.
test('finds exactly what is needed, where each thing is needed or not', async () => {
  const needs = fc.uniqueArray(fc.integer({ min: 0, max: 39 }), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(needs, async (needed) => {
      let asked = 0;
      const left = await ddmin(numbers, async (rest) => {
        asked++;
        return needed.every((one) => rest.includes(one));
      });
      expect(left).toEqual(needed.toSorted((a, b) => a - b));
      // Each needed thing costs a way down the halves, and single things are tried until none more goes.
      expect(asked).toBeLessThan(200);
    }),
    { numRuns: 50 },
  );
});

test('keeps things that are needed only together with others, or instead of them', async () => {
  // Either both of 3 and 17, or 30 alone.
  const holds = async (rest: readonly number[]) => (rest.includes(3) && rest.includes(17)) || rest.includes(30);
  const left = await ddmin(numbers, holds);
  expect([[3, 17], [30]]).toContainEqual(left);
});

test('tries single things again, for one may be needed only as long as another is there', async () => {
  const holds = async (rest: readonly number[]) =>
    rest.includes(0) && rest.includes(2) && (!rest.includes(1) || rest.includes(4));
  expect(await ddmin([0, 1, 2, 3, 4], holds)).toEqual([0, 2]);
});

test.each([
  [[], []],
  [[7], [7]],
])('of %j', async (things, left) => {
  expect(await ddmin(things, async (rest) => rest.length > 0)).toEqual(left);
});

test('keeps all of it where nothing can go', async () => {
  expect(await ddmin(numbers, async (rest) => rest.length === numbers.length)).toEqual(numbers);
});
