/** For the tests of reproductions: small ones of Raft, run without a store. */
import { targets } from '../../targets/index.ts';
import type { Json } from '../core/json.ts';
import { runTest } from '../runner/run.ts';
import { planWith } from '../runner/runner.support.ts';
import type { Reproduction, ScriptedOperation } from './reproduction.ts';
import type { Scripted } from './search.ts';

/** Three nodes that elect a leader in the first half second, and nothing else; times are constant. */
export function scriptedPlan(parts: Partial<Reproduction> = {}, bug: string | null = null): Scripted {
  const reproduction: Reproduction = {
    version: 1,
    failure: { checker: 'linearizable', shape: 'read fits nowhere', because: '' },
    nodes: ['n1', 'n2', 'n3'],
    timing: { messages: 'constant', syncs: 'constant' },
    operations: [],
    faults: [],
    messages: [],
    untilMs: 1000,
    ...parts,
  };
  return { ...planWith({ nodes: reproduction.nodes.length, target: targets.raft.name }), bug, reproduction };
}

export const operation = (atMs: number, f: string, value: Json, client = 0): ScriptedOperation => {
  return { atMs, client, contact: 'n1', f, value };
};

export const scriptedRun = (plan: Scripted) => runTest(plan, { store: null });
