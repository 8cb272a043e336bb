import type { LockBug } from './bug.ts';

export const releaseNotVerified: LockBug = {
  name: 'release-not-verified',
  rule: 'Release: neither owner nor token is compared with those of the lease in force.',
  expect: 'a holder whose lease has run out frees the lock of the next one',
  kind: 'safety',
  seenBy: 'belief',
  hunt: { settings: { renewal: 'off', 'ttl-ms': 500 }, timeLimitSeconds: 10, keyCount: 2, nodes: 3 },
  overrides: { mayRelease: (lease) => lease !== undefined },
};
