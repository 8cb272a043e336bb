import type { LockBug } from './bug.ts';

export const expiryNotChecked: LockBug = {
  name: 'expiry-not-checked',
  rule: 'Leases: nobody looks whether the time of a lease is over.',
  expect: 'the lock of a holder that died is never free again',
  kind: 'safety',
  seenBy: 'expiry',
  hunt: { settings: { 'ttl-ms': 500 }, timeLimitSeconds: 5, keyCount: 2, nodes: 3 },
  overrides: { leasesExpire: false },
};
