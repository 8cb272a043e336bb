import type { RaftBug } from './bug.ts';

export const majorityOffByOne: RaftBug = {
  name: 'majority-off-by-one',
  rule: 'Section 5.2: more than a majority is demanded (> on the majority size), so that two nodes of two are not enough.',
  expect: 'no leader is ever elected, even in a healed cluster',
  kind: 'liveness',
  hunt: { nodes: 2, timeLimitSeconds: 10 },
  overrides: { isMajority: (count, clusterSize) => count > Math.floor(clusterSize / 2) + 1 },
};
