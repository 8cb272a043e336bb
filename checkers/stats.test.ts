import { expect, test } from 'vitest';
import { type EventLine, historyFrom } from './operations.case.ts';
import { stats } from './stats.ts';

const { signal } = new AbortController();
const ok = (f: string, at: number): EventLine[] => [
  [at, 0, 'invoke', f],
  [at + 1, 0, 'ok', f],
];

test('counts by function and type, clients only', async () => {
  const events: EventLine[] = [
    ...ok('read', 0),
    [2, 1, 'invoke', 'read'],
    [3, 1, 'fail', 'read'],
    [4, 'nemesis', 'info', 'cut'],
  ];
  expect(await stats.check(historyFrom(events), signal)).toEqual({
    valid: true,
    evidence: {
      all: { invoke: 2, ok: 1, fail: 1, info: 0 },
      byF: { read: { invoke: 2, ok: 1, fail: 1, info: 0 } },
    },
  });
});

test('a function that never succeeded makes the run unknown', async () => {
  const events: EventLine[] = [...ok('read', 0), [2, 1, 'invoke', 'write'], [3, 1, 'info', 'write']];
  expect(await stats.check(historyFrom(events), signal)).toMatchObject({
    valid: 'unknown',
    because: 'Never succeeded: write (1 tried, 0 failed, 1 unknown).',
  });
});

test('so does a run in which nothing was tried', async () => {
  expect(await stats.check([], signal)).toMatchObject({ valid: 'unknown', because: 'No operation was tried.' });
});
