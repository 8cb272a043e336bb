import { describe, expect, test } from 'vitest';
import { msToNs } from '../core/time.ts';
import { any, delay, limit, mix, mixWeighted, once, onThreads, ops, repeat, sequence, sleep } from './index.ts';
import { invoked, tally, timetable } from './testing.ts';

describe('mix', () => {
  test('reaches all, in equal shares', () => {
    // Binomial, p = 1/4, n = 8000: sd 38.7; five of them is 194. A wrong share of 1/5 or 1/3 is off by 400 and more.
    const counts = tally(invoked(limit(8000, mix(...['a', 'b', 'c', 'd'].map((op) => repeat(op))))));
    expect([...counts.keys()].toSorted()).toEqual(['a', 'b', 'c', 'd']);
    for (const count of counts.values()) expect(Math.abs(count - 2000)).toBeLessThan(194);
  });

  test('weighted: in proportion, and zero is never', () => {
    // Binomial, p = 0.4 and 0.2, n = 8000: sd at most 44; five of them is 220.
    const counts = tally(
      invoked(limit(8000, mixWeighted([2, repeat('a')], [0, repeat('never')], [2, repeat('b')], [1, repeat('c')]))),
    );
    expect(Math.abs((counts.get('a') ?? 0) - 3200)).toBeLessThan(220);
    expect(Math.abs((counts.get('b') ?? 0) - 3200)).toBeLessThan(220);
    expect(Math.abs((counts.get('c') ?? 0) - 1600)).toBeLessThan(220);
    expect(counts.has('never')).toBe(false);
  });

  test('ends with the last, each having been said in full and in order', () => {
    const said = invoked(mix(ops([1, 2, 3]), ops([10, 20]), ops([100])));
    expect(said.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 10, 20, 100]);
    expect(said.filter((op) => op < 10)).toEqual([1, 2, 3]);
  });

  test('keeps its shares when one of them is mostly pending', () => {
    // `slow` may use one thread of ten and is busy on it most of the time; a mix that drew again would hardly say it.
    const slow = onThreads((thread) => thread === 0, repeat('slow'));
    const counts = tally(invoked(limit(4000, mix(slow, repeat('fast'))), { concurrency: 10 }));
    // sd of binomial(4000, 1/2) is 31.6; five of them is 158.
    expect(Math.abs((counts.get('slow') ?? 0) - 2000)).toBeLessThan(158);
  });

  test.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('refuses the weight %d', (weight) => {
    expect(() => mixWeighted([weight, repeat('a')])).toThrow('not a weight');
  });
});

describe('any', () => {
  const every = (ms: number, op: string) => delay(msToNs(ms), repeat(op));

  test('takes the soonest', () => {
    expect(timetable(limit(6, any(sequence<string>(sleep(msToNs(1)), every(3, 'b')), every(2, 'a'))))).toEqual([
      [0, 'a'],
      [1, 'b'],
      [2, 'a'],
      [4, expect.any(String)],
      [4, expect.any(String)],
      [6, 'a'],
    ]);
  });

  test('wakes a sleeper before a later operation of another', () => {
    const late = delay(msToNs(10), ops(['first', 'late']));
    const sleeper = sequence<string>(sleep(msToNs(4)), once(repeat('woke')));
    expect(timetable(any(late, sleeper))).toEqual([
      [0, 'first'],
      [4, 'woke'],
      [10, 'late'],
    ]);
  });

  test('is fair among equals', () => {
    // Binomial, p = 1/3, n = 6000: sd 36.5; five of them is 183.
    const counts = tally(invoked(limit(6000, any(repeat('a'), repeat('b'), repeat('c')))));
    expect(counts.size).toBe(3);
    for (const count of counts.values()) expect(Math.abs(count - 2000)).toBeLessThan(183);
  });

  test('ends with the last', () => {
    expect(invoked(any(ops(['a', 'b']), ops(['c']))).toSorted()).toEqual(['a', 'b', 'c']);
    expect(invoked(any())).toEqual([]);
  });
});
