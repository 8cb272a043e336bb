/**
 * What every generator owes, whatever it does: a table of all of them, each run against the same laws.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomOf } from '../core/random.ts';
import { msToNs } from '../core/time.ts';
import type { Generator } from './generator.ts';
import {
  andThen,
  any,
  clients,
  cycle,
  delay,
  eachThread,
  filter,
  flipFlop,
  from,
  limit,
  map,
  mix,
  mixWeighted,
  nemesis,
  nothing,
  once,
  onThreads,
  ops,
  phases,
  repeat,
  reserve,
  rotatingKeys,
  sequence,
  sleep,
  stagger,
  synchronize,
  timeLimit,
  unfold,
  untilOk,
} from './index.ts';
import { type SimulationOptions, simulate } from './simulate.ts';

const count = unfold(0, { next: (n: number) => ({ op: n, state: n + 1 }) });
const keyed = rotatingKeys<{ key: number }>({
  keyCount: 3,
  opsPerKey: 4,
  generatorOf: (key) => repeat({ key }),
  keyOf: (op) => op.key,
});
const ms = msToNs(1);

const generators: { readonly [name: string]: Generator<unknown> } = {
  nothing,
  repeat: repeat('a'),
  from: from(({ random }) => random.int(100)),
  ops: ops([1, 2, 3]),
  unfold: count,
  once: once(count),
  limit: limit(20, count),
  timeLimit: timeLimit(30 * ms, count),
  untilOk: untilOk(count),
  stagger: stagger(ms, count),
  delay: delay(ms, count),
  sleep: sequence<unknown>(sleep(5 * ms), count),
  sequence: sequence<unknown>(ops([1, 2]), ops(['a', 'b']), count),
  andThen: andThen<unknown>(limit(5, count), repeat('a')),
  phases: phases<unknown>(limit(5, count), sleep(3 * ms), limit(5, repeat('a'))),
  synchronize: cycle(synchronize(ops([1, 2, 3]))),
  cycle: cycle(ops([1, 2]), 7),
  flipFlop: flipFlop<unknown>(count, repeat('a')),
  mix: mix<unknown>(count, ops(['a', 'b']), repeat('c')),
  mixWeighted: mixWeighted<unknown>([1, count], [9, repeat('a')]),
  any: any<unknown>(delay(3 * ms, count), delay(2 * ms, repeat('a')), sleep(50 * ms)),
  onThreads: onThreads((thread) => thread === 1, count),
  clients: clients(count),
  nemesis: nemesis(delay(10 * ms, count)),
  reserve: reserve<unknown>([[2, count]], repeat('a')),
  eachThread: eachThread(limit(10, count)),
  map: map(String, count),
  filter: filter((n) => n % 3 === 0, count),
  rotatingKeys: keyed,
  'a whole plan': phases<unknown>(
    timeLimit(
      40 * ms,
      any<unknown>(
        clients(stagger(ms, keyed)),
        nemesis(cycle(sequence<unknown>(sleep(9 * ms), ops(['start', 'stop'])))),
      ),
    ),
    nemesis(once(repeat('heal'))),
    clients(eachThread(untilOk(delay(2 * ms, repeat('final'))))),
  ),
};

/** A cluster with all outcomes and uneven latencies, some of them zero. */
function cluster(generator: Generator<unknown>, seed: number): SimulationOptions<unknown> {
  const latencies = randomOf(seed).fork('cluster');
  return {
    generator,
    concurrency: 4,
    nemesis: true,
    random: randomOf(seed).fork('generator'),
    maxOps: 200,
    complete: () => ({
      latencyNs: latencies.between(0, 5) * ms,
      type: latencies.pick(['ok', 'ok', 'fail', 'info'] as const),
    }),
  };
}

const anySeed = fc.integer({ min: 0, max: 1_000_000 });

describe.each(Object.entries(generators))('%s', (_name, generator) => {
  test('is the same twice from the same seed: asking and updating leave the original unchanged', () => {
    fc.assert(
      fc.property(anySeed, (seed) => {
        expect(simulate(cluster(generator, seed))).toEqual(simulate(cluster(generator, seed)));
      }),
      { numRuns: 30 },
    );
  });

  test('says the same when asked twice with the same random stream', () => {
    const onAsk: SimulationOptions<unknown>['onAsk'] = (context, asked) => {
      const { time, threads, free } = context;
      const still = { time, threads, free, process: (thread: number | 'nemesis') => context.process(thread) };
      const [first, second] = [1, 2].map(() => asked.op({ ...still, random: randomOf(7) })?.scheduled);
      expect(second).toEqual(first);
    };
    simulate({ ...cluster(generator, 1), onAsk });
  });

  test('uses free threads alone, never schedules into the past, and waits for what is to come', () => {
    fc.assert(
      fc.property(anySeed, (seed) => {
        const onAsk: SimulationOptions<unknown>['onAsk'] = (context, _asked, next) => {
          if (next === null) return;
          if (next.scheduled === 'pending') {
            expect(next.until).toBeGreaterThan(context.time);
            return;
          }
          expect(context.free).toContain(next.scheduled.thread);
          expect(next.scheduled.time).toBeGreaterThanOrEqual(context.time);
        };
        simulate({ ...cluster(generator, seed), onAsk });
      }),
      { numRuns: 30 },
    );
  });

  test('is exhausted for good', () => {
    const run = cluster(generator, 3);
    let exhausted: Generator<unknown> | undefined;
    simulate({
      ...run,
      onAsk: (context, asked, next) => {
        if (next === null) exhausted = asked;
        if (exhausted !== undefined) expect(asked.op(context)).toBeNull();
      },
    });
  });

  test('does not grow as it goes on', () => {
    // A layer per operation, on whatever path, would show as thousands of levels.
    const depths = [20, 2000].map((maxOps) => {
      let last = generator;
      const onAsk = (_context: unknown, asked: Generator<unknown>) => {
        last = asked;
      };
      simulate({ ...cluster(generator, 5), maxOps, onAsk });
      return depthOf(last);
    });
    expect(Math.max(...depths)).toBeLessThan(40);
  });
});

/** How deep objects nest. */
function depthOf(value: unknown): number {
  let depth = 0;
  for (let level: unknown[] = [value]; level.length > 0 && depth < 5000; depth++) {
    level = level.flatMap((item) => {
      if (typeof item !== 'object' || item === null) return [];
      const inside = item instanceof Map ? [...item.values()] : Object.values(item);
      return inside.filter((each) => typeof each === 'object');
    });
  }
  return depth;
}
