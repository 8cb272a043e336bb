import { describe, expect, test } from 'vitest';
import { msToNs } from '../core/time.ts';
import {
  andThen,
  any,
  cycle,
  flipFlop,
  limit,
  nothing,
  once,
  ops,
  phases,
  repeat,
  sequence,
  sleep,
  synchronize,
} from './index.ts';
import { invoked, run, timetable } from './testing.ts';

/** `slow` takes 10 ms, all else 1 ms. */
const complete = ({ op }: { op: string }) => ({ latencyNs: msToNs(op === 'slow' ? 10 : 1), type: 'ok' }) as const;

describe('barriers', () => {
  const cases = [
    ['sequence has none', sequence(ops(['slow']), ops(['b'])), [0, 0]],
    ['andThen has one', andThen(ops(['slow']), ops(['b'])), [0, 10]],
    ['phases have one before each', phases(ops(['slow']), ops(['b', 'c']), ops(['d'])), [0, 10, 10, 11]],
    ['synchronize waits just once', sequence(ops(['slow']), synchronize(ops(['slow', 'b']))), [0, 10, 10]],
    ['a phase of nothing is passed over', phases(nothing, ops(['slow']), nothing, ops(['b'])), [0, 10]],
    ['sleep in a phase begins after the barrier', phases<string>(ops(['slow']), sleep(msToNs(5)), ops(['b'])), [0, 15]],
  ] as const;
  test.each(cases)('%s', (_name, generator, times) => {
    expect(timetable(generator, { complete }).map(([time]) => time)).toEqual(times);
  });

  test('no phase overlaps another, whatever the latencies', () => {
    let latency = 0;
    const uneven = () => {
      latency = (latency * 7 + 3) % 11;
      return { latencyNs: latency * 1000, type: 'info' } as const;
    };
    const events = run(phases(limit(20, repeat(1)), limit(20, repeat(2)), limit(20, repeat(3))), { complete: uneven });
    const phasesInOrder = events.map(({ op }) => op);
    expect(phasesInOrder).toEqual(phasesInOrder.toSorted());
  });
});

describe('turns', () => {
  const cases = [
    ['sequence is each to exhaustion', sequence(ops([1, 2]), nothing, ops([3])), [1, 2, 3]],
    ['an empty sequence is nothing', sequence<number>(), []],
    ['cycle begins anew', limit(5, cycle(ops([1, 2]))), [1, 2, 1, 2, 1]],
    ['cycle counts its turns', cycle(ops([1, 2]), 2), [1, 2, 1, 2]],
    ['cycle of no turns is nothing', cycle(ops([1]), 0), []],
    ['cycle of nothing ends', cycle(nothing), []],
    ['flipFlop alternates until one is exhausted', flipFlop(repeat(1), ops([2, 3])), [1, 2, 1, 3, 1]],
    [
      'flipFlop keeps the turn while it waits',
      flipFlop(cycle(sequence(sleep(5), ops([1])), 2), repeat(2)),
      [1, 2, 1, 2],
    ],
  ] as const;
  test.each(cases)('%s', (_name, generator, expected) => {
    expect(invoked<number>(generator, { concurrency: 1 })).toEqual(expected);
  });

  test('cycle sleeps in every turn', () => {
    const generator = cycle(
      sequence<string>(sleep(msToNs(5)), once(repeat('start')), sleep(msToNs(2)), once(repeat('stop'))),
      2,
    );
    expect(timetable(any(generator))).toEqual([
      [5, 'start'],
      [7, 'stop'],
      [12, 'start'],
      [14, 'stop'],
    ]);
  });
});
