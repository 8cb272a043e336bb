/**
 * A slice of what `npm run fuzz checker` does for as long as one likes, and the fuzzer itself: that cases depend on nothing
 * but seed and index, that both verdicts and every algorithm come up, and that what it finds can be pasted into a test.
 */
import { expect, test } from 'vitest';
import { algorithms } from '../algorithms/index.ts';
import { coreFromFile } from '../core-file.ts';
import { caseOf } from './history.ts';
import { liars } from './lies.ts';
import { fuzz } from './stretch.ts';
import { subjects } from './subjects/index.ts';
import { add, emptyTally } from './tally.ts';

/** Each subject comes up some five hundred times. */
const HISTORIES = 13_000;

test('nothing differs', async () => {
  const { tally, found } = await fuzz({ seed: 20_261, from: 0, to: HISTORIES }, { core: await coreFromFile() });
  expect(found?.code).toBeUndefined();
  expect(tally.histories).toBe(HISTORIES);
  // Of what one verdict alone is met, nothing is known.
  for (const { name } of subjects) {
    const { valid = 0, invalid = 0 } = tally.bySubject[name] ?? {};
    expect(Math.min(valid, invalid), name).toBeGreaterThan(50);
  }
  for (const { name } of Object.values(algorithms).flat()) expect(tally.byWay[name], name).toBeGreaterThan(20);
  expect(Object.keys(tally.byWay)).toEqual(expect.arrayContaining(['auto', 'jit', 'streaming', 'wgl']));
});

test('a case is the same wherever it is met', () => {
  const texts = (seed: number): string[] =>
    Array.from({ length: 200 }, (_, index) => JSON.stringify(caseOf(seed, index, subjects).operations));
  expect(texts(5)).toEqual(texts(5));
  expect(new Set([...texts(5), ...texts(6)]).size).toBeGreaterThan(390);
});

test('a difference ends the stretch, and is told as the smallest history that differs', async () => {
  const liar = liars.filter(({ name }) => name === 'reach: only what is there');
  const core = await coreFromFile();
  const { tally, found } = await fuzz({ seed: 1, from: 0, to: 1_000 }, { core, subjects: liar });
  expect(tally.histories).toBe((found?.index ?? 0) + 1);
  // Something changes the value, and a get sees it; which of the histories with two operations it is depends on the core.
  expect(found?.code).toMatch(
    /^\/\/ model reach: only what is there; jit with rules 64 \(reach\); the truth is: legal; it said: illegal\n/,
  );
  expect(found?.code).toMatch(/\nconst lines = \[\n(?: {2}\[.*\],\n){2}\];$/);
});

test('cases about other models are left out', async () => {
  const stretch = { seed: 1, from: 0, to: 3 * subjects.length, only: ['stack', 'kv'] };
  const { tally } = await fuzz(stretch, { core: await coreFromFile() });
  expect(tally.histories).toBe(6);
  expect(Object.keys(tally.bySubject).sort()).toEqual(['kv', 'stack']);
});

test('tallies add up', () => {
  const one = { histories: 2, bySubject: { kv: { valid: 1, invalid: 1, unknown: 0 } }, byWay: { jit: 2 } };
  const other = { histories: 1, bySubject: { set: { valid: 0, invalid: 0, unknown: 1 } }, byWay: { jit: 1, wgl: 1 } };
  const sum = emptyTally();
  for (const tally of [one, other, one]) add(sum, tally);
  expect(sum).toEqual({
    histories: 5,
    bySubject: { kv: { valid: 2, invalid: 2, unknown: 0 }, set: { valid: 0, invalid: 0, unknown: 1 } },
    byWay: { jit: 5, wgl: 1 },
  });
});
