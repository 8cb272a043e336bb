import type { QuorumBug } from './bug.ts';

export const tombstoneCollectedEarly: QuorumBug = {
  name: 'tombstone-collected-early',
  rule: 'Cassandra, gc_grace_seconds: tombstones are collected after 200 ms, long before every replica can have heard of them.',
  expect: 'a removed key comes back from a replica that was cut off',
  kind: 'safety',
  hunt: {
    workload: 'convergence',
    nemesis: 'partition',
    nemesisIntervalSeconds: 1,
    timeLimitSeconds: 10,
    keyCount: 20,
  },
  overrides: { graceMs: () => 200 },
};
