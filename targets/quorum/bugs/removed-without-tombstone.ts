import type { QuorumBug } from './bug.ts';

export const removedWithoutTombstone: QuorumBug = {
  name: 'removed-without-tombstone',
  rule: 'Cassandra, tombstones: a replica that is told of a removal forgets the key, and with it the removal.',
  expect: 'a removed key comes back from a replica that had missed the removal',
  kind: 'safety',
  hunt: {
    workload: 'convergence',
    nemesis: 'partition',
    nemesisIntervalSeconds: 1,
    timeLimitSeconds: 10,
    keyCount: 20,
  },
  overrides: { keepsTombstones: false },
};
