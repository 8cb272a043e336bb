import type { LockBug } from './bug.ts';

export const heldLockGrantedAgain: LockBug = {
  name: 'held-lock-granted-again',
  rule: 'Acquisition: whoever has a lock gets it again, as the same lease.',
  expect: 'two acquisitions with the same token',
  kind: 'safety',
  seenBy: 'tokens',
  hunt: {
    settings: { renewal: 'off', 'ttl-ms': 3_000 },
    timeLimitSeconds: 20,
    keyCount: 1,
    nodes: 3,
    concurrency: '2',
  },
  overrides: { mayAcquireHeld: (lease, owner) => lease.owner === owner },
};
