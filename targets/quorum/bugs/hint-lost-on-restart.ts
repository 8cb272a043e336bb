import type { QuorumBug } from './bug.ts';

export const hintLostOnRestart: QuorumBug = {
  name: 'hint-lost-on-restart',
  rule: 'Dynamo 4.6: hints are kept in memory alone, and counted towards a sloppy quorum all the same.',
  expect: 'an acknowledged write is gone when the node that kept it for another restarts',
  kind: 'safety',
  hunt: {
    workload: 'convergence',
    settings: { consistency: 'eventual', n: 1 },
    nemesis: 'partition,kill:all',
    nemesisIntervalSeconds: 1,
    timeLimitSeconds: 20,
    keyCount: 40,
    rate: 200,
  },
  overrides: { keepsHintsOnDisk: false },
};
