import type { RaftBug } from './bug.ts';

export const readBeforeOwnCommit: RaftBug = {
  name: 'read-before-own-commit',
  rule: 'Section 8: a new leader answers reads before it has committed an entry of its own term, and so without knowing the commit index.',
  expect: 'a read misses an acknowledged write right after an election',
  kind: 'safety',
  hunt: { nemesis: 'partition:primaries,kill:primaries', nemesisIntervalSeconds: 1, timeLimitSeconds: 60, keyCount: 1 },
  overrides: { readsWaitForOwnCommit: false },
};
