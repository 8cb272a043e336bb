import type { LockBug } from './bug.ts';

export const expiryIgnoresRenewal: LockBug = {
  name: 'expiry-ignores-renewal',
  rule: 'Leases: an expiry names the token alone, and ends a lease that was renewed since it was proposed.',
  expect: 'a holder whose renewal was acknowledged loses its lock at once',
  kind: 'safety',
  seenBy: 'belief',
  hunt: {
    settings: { 'ttl-ms': 500, holder: 'trusting' },
    nemesis: 'disk:slow-sync',
    nemesisIntervalSeconds: 1,
    timeLimitSeconds: 20,
    keyCount: 2,
    nodes: 1,
    concurrency: '12',
  },
  overrides: { mayExpire: (lease, expired) => lease.token === expired.token },
};
