/** Seeded randomness: the same everywhere and always, independent by label, and within its bounds. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { freshSeed, type Random, randomOf } from './random.ts';

const draws = (random: Random, count = 20) => Array.from({ length: count }, () => random.int(1_000_000));

test('a seed is a stream, for ever: replays of old runs depend on it', () => {
  expect(draws(randomOf(1), 4)).toEqual(draws(randomOf(1), 4));
  expect(draws(randomOf(1), 4)).not.toEqual(draws(randomOf(2), 4));
  expect(draws(randomOf(42).fork('network/n1'), 3)).toMatchInlineSnapshot(`
    [
      877024,
      773420,
      400960,
    ]
  `);
});

describe('forks', () => {
  test('depend on seed and label alone, not on what was drawn before', () => {
    const parent = randomOf(5);
    const first = draws(parent.fork('a'));
    draws(parent);
    parent.fork('b').float();
    expect(draws(parent.fork('a'))).toEqual(first);
  });

  test('of other labels, other depths and other seeds are other streams', () => {
    const streams = [1, 2].flatMap((seed) =>
      ['a', 'b', 'a/b', 'n1', 'n2', 'n11'].map((label) => draws(randomOf(seed).fork(label)).join()),
    );
    expect(new Set(streams).size).toBe(streams.length);
  });
});

describe('draws', () => {
  const seeds = fc.maxSafeNat();

  test('stay within their bounds', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 2 ** 31 }), fc.integer({ min: -1e9, max: 1e9 }), (seed, n, low) => {
        const random = randomOf(seed);
        expect(random.float()).toBeLessThan(1);
        expect(random.int(n)).toBeLessThan(n);
        const between = random.between(low, low + n);
        expect(between >= low && between <= low + n).toBe(true);
        expect(random.exponential(5)).toBeGreaterThanOrEqual(0);
        expect(Number.isFinite(random.exponential(5))).toBe(true);
        expect([random.chance(0), random.chance(1)]).toEqual([false, true]);
      }),
    );
  });

  test('of lists take what is there, each once', () => {
    fc.assert(
      fc.property(seeds, fc.uniqueArray(fc.nat(), { minLength: 1, maxLength: 20 }), fc.nat(25), (seed, list, count) => {
        const random = randomOf(seed);
        const before = [...list];
        expect(list).toContain(random.pick(list));
        expect(random.shuffle(list).sort()).toEqual([...list].sort());
        const sample = random.sample(list, count);
        expect(new Set(sample).size).toBe(Math.min(count, list.length));
        for (const item of sample) expect(list).toContain(item);
        expect(list).toEqual(before);
      }),
    );
  });

  /** 6000 throws of a die: each face 1000 times, give or take 5 standard deviations (29 each). */
  test('are fair', () => {
    const random = randomOf(3);
    const counts = Array(6).fill(0);
    for (let i = 0; i < 6000; i++) counts[random.int(6)]++;
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(145);
  });
});

test.each([-1, 1.5, Number.NaN, 2 ** 53])('%d is no seed', (seed) => {
  expect(() => randomOf(seed)).toThrow(RangeError);
});

test('nothing can be picked from nothing', () => {
  expect(() => randomOf(1).pick([])).toThrow(RangeError);
});

test('fresh seeds are seeds, and not always the same', () => {
  const seeds = Array.from({ length: 20 }, freshSeed);
  for (const seed of seeds) randomOf(seed);
  expect(new Set(seeds).size).toBeGreaterThan(1);
});
