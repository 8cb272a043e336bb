import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { msToNs } from '../core/time.ts';
import type { Thread } from './generator.ts';
import {
  any,
  clients,
  delay,
  eachThread,
  from,
  limit,
  nemesis,
  once,
  onThreads,
  ops,
  phases,
  repeat,
  reserve,
  unfold,
  untilOk,
} from './index.ts';
import { invocations, invoked, run, tally, timetable } from './testing.ts';

const withNemesis = { concurrency: 4, nemesis: true };

function threadsOf(events: readonly { thread: Thread; op: unknown }[], op: unknown): Set<Thread> {
  return new Set(events.filter((event) => event.op === op).map(({ thread }) => thread));
}

describe('onThreads, clients, nemesis', () => {
  test('use their threads, and all of them', () => {
    const generator = any<string>(
      clients(limit(200, repeat('client'))),
      nemesis(limit(20, repeat('fault'))),
      onThreads((thread) => thread === 1 || thread === 2, limit(100, repeat('some'))),
    );
    const events = invocations(generator, withNemesis);
    expect(threadsOf(events, 'client')).toEqual(new Set([0, 1, 2, 3]));
    expect(threadsOf(events, 'fault')).toEqual(new Set(['nemesis']));
    expect(threadsOf(events, 'some')).toEqual(new Set([1, 2]));
  });

  test('a barrier among clients does not wait for the nemesis', () => {
    const complete = ({ op }: { op: string }) =>
      ({ latencyNs: msToNs(op === 'fault' ? 50 : 1), type: 'info' }) as const;
    const generator = any(nemesis(once(repeat('fault'))), clients(phases(ops(['a']), ops(['b']))));
    expect(timetable(generator, { ...withNemesis, complete })).toContainEqual([1, 'b']);
  });

  test('hear of their own threads alone', () => {
    const listener = (name: string, heard: Set<string>) =>
      unfold(0, {
        next: (n: number) => ({ op: name, state: n + 1 }),
        update: (n, { thread }) => {
          heard.add(`${name} ${thread}`);
          return n;
        },
      });
    const heard = new Set<string>();
    const generator = any(
      onThreads((thread) => thread === 3, listener('onThreads', heard)),
      nemesis(listener('nemesis', heard)),
      reserve([[1, listener('reserved', heard)]], repeat('others')),
    );
    run(limit(500, generator), withNemesis);
    expect([...heard].toSorted()).toEqual(['nemesis nemesis', 'onThreads 3', 'reserved 0']);
  });

  test('are exhausted where their threads do not exist', () => {
    expect(invoked(any(nemesis(repeat('fault')), ops(['a'])), { concurrency: 2 })).toEqual(['a']);
  });
});

describe('reserve', () => {
  test('is an exact partition', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }), fc.nat(4), (a, b, others) => {
        const concurrency = a + b + others;
        const generator = limit(
          1000,
          reserve<string>(
            [
              [a, repeat('a')],
              [b, repeat('b')],
            ],
            repeat('others'),
          ),
        );
        const events = invocations(generator, { concurrency });
        const range = (from: number, to: number) => new Set(Array.from({ length: to - from }, (_, n) => from + n));
        expect(threadsOf(events, 'a')).toEqual(range(0, a));
        expect(threadsOf(events, 'b')).toEqual(range(a, a + b));
        expect(threadsOf(events, 'others')).toEqual(range(a + b, concurrency));
      }),
      { numRuns: 50 },
    );
  });

  test('gives each its share while all threads are free', () => {
    // Each operation returns at once, so all are always free: the draw is by threads, 1 to 9. Binomial, p = 0.1,
    // n = 5000: sd 21; five of them is 106.
    const complete = () => ({ latencyNs: 0, type: 'ok' }) as const;
    const generator = limit(5000, reserve([[1, repeat('a')]], repeat('others')));
    const counts = tally(invoked(generator, { concurrency: 10, complete }));
    expect(Math.abs((counts.get('a') ?? 0) - 500)).toBeLessThan(106);
  });

  test('refuses more threads than there are', () => {
    expect(() => run(reserve([[3, repeat('a')]], repeat('b')), { concurrency: 2 })).toThrow('3 threads are reserved');
  });
});

describe('eachThread', () => {
  test('gives every thread the whole generator, in order', () => {
    const events = invocations(eachThread(ops(['a', 'b', 'c'])), withNemesis);
    expect(events).toHaveLength(15);
    for (const thread of [0, 1, 2, 3, 'nemesis']) {
      expect(events.filter((event) => event.thread === thread).map(({ op }) => op)).toEqual(['a', 'b', 'c']);
    }
  });

  test('lasts until the slowest thread has its ok', () => {
    const complete = ({ thread, time }: { thread: Thread; time: number }) =>
      ({ latencyNs: msToNs(1), type: thread !== 2 || time > msToNs(100) ? 'ok' : 'info' }) as const;
    const generator = clients(
      eachThread(
        untilOk(
          delay(
            msToNs(20),
            from((_context, thread) => thread),
          ),
        ),
      ),
    );
    const events = run(generator, { ...withNemesis, complete });
    expect(tally(events.filter(({ type }) => type === 'ok').map(({ thread }) => thread))).toEqual(
      new Map<Thread, number>([0, 1, 2, 3].toSorted((a, b) => (a === 2 ? 1 : b === 2 ? -1 : a - b)).map((t) => [t, 1])),
    );
    expect(events.at(-1)).toMatchObject({ thread: 2, type: 'ok', time: msToNs(121) });
  });
});
