/**
 * Every bug that was planted, and those that were not, must stay what they were: with the bug each reproduction fails in its
 * way, without it none fails. One that does so no more has to be made again: npm run bench shrink -- --write BUG.
 */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { reproductionsIn } from '../../histories/runs/reproduction-file.ts';
import { targets } from '../../targets/index.ts';
import type { AnyTarget } from '../../targets/target.ts';
import { sizeOf } from '../reproduction/size.ts';
import { runTest } from '../runner/run.ts';
import { repeatable } from '../runner/runner.support.ts';
import { planIn } from './stored-plan.ts';

const files = reproductionsIn(fileURLToPath(new URL('../../histories/regressions', import.meta.url)));
const regressions = files.map((file): [string, ReturnType<typeof planIn>] => {
  return [basename(file, '.json'), planIn(JSON.parse(readFileSync(file, 'utf8')), basename(file))];
});

test('there is one for each planted bug', () => {
  const planted = Object.values<AnyTarget>(targets).flatMap(({ name, bugs }) =>
    bugs.map((bug) => `${name}-${bug.name}`),
  );
  expect(regressions.flatMap(([name, { bug }]) => (bug === null ? [] : [name]))).toEqual(planted.toSorted());
});

test.each(regressions)('%s', async (_name, plan) => {
  if (plan.bug !== null) {
    const failing = await runTest(plan, { store: null });
    expect(failing.reproduction).toMatchObject({ failed: true });
    expect(repeatable(await runTest(plan, { store: null }))).toBe(repeatable(failing));
  }
  const { valid, checkers } = await runTest({ ...plan, bug: null }, { store: null });
  const wrong = Object.entries(checkers).filter(([, verdict]) => verdict.valid === false);
  expect(wrong).toEqual([]);
  expect(valid).not.toBe(false);
});

test('they are small', () => {
  const large = regressions.filter(([, { reproduction }]) => {
    if (reproduction === undefined) return true;
    const { operations, faults, messages } = sizeOf(reproduction);
    return operations > 10 || faults + messages > 6;
  });
  expect(large.map(([name]) => name)).toEqual([]);
});
