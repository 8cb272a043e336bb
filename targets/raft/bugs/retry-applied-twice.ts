import type { RaftBug } from './bug.ts';

export const retryAppliedTwice: RaftBug = {
  name: 'retry-applied-twice',
  rule: 'Section 8: a command that a client sends again is applied again.',
  expect: 'an old write comes back over a newer one',
  kind: 'safety',
  hunt: { timeLimitSeconds: 20, nodes: 3, nemesis: 'partition:primaries', nemesisIntervalSeconds: 0.7, keyCount: 1 },
  overrides: { deduplicates: false },
};
