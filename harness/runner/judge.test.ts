/** How a run's verdict comes together, and that of a history from a file. */
import { describe, expect, test } from 'vitest';
import type { Op } from '../../histories/op.ts';
import { UserError } from '../core/errors.ts';
import type { Json } from '../core/json.ts';
import type { ClusterReport } from '../environments/environment.ts';
import { judgeHistory, judgeRun } from './judge.ts';
import { planWith } from './runner.support.ts';

const { signal } = new AbortController();
const REPORT: ClusterReport = { counts: { events: 77 }, violations: [], crashes: [] };

type Line = readonly [process: Op['process'], type: Op['type'], f: string, value: Json];
const historyOf = (lines: readonly Line[]): Op[] =>
  lines.map(([process, type, f, value], index) => ({ index, time: index * 1000, process, type, f, value }) as Op);

const operation = (f: string, input: Json, output: Json): Line[] => [
  [0, 'invoke', f, input],
  [0, 'ok', f, output],
];
const write = operation('write', { key: 1, value: 5 }, { key: 1, value: 5 });
const read = (value: Json) => operation('read', { key: 1 }, { key: 1, value });
const cas = operation('cas', { key: 1, from: 5, to: 6 }, { key: 1, from: 5, to: 6, applied: true });
const healed: Line = ['nemesis', 'info', 'heal-all', { phase: 'done' }];
const over: typeof healed = ['nemesis', 'info', 'recovery-over', { phase: 'done' }];
const GOOD = [...write, ...read(5), ...cas, healed, ...read(6), over];

describe('a run', () => {
  test('is valid if all checkers say so', async () => {
    const judged = await judgeRun(planWith(), historyOf(GOOD), REPORT, signal);
    expect(judged).toMatchObject({
      valid: true,
      checkers: {
        invariants: { valid: true, evidence: { steps: 77 } },
        nodes: { valid: true },
        linearizable: { valid: true },
      },
      ops: { read: { invoke: 2, ok: 2, fail: 0, info: 0 }, write: { invoke: 1, ok: 1 }, cas: { invoke: 1, ok: 1 } },
      operations: 4,
      nemesis: {},
    });
  });

  const violation = { invariant: 'log matching', message: 'n1 differs', timeNs: 1_500_000_000, step: 9, node: 'n1' };
  const crash = { node: 'n2', timeNs: 2_000_000_000, error: 'Error: boom' };
  test.each<[string, readonly Line[], Partial<ClusterReport>, valid: false | 'unknown', checkers: object]>([
    ['an anomaly', [...GOOD, ...read(5)], {}, false, { linearizable: { valid: false } }],
    [
      'a broken invariant',
      GOOD,
      { violations: [violation] },
      false,
      { invariants: { valid: false, because: 'log matching is broken at 1.500000 s (step 9): n1 differs' } },
    ],
    [
      'a node that threw',
      GOOD,
      { crashes: [crash] },
      false,
      { nodes: { because: 'the code of n2 threw at 2.000000 s: Error: boom' } },
    ],
    [
      'no progress after healing',
      [...GOOD.slice(0, -2), [0, 'info', 'read', { key: 1 }], over],
      {},
      false,
      { liveness: { valid: false } },
    ],
    [
      'no final phase',
      GOOD.filter(([process]) => process !== 'nemesis'),
      {},
      'unknown',
      { liveness: { valid: 'unknown' } },
    ],
    ['nothing at all', [], {}, 'unknown', { stats: { valid: 'unknown' } }],
  ])('with %s is not', async (_what, lines, report, valid, checkers) => {
    const judged = await judgeRun(planWith(), historyOf(lines), { ...REPORT, ...report }, signal);
    expect(judged).toMatchObject({ valid, checkers });
  });

  test('read back from disk is judged without what the cluster saw', async () => {
    const { checkers, valid } = await judgeRun(planWith(), historyOf(GOOD), undefined, signal);
    expect(valid).toBe(true);
    expect(Object.keys(checkers)).not.toContain('invariants');
    expect(Object.keys(checkers)).not.toContain('nodes');
  });

  const fault = (f: string, bites?: number): Line => [
    'nemesis',
    'info',
    f,
    { nemesis: 'kill', ...(bites === undefined ? {} : { bites }) },
  ];
  test.each<[string, readonly Line[], counts: { decisions: number; bites: number }, valid: boolean | 'unknown']>([
    [
      'faults that bit',
      [fault('start-kill'), fault('start-kill', 2), fault('stop-kill'), fault('stop-kill', 0), fault('heal-kill', 1)],
      { decisions: 2, bites: 3 },
      true,
    ],
    [
      'faults that never bit',
      [fault('start-kill'), fault('start-kill', 0), fault('heal-kill', 0)],
      { decisions: 1, bites: 0 },
      'unknown',
    ],
    [
      'a run that was cut off before it healed',
      [fault('start-kill'), fault('start-kill', 2)],
      { decisions: 1, bites: 2 },
      true,
    ],
    ['a nemesis that never had its turn', [fault('heal-kill', 0)], { decisions: 0, bites: 0 }, 'unknown'],
  ])('with a nemesis: %s', async (_what, faults, counts, valid) => {
    const { nemesis, checkers } = await judgeRun(
      planWith({ nemesis: 'kill' }),
      historyOf([...faults, ...GOOD]),
      REPORT,
      signal,
    );
    expect(nemesis).toEqual({ kill: { ...counts, noun: expect.any(String) } });
    expect(checkers.nemesis).toMatchObject({ valid });
  });
});

describe('a history from a file', () => {
  test.each<[string, readonly Line[], valid: boolean | 'unknown', more: object]>([
    ['is valid', [...write, ...read(5)], true, { operations: 2 }],
    [
      'is invalid, with reason and witness',
      [...write, ...read(7)],
      false,
      { because: expect.any(String), witness: expect.anything() },
    ],
    [
      'is unknown where nothing happened',
      [[0, 'invoke', 'read', { key: 1 }]],
      'unknown',
      { because: 'No operation completed: there is nothing to judge.' },
    ],
    ['is unknown where only the nemesis was at work', [healed], 'unknown', {}],
    ['is unknown where there is nothing', [], 'unknown', {}],
  ])('%s', async (_what, lines, valid, more) => {
    expect(await judgeHistory(historyOf(lines), { model: 'cas-register' })).toMatchObject({
      valid,
      model: 'cas-register',
      ...more,
    });
  });

  test('needs a model that exists', async () => {
    await expect(judgeHistory(historyOf(GOOD), { model: 'cas-regster' })).rejects.toThrow(UserError);
  });
});
