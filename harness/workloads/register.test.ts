import { describe, expect, test } from 'vitest';
import type { Invocation } from '../../histories/op.ts';
import type { RegisterOps, RegisterValue } from '../../histories/ops/register.ts';
import { randomOf } from '../core/random.ts';
import { msToNs } from '../core/time.ts';
import type { Thread } from '../generators/generator.ts';
import { limit, phases, stagger, timeLimit } from '../generators/index.ts';
import { type SimulatedEvent, simulate } from '../generators/simulate.ts';
import { workloads } from './index.ts';
import { registerWorkload } from './register.ts';

type RegisterEvent = SimulatedEvent<Invocation<RegisterOps>>;

const options = { keyCount: 5, opsPerKey: 100, settings: {} };

function run(count: number, seed = 1): readonly RegisterEvent[] {
  const random = randomOf(seed);
  return simulate({
    generator: limit(count, stagger(msToNs(10), registerWorkload.generator(options))),
    concurrency: 10,
    random: random.fork('generator'),
    complete: () => ({ latencyNs: random.between(1, msToNs(60)), type: random.chance(0.1) ? 'fail' : 'ok' }),
  });
}

const invocationsOf = (events: readonly RegisterEvent[]) => events.filter(({ type }) => type === 'invoke');

describe('the register generator', () => {
  const events = run(10_000);
  const ops = invocationsOf(events).map(({ op }) => op);

  test('is 40 % reads, 40 % writes, 20 % compare-and-sets', () => {
    // Binomial, n = 10000: sd at most 49; five of them is 245.
    for (const [f, share] of [
      ['read', 0.4],
      ['write', 0.4],
      ['cas', 0.2],
    ] as const) {
      expect(Math.abs(ops.filter((op) => op.f === f).length - share * 10_000)).toBeLessThan(245);
    }
  });

  test('never writes a value twice, on any key', () => {
    const written = ops.flatMap((op) => (op.f === 'read' ? [] : [op.f === 'write' ? op.value.value : op.value.to]));
    expect(new Set(written).size).toBe(written.length);
  });

  test('a compare-and-set expects null or what was written to its key before', () => {
    const seen = new Map<unknown, Set<RegisterValue>>();
    for (const op of ops) {
      const values = seen.get(op.value.key) ?? new Set([null]);
      seen.set(op.value.key, values);
      if (op.f === 'write') values.add(op.value.value);
      if (op.f !== 'cas') continue;
      expect(values).toContain(op.value.from);
      values.add(op.value.to);
    }
  });

  test('many compare-and-sets find their value, and many do not', () => {
    // A register that takes effect at the return; the shares are far from both ends for every seed tried.
    for (const seed of [1, 2, 3]) {
      const registers = new Map<unknown, RegisterValue>();
      let [applied, refused] = [0, 0];
      for (const { type, op } of run(5000, seed)) {
        if (type !== 'ok') continue;
        if (op.f === 'write') registers.set(op.value.key, op.value.value);
        if (op.f !== 'cas') continue;
        if ((registers.get(op.value.key) ?? null) === op.value.from) {
          registers.set(op.value.key, op.value.to);
          applied++;
        } else refused++;
      }
      expect(applied).toBeGreaterThan(100);
      expect(refused).toBeGreaterThan(100);
    }
  });

  test('a value that certainly was not written is not expected', () => {
    const failed = new Set<RegisterValue>();
    for (const { type, op } of events) {
      if (type === 'invoke' && op.f === 'cas') expect(failed).not.toContain(op.value.from);
      if (type === 'fail' && op.f === 'write') failed.add(op.value.value);
      if (type === 'fail' && op.f === 'cas') failed.add(op.value.to);
    }
    expect(failed.size).toBeGreaterThan(100);
  });

  test('uses keyCount keys at a time, each for opsPerKey operations', () => {
    const keys = new Map<unknown, number>();
    for (const { value } of ops) keys.set(value.key, (keys.get(value.key) ?? 0) + 1);
    // 10000 operations fill at most 100 keys; all but the five in use at the end are full.
    expect([...keys.values()].filter((count) => count !== 100).length).toBeLessThanOrEqual(5);
  });
});

describe('the final generator', () => {
  const final = (complete: (thread: Thread, time: number) => 'ok' | 'fail' | 'info') =>
    simulate({
      generator: phases(timeLimit(msToNs(10_000), registerWorkload.finalGenerator(options))),
      concurrency: 3,
      nemesis: true,
      random: randomOf(1),
      complete: ({ thread, time }) => ({ latencyNs: msToNs(5), type: complete(thread, time) }),
    });

  test('is a write and a read per client thread when all is well', () => {
    const events = invocationsOf(final(() => 'ok'));
    for (const thread of [0, 1, 2]) {
      const own = events.filter((event) => event.thread === thread);
      expect(own.map(({ op }) => [op.f, op.value.key])).toEqual([
        ['write', `final-${thread}`],
        ['read', `final-${thread}`],
      ]);
    }
    expect(events).toHaveLength(6);
  });

  test('insists, every 200 ms, until the last thread is served', () => {
    const events = final((thread, time) => (thread !== 1 || time >= msToNs(1000) ? 'ok' : 'info'));
    const attempts = invocationsOf(events).filter(({ thread }) => thread === 1);
    expect(attempts.map(({ time }) => time)).toEqual([0, 200, 400, 600, 800, 1000, 1005].map(msToNs));
    expect(attempts.map(({ op }) => op.f)).toEqual([...Array(6).fill('write'), 'read']);
    const values = attempts.flatMap(({ op }) => (op.f === 'write' ? [op.value.value] : []));
    expect(new Set(values).size).toBe(values.length);
  });

  test('does not end of its own where the cluster never recovers', () => {
    const events = final(() => 'fail');
    expect(events.some(({ type }) => type === 'ok')).toBe(false);
    expect(events.at(-1)?.time).toBeGreaterThan(msToNs(9_700));
  });
});

describe('workloads', () => {
  test.each(Object.entries(workloads))('%s stands under its own name', (name, workload) => {
    expect(workload.name).toBe(name);
    expect(workload.summary).not.toBe('');
    expect(workload.checkers({ ...options, nodes: 5, bounds: {} }).length).toBeGreaterThan(0);
  });
});
