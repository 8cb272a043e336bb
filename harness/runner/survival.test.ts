/** Correct targets survive what the planted bugs do not; a thousand seeds of them are `--test-count 1000`, not a test. */
import { expect, test } from 'vitest';
import type { PlanOptions } from '../plan.ts';
import { runTest } from './run.ts';
import { planWith } from './runner.support.ts';

const EVENTUAL = { consistency: 'eventual' };

test.each<[string, Partial<PlanOptions>, seeds: number]>([
  ['three nodes under all nemeses', { nodes: 3, nemesis: 'all', timeLimitSeconds: 30 }, 5],
  ['five nodes under all nemeses', { nodes: 5, nemesis: 'all', timeLimitSeconds: 30 }, 5],
  ['seven nodes under all nemeses', { nodes: 7, nemesis: 'all', timeLimitSeconds: 30 }, 3],
  ['four nodes, of which two are no majority', { nodes: 4, nemesis: 'partition:halves,kill' }, 3],
  ['two nodes, both of which are needed', { nodes: 2, nemesis: 'partition,kill,disk' }, 3],
  // A lone node has no network; its disk is all that it can lose. It once led the same term twice, with other entries.
  ['one node that loses what it has not synced', { nodes: 1, nemesis: 'kill,disk', nemesisIntervalSeconds: 0.2 }, 8],
  ['faults that never leave time to recover', { nodes: 5, nemesis: 'all', nemesisIntervalSeconds: 0.1 }, 2],
  ['quorums that overlap', { target: 'quorum', nemesis: 'all', timeLimitSeconds: 30 }, 3],
  ['quorums on seven nodes', { target: 'quorum', nodes: 7, nemesis: 'all', timeLimitSeconds: 20 }, 2],
  ['replicas that converge', { target: 'quorum', workload: 'convergence', nemesis: 'all', settings: EVENTUAL }, 3],
])('%s', async (_name, options, seeds) => {
  for (let seed = 1; seed <= seeds; seed++) {
    const { valid, checkers } = await runTest(planWith({ ...options, seed }), { store: null });
    const doubts = Object.entries(checkers).filter(([, verdict]) => verdict.valid !== true);
    expect([seed, valid, doubts]).toEqual([seed, true, []]);
  }
});
