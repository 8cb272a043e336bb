/** The self-check: for every target that is a program of ours, the same plan twice is the same run, byte by byte, and another seed another run. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { targets } from '../../targets/index.ts';
import { isService } from '../../targets/target.ts';
import { targetNamed } from '../names.ts';
import type { TestPlan } from '../plan.ts';
import { runTest } from './run.ts';
import { planWith, repeatable, withStore } from './runner.support.ts';

/** Everything that a run left: history, node logs and results. */
async function tracesOf(
  plan: TestPlan,
): Promise<{ history: string; logs: string; states: string; messages: string; result: string }> {
  return withStore(async (store) => {
    const result = await runTest(plan, { store });
    const directory = result.run ?? '';
    const read = (...path: string[]) => readFileSync(join(directory, ...path), 'utf8');
    const logs = readdirSync(join(directory, 'nodes'))
      .sort()
      .map((node) => `${node}\n${read('nodes', node)}`);
    return {
      history: read('history.jsonl'),
      logs: logs.join(''),
      states: read('states.jsonl'),
      messages: readFileSync(join(directory, 'messages.bin'), 'latin1'),
      result: repeatable(result),
    };
  });
}

/** Real systems are not in our hands. */
const programs = Object.keys(targets).filter((name) => !isService(targetNamed(name)));

describe.each(programs)('%s', (name) => {
  const target = targetNamed(name);
  const nodes = Math.max(5, target.minimumNodes);
  const planOfSeed = (seed: number, bug: readonly string[] = []): TestPlan =>
    planWith({ target: name, workload: target.workloads[0] ?? '', nodes, nemesis: 'all', seed, bug });

  test.each<[string, TestPlan]>([
    ['seed 1', planOfSeed(1)],
    ['seed 2', planOfSeed(2)],
    ...target.bugs
      .slice(0, 1)
      .map((bug): [string, TestPlan] => [`seed 3, with ${bug.name}`, planOfSeed(3, [bug.name])]),
  ])('%s: the same plan is the same run', async (_what, plan) => {
    const first = await tracesOf(plan);
    // In between, something else happens in the same process.
    await runTest(planOfSeed(99), { store: null });
    expect(await tracesOf(plan)).toEqual(first);
    expect(first.history.split('\n').length).toBeGreaterThan(500);
    for (const what of ['logs', 'states', 'messages'] as const) expect(first[what]).not.toBe('');
  });

  test('another seed is another run', async () => {
    const histories = await Promise.all([1, 2, 3].map(async (seed) => (await tracesOf(planOfSeed(seed))).history));
    expect(new Set(histories).size).toBe(histories.length);
  });
});
