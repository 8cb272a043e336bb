/** What shrinking comes to: less of everything, the same failure, and the same each time. All planted bugs: bench shrink. */
import { expect, test } from 'vitest';
import { openRun } from '../../histories/index.ts';
import { targetNamed } from '../names.ts';
import type { TestPlan } from '../plan.ts';
import { huntPlan } from '../runner/hunt.ts';
import { runTest } from '../runner/run.ts';
import { planWith, withStore } from '../runner/runner.support.ts';
import { failureOf } from './failure.ts';
import { shrink } from './shrink.ts';

const shrunk = (plan: TestPlan, budget?: number) =>
  withStore(async (store) => {
    const { run, checkers } = await runTest(plan, { store });
    const { history } = openRun(run ?? '', store).history();
    const failure = failureOf(checkers) ?? { checker: 'linearizable', shape: 'read fits nowhere', because: '' };
    return shrink({ plan, history, failure }, budget === undefined ? {} : { budget });
  });

function hunted(target: string, name: string, seed: number): TestPlan {
  const bug = targetNamed(target).bugs.find((planted) => planted.name === name);
  if (bug === undefined) throw new Error(`no bug ${name}`);
  return huntPlan({ target, bug }, { seed });
}

test.each([
  ['raft', 'answered-before-replication', { operations: 1, faults: 0 }],
  ['locks', 'held-lock-granted-again', { operations: 2, faults: 0 }],
])('%s %s', async (target, name, most) => {
  const plan = hunted(target, name, 1);
  const result = await shrunk(plan);
  expect(result).toMatchObject({ cutShort: false, passesWithoutBug: true });
  expect(result?.after.operations).toBeLessThanOrEqual(most.operations);
  expect(result?.after.faults).toBeLessThanOrEqual(most.faults);
  expect(result?.plan.reproduction.timing).toEqual({ messages: 'constant', syncs: 'constant' });
  const again = await runTest(result?.plan ?? plan, { store: null });
  expect(again.reproduction).toEqual({ failed: true, misfits: [] });
});

test('comes to the same each time', async () => {
  const plan = hunted('raft', 'answered-before-replication', 1);
  expect((await shrunk(plan))?.plan).toEqual((await shrunk(plan))?.plan);
});

test('ends when its budget is spent, with what it has until then', async () => {
  const result = await shrunk(hunted('raft', 'answered-before-replication', 1), 3_000);
  expect(result).toMatchObject({ cutShort: true });
  const again = result && (await runTest(result.plan, { store: null }));
  expect(again?.reproduction).toMatchObject({ failed: true });
});

test('has nothing to do where nothing fails', async () => {
  expect(await shrunk(planWith({ timeLimitSeconds: 1 }))).toBeUndefined();
});
