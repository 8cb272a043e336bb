import { describe, expect, test } from 'vitest';
import { randomOf } from '../core/random.ts';
import { msToNs } from '../core/time.ts';
import type { Generator } from './generator.ts';
import { delay, limit, ops, repeat } from './index.ts';
import { simulate } from './simulate.ts';
import { invocations, run } from './testing.ts';
import { Workers } from './workers.ts';

describe('simulate', () => {
  test('processes completions before invocations of the same time', () => {
    const events = run(delay(msToNs(1), ops(['a', 'b'])), { concurrency: 2 });
    expect(events.map(({ type, op, time }) => [type, op, time])).toEqual([
      ['invoke', 'a', 0],
      ['ok', 'a', msToNs(1)],
      ['invoke', 'b', msToNs(1)],
      ['ok', 'b', msToNs(2)],
    ]);
  });

  test('asks only once all that is due has completed', () => {
    const complete = () => ({ latencyNs: 0, type: 'ok' }) as const;
    run(limit(50, repeat('a')), { complete, onAsk: ({ free, threads }) => expect(free).toEqual(threads) });
  });

  test('orders completions by time, then by invocation', () => {
    const latencies: { readonly [op: string]: number } = { a: 5, b: 3, c: 5 };
    const events = run(ops(['a', 'b', 'c']), {
      complete: ({ op }) => ({ latencyNs: latencies[op] ?? 0, type: 'ok' }),
    });
    expect(events.filter(({ type }) => type === 'ok').map(({ op }) => op)).toEqual(['b', 'a', 'c']);
  });

  test('an unknown outcome retires the process, never that of the nemesis', () => {
    const complete = () => ({ latencyNs: 1, type: 'info' }) as const;
    const events = invocations(limit(60, repeat('a')), { concurrency: 2, nemesis: true, complete });
    const processes = events.map(({ process }) => process).filter((process) => process !== 'nemesis');
    expect(new Set(processes).size).toBe(processes.length);
    for (const { thread, process } of events) {
      expect(process === 'nemesis' ? process : process % 2).toBe(thread);
    }
  });

  test('time never runs backwards', () => {
    let latency = 0;
    const complete = () => {
      latency = (latency * 13 + 5) % 17;
      return { latencyNs: latency, type: 'ok' } as const;
    };
    const times = run(limit(500, repeat('a')), { complete }).map(({ time }) => time);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  test('refuses to wait for ever, or for the past', () => {
    const stuck = (until: number): Generator<never> => ({
      op: () => ({ scheduled: 'pending', until, rest: stuck(until) }),
      update: () => stuck(until),
    });
    const options = { concurrency: 1, random: randomOf(1) };
    expect(() => simulate({ ...options, generator: stuck(Number.POSITIVE_INFINITY) })).toThrow('nothing is under way');
    expect(() => simulate({ ...options, generator: stuck(0) })).toThrow('past');
  });
});

describe('Workers', () => {
  test('refuses a busy thread and a completion of nothing', () => {
    const workers = new Workers({ concurrency: 2, nemesis: false, random: randomOf(1) });
    workers.begin(1);
    expect(workers.free).toEqual([0]);
    expect(() => workers.begin(1)).toThrow('not free');
    expect(() => workers.end(0, 'ok')).toThrow('did not have');
    workers.end(1, 'info');
    expect(workers.free).toEqual([0, 1]);
    expect(workers.process(1)).toBe(3);
    workers.begin(0);
    workers.end(0, 'ok');
    workers.begin(0);
    workers.end(0, 'fail');
    expect(workers.process(0)).toBe(0);
  });
});
