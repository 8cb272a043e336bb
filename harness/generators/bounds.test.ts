import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { msToNs } from '../core/time.ts';
import {
  andThen,
  any,
  delay,
  limit,
  nothing,
  once,
  ops,
  phases,
  repeat,
  sequence,
  sleep,
  timeLimit,
  untilOk,
} from './index.ts';
import { invoked, run, timetable } from './testing.ts';

const oneThread = { concurrency: 1 };

describe('limit', () => {
  test('is never exceeded, and reached if the generator has as many', () => {
    fc.assert(
      fc.property(fc.nat(50), fc.nat(50), fc.integer({ min: 1, max: 6 }), (count, available, concurrency) => {
        const generator = limit(count, ops(Array.from({ length: available }, (_, n) => n)));
        expect(invoked(generator, { concurrency })).toHaveLength(Math.min(count, available));
      }),
    );
  });

  test('counts failures', () => {
    const complete = () => ({ latencyNs: 1, type: 'fail' }) as const;
    expect(invoked(limit(3, repeat('a')), { complete })).toHaveLength(3);
  });

  test('once is a limit of one, and nothing says nothing', () => {
    expect(invoked(once(repeat('a')))).toEqual(['a']);
    expect(invoked(nothing)).toEqual([]);
  });
});

describe('timeLimit', () => {
  const everyMs = delay(msToNs(1), repeat('a'));
  const cases = [
    ['ends before the deadline', timeLimit(msToNs(3), everyMs), [0, 1, 2]],
    ['counts from when it is first asked', sequence(sleep(msToNs(10)), timeLimit(msToNs(2), everyMs)), [10, 11]],
    ['is over at once if it is zero', timeLimit(0, everyMs), []],
    [
      'counts from being asked, not from the first operation',
      timeLimit(msToNs(3), sequence(sleep(msToNs(2)), everyMs)),
      [2],
    ],
    ['ends a generator that only waits', andThen(timeLimit(msToNs(4), sleep(msToNs(100))), once(everyMs)), [4]],
    ['ends with its generator', andThen(timeLimit(msToNs(9), limit(2, everyMs)), once(everyMs)), [0, 1, 2]],
  ] as const;
  test.each(cases)('%s', (_name, generator, times) => {
    expect(timetable(generator).map(([time]) => time)).toEqual(times);
  });

  test('an operation beyond the deadline does not cut off the earlier ones of others', () => {
    // The clients are all busy when asked, so all that `any` can offer is the nemesis' operation at 50 ms. Jepsen ends
    // here; but once a client is free there is more to do.
    const nemesis = sequence(once(repeat('nemesis')), sleep(msToNs(50)), once(repeat('nemesis')));
    const times = timetable(timeLimit(msToNs(10), any(repeat('a'), nemesis)), oneThread).map(([time]) => time);
    expect(times).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test('waits no longer than the deadline when its operation lies beyond', () => {
    const generator = phases(timeLimit(msToNs(5), delay(msToNs(8), repeat('a'))), once(repeat('b')));
    expect(timetable(generator)).toEqual([
      [0, 'a'],
      [5, 'b'],
    ]);
  });
});

describe('untilOk', () => {
  test('goes on through failures and unknown outcomes, and ends with the first ok', () => {
    const outcomes = ['fail', 'info', 'fail', 'ok', 'ok'] as const;
    let count = 0;
    const complete = () => ({ latencyNs: msToNs(1), type: outcomes[count++] ?? 'ok' });
    expect(invoked(untilOk(repeat('a')), { ...oneThread, complete })).toHaveLength(4);
  });

  test("is not ended by another generator's ok", () => {
    // `early` is under way when untilOk begins and is ok at 5 ms; untilOk's own are ok only from 10 ms on.
    const complete = ({ time, op }: { time: number; op: string }) =>
      op === 'early'
        ? ({ latencyNs: msToNs(5), type: 'ok' } as const)
        : ({ latencyNs: msToNs(1), type: time >= msToNs(10) ? 'ok' : 'fail' } as const);
    const events = run(sequence(once(repeat('early')), untilOk(delay(msToNs(1), repeat('own')))), { complete });
    expect(events.at(-1)).toMatchObject({ op: 'own', type: 'ok', time: msToNs(11) });
  });

  test('ends without an ok when its generator is exhausted', () => {
    const complete = () => ({ latencyNs: 1, type: 'fail' }) as const;
    expect(invoked(untilOk(limit(3, repeat('a'))), { complete })).toHaveLength(3);
  });
});
