import type { QuorumBug } from './bug.ts';

export const merkleTreeOfAnotherRange: QuorumBug = {
  name: 'merkle-tree-of-another-range',
  rule: 'Dynamo 4.7: keys are entered into the Merkle tree of the arc behind their own, which other nodes share.',
  expect: 'replicas that differ compare equal trees, and never converge',
  kind: 'safety',
  hunt: {
    workload: 'convergence',
    settings: { consistency: 'eventual', hints: 'off', sloppy: 'off', 'read-repair': 'off' },
    nodes: 7,
    nemesis: 'partition',
    nemesisIntervalSeconds: 1,
    timeLimitSeconds: 10,
    keyCount: 60,
  },
  overrides: { treeOf: (arc, arcs) => (arc + 1) % arcs },
};
