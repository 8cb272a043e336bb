import type { RaftBug } from './bug.ts';

export const readBeforeOwnCommit: RaftBug = {
  name: 'read-before-own-commit',
  rule: 'Section 8: a new leader answers reads before it has committed an entry of its own term, and so without knowing the commit index.',
  expect: 'a read misses an acknowledged write right after an election',
  kind: 'safety',
  hunt: {
    timeLimitSeconds: 20,
    nodes: 3,
    nemesis: 'partition:primaries,disk:slow-sync,packet:loss',
    nemesisIntervalSeconds: 0.5,
    keyCount: 1,
    rate: 200,
    concurrency: '4n',
  },
  overrides: { readsWaitForOwnCommit: false },
};
