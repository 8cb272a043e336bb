/** Every planted bug is found, by the kind of checker that it promises; and without the bug the same runs are valid. */
import { describe, expect, test } from 'vitest';
import { targets } from '../../targets/index.ts';
import type { PlantedBug } from '../../targets/target.ts';
import { huntBug, huntPlan } from './hunt.ts';
import { runTest } from './run.ts';

/** Far below what `harness bugs` allows: who needs more seeds than this has lost its grip. */
const MAX_RUNS = 20;
/** What sees that operations stop; all others see that something is wrong. */
const LIVENESS = 'liveness';

const planted = Object.values(targets).flatMap(({ name, bugs }) =>
  bugs.map((bug): [string, string, PlantedBug] => [name, bug.name, bug]),
);

describe.each(planted)('%s with %s', (target, name, bug) => {
  test(`is found, as a ${bug.kind} bug`, async () => {
    const found = await huntBug(target, bug, { seed: 1, maxRuns: MAX_RUNS });
    expect(found).toMatchObject({ name, target, rule: bug.rule, found: true });
    expect([bug.kind, found.checker]).toEqual([
      bug.kind,
      bug.kind === 'liveness' ? LIVENESS : expect.not.stringMatching(LIVENESS),
    ]);
    // Some say by which checker.
    if ('seenBy' in bug) expect(found.checker).toBe(bug.seenBy);
    expect(found.replay).toContain(`--seed ${found.seed} `);
    expect(found.replay).toContain(`--bug ${name}`);
    // The plan is enough to see it again; and the bug is to blame, not the faults.
    const plan = huntPlan({ target, bug }, { seed: found.seed ?? -1 });
    expect((await runTest(plan, { store: null })).valid).toBe(false);
    const innocent = await runTest({ ...plan, bug: null }, { store: null });
    expect(Object.entries(innocent.checkers).filter(([, { valid }]) => valid !== true)).toEqual([]);
  });
});

describe('a hunt', () => {
  const { bugs } = targets.raft;
  const harmless: PlantedBug = { ...(bugs[0] as PlantedBug), hunt: { nemesis: 'none', timeLimitSeconds: 1 } };

  test('that finds nothing says so, and how long it looked', async () => {
    const runs: number[] = [];
    const found = await huntBug('raft', harmless, { seed: 5, maxRuns: 3, onRun: (run) => runs.push(run) });
    expect(found).toMatchObject({ found: false, checker: null, seed: null, replay: null, operations: 0 });
    expect(runs).toEqual([0, 1, 2]);
    expect(found.virtualMs).toBeGreaterThan(3000);
  });

  test('ends when it is told to', async () => {
    const controller = new AbortController();
    const runs: number[] = [];
    const onRun = (run: number) => {
      runs.push(run);
      if (run === 1) controller.abort();
    };
    const { found } = await huntBug('raft', harmless, { seed: 5, maxRuns: 50, signal: controller.signal, onRun });
    expect([found, runs]).toEqual([false, [0, 1]]);
  });
});
