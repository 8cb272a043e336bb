import type { LockBug } from './bug.ts';

export const expiryOutsideTheLog: LockBug = {
  name: 'expiry-outside-the-log',
  rule: 'Replication: the leader frees a lock by its own clock when it applies the next acquire, and not by an entry of the log.',
  expect: 'the leader grants a lock that its followers refuse',
  kind: 'safety',
  seenBy: 'invariants',
  hunt: { settings: { 'ttl-ms': 500 }, timeLimitSeconds: 10, keyCount: 1, nodes: 3 },
  overrides: { expiresThroughLog: false },
};
