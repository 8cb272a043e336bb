/** What is counted, and that counting changes nothing. */
import { expect, test } from 'vitest';
import type { Op } from '../../histories/op.ts';
import { targets } from '../../targets/index.ts';
import { type AnyTarget, isService } from '../../targets/target.ts';
import { DEFAULTS, planOf } from '../plan.ts';
import { runTest } from '../runner/run.ts';
import { Coverage } from './coverage.ts';

const decision = (f: string, nemesis: string, bites?: number): Op => {
  const value = { nemesis, decision: {}, ...(bites === undefined ? {} : { bites }) };
  return { index: 0, time: 0, process: 'nemesis', type: 'info', f, value };
};

test('a situation counts under what is in force, and each fault once', () => {
  const coverage = new Coverage();
  const fault = (f: string, nemesis: string): void => {
    coverage.note(decision(f, nemesis));
    coverage.note(decision(f, nemesis, 1));
  };
  coverage.reached('a');
  fault('start-kill', 'kill:one');
  coverage.reached('a');
  fault('start-kill', 'kill');
  fault('stop-kill', 'kill:one');
  coverage.reached('a');
  fault('start-partition', 'partition');
  fault('change-partition', 'partition');
  coverage.reached('a');
  coverage.note({ ...decision('heal-all', ''), value: { phase: 'start' } });
  coverage.reached('a');
  coverage.reached('b');
  expect(coverage.situations()).toEqual({
    a: { times: 5, under: { kill: 3, partition: 1 } },
    b: { times: 1, under: {} },
  });
  expect(coverage.faults).toBe(4);
});

const simulated = Object.values<AnyTarget>(targets).filter((target) => !isService(target));

/** A name that nobody declares would never be missed. */
test.each(simulated.map(({ name }) => name))('%s reports what it declares', async (target) => {
  const reached = new Set<string>();
  for (const [i, workload] of (targets[target as keyof typeof targets] as AnyTarget).workloads.entries()) {
    const settings: { [name: string]: string } =
      workload === 'siblings' ? { consistency: 'dynamo', versions: 'vector' } : {};
    const faults = { nemesis: 'all', nemesisIntervalSeconds: 0.5, timeLimitSeconds: 8 };
    const plan = planOf({ ...DEFAULTS, target, workload, settings, ...faults, seed: 20 + i });
    const { situations = {} } = await runTest(plan, { store: null });
    for (const name of Object.keys(situations)) reached.add(name);
  }
  const declared = Object.keys((targets[target as keyof typeof targets] as AnyTarget).situations ?? {});
  expect(declared.length).toBeGreaterThan(10);
  for (const name of reached) expect(declared).toContain(name);
  expect(reached.size).toBeGreaterThan(declared.length / 2);
});
