/**
 * Hunts over a pool: whatever the order in which runs end, what is found is what one run after the other finds. The runs
 * are made up here, for only their order matters; that threads run what this thread runs is tested on the built
 * command (harness/cli/process.test.ts).
 */
import { describe, expect, test } from 'vitest';
import { targets } from '../../targets/index.ts';
import { randomOf } from '../core/random.ts';
import type { TestPlan } from '../plan.ts';
import { huntBugs } from './hunt.ts';
import { type RunOutcome, type RunPool, runPool, sameThread } from './run-pool.ts';
import { planWith } from './runner.support.ts';

const prey = targets.raft.bugs.slice(0, 6).map((bug) => ({ target: 'raft', bug }));
/** By bug, the seeds that show it. */
const guilty: readonly (readonly number[])[] = [[1], [], [4, 5, 6], [3, 20], [20], [2, 3]];

function outcomeOf({ bug, seed }: TestPlan): RunOutcome {
  const isGuilty = guilty[prey.findIndex((one) => one.bug.name === bug)]?.includes(seed) === true;
  const problems = isGuilty ? { made: { valid: false, because: 'No.' } as const } : {};
  return {
    valid: !isGuilty,
    problems,
    operations: seed,
    nemesis: {},
    situations: {},
    faults: 0,
    virtualMs: seed * 10,
    wallMs: seed,
  };
}

/** Answers in an order of its own, one run at a time, as long as somebody waits. */
function poolOf(jobs: number, chance: number): RunPool & { readonly most: () => number } {
  const random = randomOf(chance);
  const waiting: (() => void)[] = [];
  let [under, most] = [0, 0];
  const answerOne = () => waiting.splice(random.int(waiting.length), 1)[0]?.();
  return {
    jobs,
    most: () => most,
    async run(plan, signal) {
      most = Math.max(most, ++under);
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        setImmediate(answerOne);
      });
      under--;
      return signal?.aborted === true ? undefined : outcomeOf(plan);
    },
    close: async () => {},
  };
}

describe('a hunt', () => {
  const hunt = (pool: RunPool) => huntBugs(prey, { seed: 1, maxRuns: 10, pool });

  test.each([2, 3, 8, 40])('with %i runs at a time finds what one after the other finds', async (jobs) => {
    const alone = await hunt(poolOf(1, 0));
    expect(alone.map(({ seed, runs }) => [seed, runs])).toEqual([
      [1, 1],
      [null, 10],
      [4, 4],
      [3, 3],
      [null, 10],
      [2, 2],
    ]);
    expect(alone[2]).toMatchObject({ found: true, checker: 'made', virtualMs: 100, wallMs: 10, operations: 4 });
    for (let chance = 0; chance < 20; chance++) {
      const pool = poolOf(jobs, chance);
      expect(await hunt(pool)).toEqual(alone);
      // Two bugs that are not found need 20 runs: there is always something to do.
      expect(pool.most()).toBe(jobs);
    }
  });

  test('leaves nobody idle while one bug is left', async () => {
    const pool = poolOf(4, 1);
    await huntBugs(prey.slice(1, 2), { seed: 1, maxRuns: 10, pool });
    expect(pool.most()).toBe(4);
  });

  test('begins bugs in their order, and tells how many are over', async () => {
    const begun: string[] = [];
    const runs: number[] = [];
    const overs: number[] = [];
    const pool = poolOf(2, 3);
    const onRun = ({ bug, run, over }: { bug: string; run: number; over: number }) => {
      if (run === 0) begun.push(bug);
      runs.push(run);
      overs.push(over);
    };
    await huntBugs(prey, { seed: 1, maxRuns: 10, pool, onRun });
    expect(begun).toEqual(prey.map(({ bug }) => bug.name));
    // A bug that nobody is after comes before another seed of one that somebody is after.
    expect(runs.slice(0, 2)).toEqual([0, 0]);
    expect(overs).toEqual([...overs].sort((a, b) => a - b));
    expect(overs.at(-1)).toBeLessThan(prey.length);
  });

  test('that is aborted ends, and what was not looked at is not counted', async () => {
    const controller = new AbortController();
    const onRun = ({ run }: { run: number }) => run === 2 && controller.abort();
    const hunted = await huntBugs(prey, { seed: 1, maxRuns: 10, pool: poolOf(2, 5), signal: controller.signal, onRun });
    const unfinished = hunted.filter(({ found, runs }) => !found && runs < 10);
    expect(unfinished.length).toBeGreaterThan(1);
    expect(unfinished.at(-1)).toMatchObject({ found: false, runs: 0, virtualMs: 0, seed: null, replay: null });
  });

  test('whose run crashes crashes', async () => {
    const run = () => Promise.reject(new TypeError('a defect of ours'));
    await expect(hunt({ ...poolOf(2, 1), run })).rejects.toThrow('a defect of ours');
  });
});

describe('a pool of one thread', () => {
  test('is what sources have, whatever is asked for', () => {
    expect(runPool(8)).toBe(sameThread);
    expect(runPool(1)).toBe(sameThread);
  });

  test('gives the verdicts of a run, and nothing where it was aborted', async () => {
    const outcome = await sameThread.run(planWith({ timeLimitSeconds: 2, nodes: 1, nemesis: 'partition' }));
    expect(outcome).toMatchObject({
      valid: 'unknown',
      problems: { nemesis: { valid: 'unknown', because: expect.stringContaining('never bit') } },
      operations: expect.any(Number),
    });
    expect(Object.keys(outcome?.problems ?? {})).not.toContain('linearizable');
    expect(await sameThread.run(planWith(), AbortSignal.abort())).toBeUndefined();
  });
});
