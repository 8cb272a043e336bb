/** The checker: what it refuses to judge, how it words a verdict, and that its witness is enough to show it. */
import { expect, test } from 'vitest';
import type { Op } from '../../histories/op.ts';
import { operationsOf } from '../../histories/operations.ts';
import type { RegisterOps } from '../../histories/ops/register.ts';
import { expectNoNode } from '../imports.case.ts';
import { Limits } from '../linearizable/limits.ts';
import { executionOf } from './execution.ts';
import { consistency } from './index.ts';
import { judge, questions } from './judge.ts';
import { classics, litmus } from './litmus.case.ts';

const signal = new AbortController().signal;
const stale = litmus(classics['stale read']?.history ?? '');

test.each<[name: string, history: readonly Op<RegisterOps>[], because: string | RegExp]>([
  ['nothing was read', litmus('0 w x 1, 1 w x 2'), 'No read completed: there is nothing to judge.'],
  ['nothing happened', [], 'No read completed: there is nothing to judge.'],
  ['unpaired', stale.slice(1), /^The history cannot be paired: .*never invoked/],
])('unknown: %s', async (_, history, because) => {
  expect(await consistency().check(history, signal)).toEqual({
    valid: 'unknown',
    because: expect.stringMatching(because),
  });
});

test('unknown: operations that no register has', async () => {
  const history = litmus('0 r x -').map((op) => ({ ...op, f: 'enqueue' }) as unknown as Op<RegisterOps>);
  expect(await consistency().check(history, signal)).toMatchObject({
    valid: 'unknown',
    because: 'Operation 0 is a enqueue, which no register knows.',
  });
});

test('asked for more than held, it fails, and says what held', async () => {
  const verdict = await consistency({ atLeast: 'monotonic-reads' }).check(litmus('0 w x 1, 1 r x 1, 1 r x -'), signal);
  expect(verdict).toMatchObject({
    valid: false,
    because:
      'Not monotonic-read consistent: read x -> null by process 1 (operation 4) is older than write x 1 by process 0 ' +
      '(operation 0), which process 1 had seen already: read x -> 1 by process 1 (operation 2). The history is ' +
      'writes-follow-reads consistent, monotonic-write consistent and read-your-writes consistent.',
    witness: {
      level: 'monotonic-reads',
      pattern: 'NonMonotonicRead',
      operations: [{ text: 'write x 1' }, { text: 'read x -> 1' }, { text: 'read x -> null' }],
    },
  });
});

/** The patterns of the paper, each by the smallest history that shows it. */
test.each([
  ['causal', 'ThinAirRead', '0 w x 1, 1 r x 7'],
  ['causal', 'CyclicCO', classics['load buffering']?.history],
  ['causal', 'WriteCOInitRead', classics['message passing']?.history],
  ['causal', 'WriteCORead', classics['read goes back']?.history],
  ['causal-convergence', 'CyclicCF', classics['fork: two sessions see two writes in two orders']?.history],
  ['causal-memory', 'CyclicHB', classics['one session changes its mind']?.history],
  ['causal-memory', 'WriteHBInitRead', classics['convergent, with hindsight']?.history],
  ['sequential', 'CyclicOrder', classics['store buffering']?.history],
  ['sequential', 'CyclicOrder', classics['store buffering, not at first']?.history],
] as const)('%s is broken by %s', async (atLeast, pattern, history = '') => {
  expect(await consistency({ atLeast }).check(litmus(history), signal)).toMatchObject({ witness: { pattern } });
});

const cas: readonly (readonly [history: string, levels: { readonly [level: string]: boolean | 'unknown' }])[] = [
  // One that is right is right at all levels.
  ['0 w x 1, 1 c x 1>2, 0 r x 2', { linearizable: true, 'causal-memory': true }],
  // One that is wrong in its reads and writes alone is wrong; whether it is right is not told.
  [
    '0 c x ->1, 0 r x -',
    { linearizable: false, causal: false, 'read-your-writes': false, 'monotonic-writes': 'unknown' },
  ],
  ['0 c x ->1, 1 r x -', { linearizable: false, sequential: 'unknown', causal: 'unknown' }],
  ['0 c x ->1?, 1 r x 1, 1 r x -', { 'monotonic-reads': false, 'causal-memory': false }],
];
test.each(cas)('with compare-and-sets: %s', async (history, levels) => {
  expect(await consistency().check(litmus(history), signal)).toMatchObject({ valid: true, evidence: { levels } });
});

/** There are too many choices to try all, and the most likely one, the last delete, contradicts the read after it. */
test('which delete a read saw is told by what fits', () => {
  const rounds = Array.from({ length: 40 }, (_, i) => `0 w x ${i + 1}, 0 w x -, 1 r x ${i + 1}, 1 r x -`).join(', ');
  const operations = operationsOf(litmus(`${rounds}, 3 r x -, 3 r x 40`));
  const answers = questions(operations, executionOf(operations), new Limits({})).map(([name, ask]) => [
    name,
    ask().valid,
  ]);
  expect(Object.fromEntries(answers)).toMatchObject({ causal: true, 'causal-memory': true, 'monotonic-reads': true });
});

test('an aborted check is unknown', async () => {
  const verdict = await consistency({ atLeast: 'causal' }).check(stale, AbortSignal.abort());
  expect(verdict).toMatchObject({ valid: 'unknown', because: expect.stringContaining('the check was aborted') });
});

test('the bound on steps gives up, and says so', async () => {
  const history = operationsOf(litmus('0 w x 1, 1 r x 1, 2 w x 2, 1 r x 2, 1 w y 1, 0 r y -'));
  const { answers } = await judge(history, { valid: 'unknown', because: 'not asked' }, new Limits({}), 0);
  expect(answers.sequential).toEqual({ valid: 'unknown', because: 'the bound of 0 steps was reached' });
  expect(answers['causal-memory']).toEqual(answers.sequential);
  expect(answers.causal).toEqual({ valid: true });
});

test('nothing that decides imports Node', () => {
  const entries = ['judge', 'verdict'].map((name) => new URL(`./${name}.ts`, import.meta.url));
  expect(expectNoNode(entries)).toBeGreaterThan(15);
});
