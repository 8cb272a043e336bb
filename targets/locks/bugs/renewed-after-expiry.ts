import type { LockBug } from './bug.ts';

export const renewedAfterExpiry: LockBug = {
  name: 'renewed-after-expiry',
  rule: 'Renewal: a lease that has run out is renewed, whoever has the lock by now.',
  expect: 'a holder of old has the lock again, with a token older than the newest',
  kind: 'safety',
  seenBy: 'linearizable',
  hunt: {
    settings: { 'ttl-ms': 500 },
    nemesis: 'pause:clients',
    nemesisIntervalSeconds: 0.7,
    timeLimitSeconds: 20,
    keyCount: 2,
    nodes: 3,
  },
  overrides: { mayRenew: () => true },
};
