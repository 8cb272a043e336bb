/** Times of decisions: the interval, independence of nemeses from each other, and a runner that is late. */
import { expect, test } from 'vitest';
import { randomOf } from '../harness/core/random.ts';
import { secondsToNs } from '../harness/core/time.ts';
import { parseNemeses } from './index.ts';
import { NemesisSchedule } from './schedule.ts';

const intervalNs = secondsToNs(10);
const scheduleOf = (text: string, seed = 1, startNs = 0) =>
  new NemesisSchedule({ nemeses: parseNemeses(text), intervalNs, random: randomOf(seed), startNs });

function turns(schedule: NemesisSchedule, count: number) {
  return Array.from({ length: count }, () => schedule.take()).map((turn) => ({
    name: turn?.nemesis.name,
    timeNs: turn?.timeNs ?? Number.NaN,
  }));
}

test('turns come in order of time, each nemesis half to one and a half intervals after its last', () => {
  const taken = turns(scheduleOf('all'), 600);
  expect(taken.every(({ timeNs }, index) => index === 0 || timeNs >= (taken[index - 1]?.timeNs ?? 0))).toBe(true);
  for (const { name } of parseNemeses('all')) {
    const own = [0, ...taken.filter((turn) => turn.name === name).map(({ timeNs }) => timeNs)];
    const gaps = own.slice(1).map((timeNs, index) => timeNs - (own[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(intervalNs / 2);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(intervalNs * 1.5);
    // The mean of 90 uniform draws strays from the interval by 3 % (one standard deviation).
    expect(Math.abs(gaps.reduce((a, b) => a + b) / gaps.length / intervalNs - 1)).toBeLessThan(0.12);
  }
});

test('one seed, one schedule; another seed, another', () => {
  expect(turns(scheduleOf('all'), 50)).toEqual(turns(scheduleOf('all'), 50));
  expect(turns(scheduleOf('all'), 50)).not.toEqual(turns(scheduleOf('all', 2), 50));
});

test('a nemesis keeps its times whoever else is there', () => {
  const alone = turns(scheduleOf('kill'), 20);
  const among = turns(scheduleOf('partition,kill,pause'), 60).filter(({ name }) => name === 'kill');
  const count = Math.min(alone.length, among.length);
  expect(count).toBeGreaterThan(10);
  expect(among.slice(0, count)).toEqual(alone.slice(0, count));
});

test('an interval of its own stretches its times, and those of nobody else', () => {
  const times = (text: string, name: string) => {
    const own = turns(scheduleOf(text), 100).filter((turn) => turn.name === name);
    return own.slice(0, 5).map(({ timeNs }) => timeNs);
  };
  expect(times('kill@1,pause', 'pause')).toEqual(times('kill,pause', 'pause'));
  // Each of five pauses is rounded to a nanosecond.
  const stretched = times('kill@1,pause', 'kill').map(
    (timeNs, i) => timeNs * 10 - (times('kill,pause', 'kill')[i] ?? 0),
  );
  expect(Math.max(...stretched.map(Math.abs))).toBeLessThan(50);
});

test('starts where it is told, peeks without taking, and is empty without nemeses', () => {
  const schedule = scheduleOf('kill', 1, secondsToNs(100));
  expect(schedule.peek()?.timeNs).toBeGreaterThanOrEqual(secondsToNs(105));
  expect(schedule.peek()).toEqual(schedule.take());
  expect(scheduleOf('none').peek()).toBeUndefined();
  expect(scheduleOf('none').take()).toBeUndefined();
});

test('a late runner still gets its pause between a start and a stop', () => {
  const schedule = scheduleOf('kill');
  const lateNs = secondsToNs(1_000);
  schedule.take(lateNs);
  expect(schedule.peek()?.timeNs).toBeGreaterThanOrEqual(lateNs + intervalNs / 2);
});

test('refuses an interval that is none', () => {
  for (const bad of [0, -1, Number.NaN]) {
    expect(() => new NemesisSchedule({ nemeses: [], intervalNs: bad, random: randomOf(1) })).toThrow(RangeError);
  }
});
