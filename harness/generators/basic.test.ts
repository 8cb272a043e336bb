import { describe, expect, test } from 'vitest';
import { randomOf } from '../core/random.ts';
import { from, limit, ops, repeat, unfold } from './index.ts';
import { simulate } from './simulate.ts';
import { invoked } from './testing.ts';

describe('the leaves', () => {
  test('ops says each operation once, in order', () => {
    expect(invoked(ops(['a', 'b', 'c']))).toEqual(['a', 'b', 'c']);
    expect(invoked(ops([]))).toEqual([]);
  });

  test('repeat says the same for ever', () => {
    expect(invoked(limit(4, repeat('a')))).toEqual(['a', 'a', 'a', 'a']);
  });

  test('from asks the function, with the thread that will run the operation, until null', () => {
    const events = simulate({
      generator: from(({ time }, thread) => (time < 5_000_000 ? { thread } : null)),
      concurrency: 3,
      random: randomOf(1),
    });
    expect(events.length).toBeGreaterThan(10);
    for (const { op, thread } of events) expect(op.thread).toBe(thread);
  });

  test('unfold carries its state and learns from events', () => {
    // Doubles when an operation is ok: with one thread each completion comes before the next invocation.
    const generator = unfold(1, {
      next: (n: number) => ({ op: n, state: n + 1 }),
      update: (n, { type }) => (type === 'ok' ? n * 2 : n),
    });
    expect(invoked(limit(4, generator), { concurrency: 1 })).toEqual([1, 4, 10, 22]);
  });

  test('spreads operations over all free threads', () => {
    // Each operation returns at once, so all threads are always free; one is missed with probability 5 * 0.8^500.
    const complete = () => ({ latencyNs: 0, type: 'ok' }) as const;
    const events = simulate({ generator: limit(500, repeat('a')), concurrency: 5, random: randomOf(2), complete });
    const used = new Set(events.map(({ thread }) => thread));
    expect(used).toEqual(new Set([0, 1, 2, 3, 4]));
  });

  test('is exhausted, not pending, where there are no threads', () => {
    expect(invoked(repeat('a'), { concurrency: 0 })).toEqual([]);
  });
});
