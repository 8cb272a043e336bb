import { describe, expect, test } from 'vitest';
import type { Outcome } from './record.ts';
import { type Failing, type Totals, verdictOf } from './totals.ts';

const failing = (outcome: Outcome, bug: string | null) => ({ outcome, bug }) as Failing;
const planted = (found: number) => ({
  target: 'raft',
  bug: 'votes-twice',
  runs: 5,
  found,
  firstAfter: found > 0 ? 1 : null,
});

function totals(
  parts: Partial<Omit<Totals, 'outcomes'>> & { readonly outcomes?: Partial<Totals['outcomes']> },
): Totals {
  const outcomes = { valid: 5, invalid: 0, unknown: 0, crashed: 0, idle: 0, ...parts.outcomes };
  const rest = { runs: 5, failures: [], planted: [], idleEnvironments: [], toothless: [] };
  return { ...rest, ...parts, outcomes } as unknown as Totals;
}

describe('the verdict of a campaign', () => {
  test('valid when something was decided and nothing is open', () => {
    expect(verdictOf(totals({}))).toBe(true);
  });

  test('a violation is one, whatever else was found', () => {
    expect(verdictOf(totals({ failures: [failing('invalid', null)], planted: [planted(3)] }))).toBe(false);
  });

  test('unknown when one run of correct code could not be judged', () => {
    expect(verdictOf(totals({ outcomes: { unknown: 1 }, failures: [failing('unknown', null)] }))).toBe('unknown');
  });

  test('a run with a planted bug that could not be judged leaves nothing open where others found it', () => {
    const undecided = { outcomes: { valid: 0, invalid: 3, unknown: 1 }, failures: [failing('unknown', 'votes-twice')] };
    expect(verdictOf(totals({ ...undecided, planted: [planted(3)] }))).toBe(true);
    expect(verdictOf(totals({ ...undecided, planted: [planted(0)] }))).toBe(false);
  });

  test('a bug that nobody found is a failure, a crash is a crash', () => {
    expect(verdictOf(totals({ planted: [planted(1), planted(0)] }))).toBe(false);
    expect(verdictOf(totals({ outcomes: { crashed: 1 } }))).toBe('crash');
  });

  test.each<[what: string, parts: Parameters<typeof totals>[0]]>([
    ['no run', { runs: 0, outcomes: { valid: 0 } }],
    ['an environment in which nothing was done', { idleEnvironments: ['docker'] }],
    ['faults that never hurt anybody', { toothless: ['clock'] }],
    ['only runs that had no occasion', { outcomes: { valid: 0, idle: 5 } }],
  ])('%s is not a pass', (_what, parts) => {
    expect(verdictOf(totals(parts))).toBe('unknown');
  });
});
