import { describe, expect, test } from 'vitest';
import { randomOf } from '../core/random.ts';
import { msToNs } from '../core/time.ts';
import {
  any,
  delay,
  eachThread,
  limit,
  once,
  ops,
  phases,
  repeat,
  sequence,
  sleep,
  stagger,
  timeLimit,
} from './index.ts';
import { invocations, timetable } from './testing.ts';

describe('stagger', () => {
  test('has the mean it says, over all threads together', () => {
    // A gap is uniform in [0, 2m): its variance is m^2 / 3, and that of a sum of n gaps n m^2 / 3. Five standard
    // deviations around n m: a right stagger fails once in two million seeds, one off by 5 % (27 deviations) always.
    const [n, mean] = [10_000, msToNs(10)];
    for (const concurrency of [5, 50]) {
      const last = invocations(stagger(mean, limit(n + 1, repeat('a'))), { concurrency, maxOps: n + 1 }).at(-1);
      expect(Math.abs((last?.time ?? 0) - n * mean)).toBeLessThan(5 * mean * Math.sqrt(n / 3));
    }
  });

  test('draws gaps from all of [0, 2 * mean)', () => {
    const times = invocations(stagger(1000, limit(5000, repeat('a'))), {
      concurrency: 50,
      complete: () => ({ latencyNs: 0, type: 'ok' }),
    }).map(({ time }) => time);
    const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...gaps)).toBeLessThan(2000);
    // A tenth of the range stays empty in 5000 draws with probability 0.9^5000.
    for (let tenth = 0; tenth < 10; tenth++) expect(gaps.some((gap) => Math.floor(gap / 200) === tenth)).toBe(true);
  });

  test('does not draw anew when an event comes before its time', () => {
    // 20 completions come in between; had each drawn a new gap, the rate would depend on the traffic of others.
    const alone = timetable(stagger(msToNs(10), limit(5, repeat('a'))), { random: randomOf(1) }).map(([time]) => time);
    const withTraffic = any<string>(delay(msToNs(1), repeat('traffic')), stagger(msToNs(10), limit(500, repeat('a'))));
    const times = timetable(timeLimit(msToNs(5000), withTraffic), { concurrency: 20 }).filter(([, op]) => op === 'a');
    expect(alone).toHaveLength(5);
    // 500 gaps of mean 10 ms in 5 s: sd 10 * sqrt(500 / 3) = 129 ms, or 13 operations; five of them is 65.
    expect(Math.abs(times.length - 500)).toBeLessThanOrEqual(65);
  });

  test('begins at once', () => {
    expect(timetable(stagger(msToNs(50), once(repeat('a'))))).toEqual([[0, 'a']]);
  });
});

describe('delay', () => {
  test('keeps a fixed distance', () => {
    expect(timetable(delay(msToNs(5), ops(['a', 'b', 'c'])))).toEqual([
      [0, 'a'],
      [5, 'b'],
      [10, 'c'],
    ]);
  });

  test('does not catch up after a wait for a thread', () => {
    const complete = ({ op }: { op: string }) => ({ latencyNs: msToNs(op === 'a' ? 20 : 1), type: 'ok' }) as const;
    expect(timetable(delay(msToNs(5), ops(['a', 'b', 'c'])), { concurrency: 1, complete })).toEqual([
      [0, 'a'],
      [20, 'b'],
      [25, 'c'],
    ]);
  });

  test('is for all threads together, and inside eachThread for each', () => {
    const generator = delay(msToNs(5), limit(2, repeat('a')));
    expect(timetable(generator, { concurrency: 2 }).map(([time]) => time)).toEqual([0, 5]);
    expect(timetable(eachThread(generator), { concurrency: 2 }).map(([time]) => time)).toEqual([0, 0, 5, 5]);
  });

  test('shows exhaustion at once, not a delay later', () => {
    const generator = phases(delay(msToNs(30), once(repeat('a'))), once(repeat('b')));
    expect(timetable(generator)).toEqual([
      [0, 'a'],
      [1, 'b'],
    ]);
  });
});

describe('sleep', () => {
  test('counts from its turn', () => {
    const generator = sequence<string>(sleep(msToNs(3)), once(repeat('a')), sleep(msToNs(4)), once(repeat('b')));
    expect(timetable(generator)).toEqual([
      [3, 'a'],
      [7, 'b'],
    ]);
  });

  test('does not begin anew with each event', () => {
    const generator = any<string>(
      sequence<string>(sleep(msToNs(10)), once(repeat('woke'))),
      limit(30, delay(msToNs(1), repeat('tick'))),
    );
    expect(timetable(generator)).toContainEqual([10, 'woke']);
  });
});
