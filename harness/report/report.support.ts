/** Canvases, and a result with everything in it that a report can show, for the tests of reports. */
import type { Verdict } from '../../checkers/checker.ts';
import { planOf, type TestPlan } from '../plan.ts';
import type { HuntedBug } from '../runner/hunt.ts';
import type { TestResult } from '../runner/result.ts';
import type { TriedClaim } from '../runner/trial.ts';
import { type Canvas, styleOf } from './style.ts';

export const canvas = (width: number, isColoured = false): Canvas => ({ width, style: styleOf(isColoured) });

export const plan: TestPlan = planOf({
  target: 'raft',
  workload: 'register',
  env: 'sim',
  nemesis: 'partition:majorities-ring,packet:delay,clock:strobe,disk:slow-sync',
  nemesisIntervalSeconds: 0.25,
  bug: ['overwritten-entry-acknowledged'],
  nodes: 64,
  concurrency: '10000',
  rate: 12_345.5,
  timeLimitSeconds: 100_000,
  keyCount: 1_000_000,
  opsPerKey: 1_000_000,
  opTimeoutSeconds: 2.5,
  recoverySeconds: 12,
  failFast: false,
  seed: Number.MAX_SAFE_INTEGER,
});

const operation = (id: number, text: string) => ({
  id,
  process: 12_345,
  call: id,
  return: id + 1,
  callTime: id * 1e9,
  returnTime: (id + 1) * 1e9,
  outcome: 'ok',
  text,
});

const long = 'txn [[w x 1] [r y nil] [w z 3] [r x 1] [w a-key-with-a-name-that-goes-on-and-on-without-any-space 4]]';

export const witness = {
  minimal: true,
  blocked: 3,
  operations: [operation(1, 'write 1 220'), operation(2, long), operation(3, 'read 1 -> 221')],
};

export const checkers: { readonly [name: string]: Verdict } = {
  invariants: {
    valid: false,
    because: `election safety is broken at 1.290422 s (step 683): n4 leads term 2, which n5 won before; ${long}`,
    witness: [1, 2, 3, 4, 5, 6].map((n) => ({ invariant: 'log matching', message: `${long} ${n}` })),
  },
  linearizable: { valid: false, because: `${long} fits nowhere in any legal order. `.repeat(3), witness },
  nemesis: {
    valid: 'unknown',
    because: 'The nemesis disk:slow-sync never bit: 0 syncs slowed in 1,234,567 decisions.',
  },
  availability: {
    valid: true,
    evidence: {
      latencyMs: { cas: { p50: 0.4, p95: 3, p99: 40, max: 123_456 }, read: { p50: 1, p95: 2, p99: 3, max: 4 } },
      longestGapMs: 123_456.789,
      gapsOverOneSecond: 1234,
      gaps: Array.from({ length: 6 }, (_, i) => ({ fromMs: 1_000_000 * i, lengthMs: 99_999 })),
    },
  },
  stats: { valid: true },
};

export const result: TestResult = {
  version: 1,
  valid: false,
  seed: plan.seed,
  run: 'store/raft-register/2026-01-01T00-00-00.000Z-123456',
  replay:
    'npx harness test --seed 9007199254740991 --nemesis partition:majorities-ring,clock:strobe,packet:loss ' +
    '--nemesis-interval 0.25 --bug overwritten-entry-acknowledged --nodes 64 --concurrency 10000 --rate 12345.5',
  checkers,
  ops: {
    write: { invoke: 12_345_678, ok: 12_345_678, fail: 0, info: 0 },
    cas: { invoke: 1, ok: 0, fail: 0, info: 1 },
    'read-in-a-transaction': { invoke: 0, ok: 0, fail: 0, info: 0 },
  },
  nemesis: {
    'partition:majorities-ring': { decisions: 1_234_567, bites: 98_765_432, noun: 'messages dropped' },
    'disk:slow-sync': { decisions: 1, bites: 0, noun: 'syncs slowed' },
  },
  counts: { messagesSent: 123_456_789, highestTerm: 9, leadersDeposed: 0, kills: 1, syncsFailed: 0, events: 5 },
  operations: 12_345_679,
  virtualMs: 100_012_345,
  wallMs: 543_210,
  interrupted: true,
  plan,
};

export const hunted: readonly HuntedBug[] = [
  {
    name: 'overwritten-entry-acknowledged',
    target: 'raft',
    rule: 'a rule',
    found: true,
    checker: 'linearizable',
    seed: 4_294_967_295,
    runs: 200,
    virtualMs: 1_234_567,
    wallMs: 123_456,
    operations: 1_234_567,
    replay: result.replay,
  },
  {
    name: 'votes-twice',
    target: 'raft',
    rule: 'a rule',
    found: false,
    checker: null,
    seed: null,
    runs: 200,
    virtualMs: 0,
    wallMs: 0.4,
    operations: 0,
    replay: null,
  },
];

export const tried: readonly TriedClaim[] = [
  {
    name: 'a-claim-with-a-name-of-34-letters-',
    target: 'raft',
    claim: `${long}.`,
    plan,
    expected: 'violated',
    checker: 'linearizable',
    observed: 'violated',
    asExpected: true,
    runs: 1_000,
    valid: 1,
    invalid: 989,
    unknown: 10,
    levels: ['coherent', 'causal', 'writes-follow-reads', 'monotonic-writes'],
    seed: 1_234,
    shown: { seed: 1_234, checker: 'linearizable', verdict: { valid: false, because: long.repeat(3), witness } },
    replay: result.replay,
  },
  ...(['holds', 'unknown', 'otherwise', 'violated'] as const).map((observed): TriedClaim => {
    const counts = { runs: 50, valid: 49, invalid: 0, unknown: 1 };
    return {
      ...{ name: observed, target: 'raft', claim: 'It holds.', plan, expected: 'holds', checker: null, observed },
      ...{ asExpected: observed === 'holds', ...counts, levels: null, seed: null, shown: null, replay: result.replay },
    };
  }),
];
