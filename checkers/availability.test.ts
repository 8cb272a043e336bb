import { expect, test } from 'vitest';
import { availability } from './availability.ts';
import { historyFrom } from './operations.case.ts';

const { signal } = new AbortController();

test('gaps run from success to success, and latency is by function', async () => {
  const history = historyFrom([
    [100, 0, 'invoke', 'read'],
    [110, 0, 'ok', 'read'],
    [200, 0, 'invoke', 'write'],
    [300, 1, 'invoke', 'read'],
    [2_500, 1, 'fail', 'read'],
    [3_110, 0, 'ok', 'write'],
    [3_200, 0, 'invoke', 'read'],
    [3_230, 0, 'ok', 'read'],
    [4_000, 'nemesis', 'info', 'heal-all'],
  ]);
  expect(await availability.check(history, signal)).toEqual({
    valid: true,
    evidence: {
      longestGapMs: 3_000,
      gapsOverOneSecond: 1,
      gaps: [{ fromMs: 110, lengthMs: 3_000 }],
      latencyMs: {
        read: { count: 2, p50: 10, p95: 30, p99: 30, max: 30 },
        write: { count: 1, p50: 2_910, p95: 2_910, p99: 2_910, max: 2_910 },
      },
    },
  });
});

test('a run without any success is unknown, and all of it a gap', async () => {
  const history = historyFrom([
    [0, 0, 'invoke', 'read'],
    [5_000, 0, 'info', 'read'],
  ]);
  expect(await availability.check(history, signal)).toMatchObject({
    valid: 'unknown',
    evidence: { longestGapMs: 5_000 },
  });
  expect(await availability.check([], signal)).toMatchObject({ valid: 'unknown' });
});
