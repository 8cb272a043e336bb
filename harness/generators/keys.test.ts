import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Generator, limit, map, onThreads, ops, repeat, rotatingKeys, sequence, sleep, unfold } from './index.ts';
import { invoked, run, tally } from './testing.ts';

interface Keyed {
  readonly key: number;
  readonly n?: number;
}

function keys(keyCount: number, opsPerKey: number, generatorOf: (key: number) => Generator<Keyed>): Generator<Keyed> {
  return rotatingKeys({ keyCount, opsPerKey, generatorOf, keyOf: (op) => op.key });
}

const plain = (key: number) => repeat<Keyed>({ key });

describe('rotatingKeys', () => {
  test('each key that was given up had exactly its operations; those in use are as many as they should be', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 5 }),
        fc.nat(300),
        (keyCount, opsPerKey, concurrency, total) => {
          const said = invoked(limit(total, keys(keyCount, opsPerKey, plain)), { concurrency }).map(({ key }) => key);
          expect(said).toHaveLength(total);
          const counts = tally(said);
          const full = [...counts.values()].filter((count) => count === opsPerKey).length;
          expect(Math.max(0, ...counts.values())).toBeLessThanOrEqual(opsPerKey);
          expect(counts.size - full).toBeLessThanOrEqual(keyCount);
          // A fresh key takes its number when one is given up: none is skipped but those in use and not yet drawn.
          expect(Math.max(-1, ...said)).toBeLessThan(keyCount + full);
        },
      ),
    );
  });

  test('never more keys in use than it should be', () => {
    const left = new Map<number, number>();
    let inUse = 0;
    for (const { key } of invoked(limit(2000, keys(3, 20, plain)))) {
      const remaining = left.get(key) ?? 20;
      expect(remaining).toBeGreaterThan(0);
      if (remaining === 20) inUse++;
      if (remaining === 1) inUse--;
      left.set(key, remaining - 1);
      expect(inUse).toBeLessThanOrEqual(3);
    }
  });

  test('draws all keys in use alike', () => {
    // Binomial, p = 1/4, n = 8000: sd 38.7; five of them is 194.
    const counts = tally(invoked(limit(8000, keys(4, 100_000, plain))).map(({ key }) => key));
    for (const count of counts.values()) expect(Math.abs(count - 2000)).toBeLessThan(194);
  });

  test('draws alike even where one key is mostly pending', () => {
    // Key 0 may use one thread of ten and is busy on it most of the time. sd of binomial(4000, 1/2) is 31.6, times five.
    const uneven = (key: number) => (key === 0 ? onThreads((thread) => thread === 0, plain(key)) : plain(key));
    const counts = tally(invoked(limit(4000, keys(2, 100_000, uneven)), { concurrency: 10 }).map(({ key }) => key));
    expect(Math.abs((counts.get(0) ?? 0) - 2000)).toBeLessThan(158);
  });

  test('skips no number, even where a key ends while all threads are busy', () => {
    const single = (key: number) => ops([{ key }]);
    const said = invoked(limit(4, keys(1, 5, single)), { concurrency: 1 });
    expect(said.map(({ key }) => key)).toEqual([0, 1, 2, 3]);
  });

  test('each key hears of its own operations, and late completions on a key that is given up reach nobody', () => {
    const counting = (key: number) =>
      unfold<number, Keyed>(0, {
        next: (n) => ({ op: { key, n }, state: n }),
        update: (n, { type, op }) => {
          expect(op.key).toBe(key);
          return type === 'ok' ? n + 1 : n;
        },
      });
    const events = run(limit(500, keys(2, 7, counting)), { concurrency: 5 });
    const completed = new Map<number, number>();
    for (const { type, op } of events) {
      if (type === 'invoke') expect(op.n).toBe(completed.get(op.key) ?? 0);
      else completed.set(op.key, (completed.get(op.key) ?? 0) + 1);
    }
  });

  test('a generator that ends early ends its key; one that waits is waited for', () => {
    const short = (key: number) =>
      sequence<Keyed>(
        sleep(1000),
        map((n) => ({ key, n }), ops([0, 1])),
      );
    const counts = tally(invoked(limit(100, keys(3, 5, short))).map(({ key }) => key));
    expect(counts.size).toBeGreaterThanOrEqual(50);
    expect(Math.max(...counts.values())).toBe(2);
  });

  test('generators that are empty from the start are the end, not a search for ever', () => {
    expect(invoked(keys(2, 5, () => ops<Keyed>([])))).toEqual([]);
  });

  test.each([
    [0, 5],
    [2, 0],
  ])('refuses %d keys of %d operations', (keyCount, opsPerKey) => {
    expect(() => keys(keyCount, opsPerKey, plain)).toThrow('must be at least 1');
  });
});
