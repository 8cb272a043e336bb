import type { LockBug } from './bug.ts';

export const expiryByWallClock: LockBug = {
  name: 'expiry-by-wall-clock',
  rule: 'Leases: they end at an instant of one wall clock, which is compared with another.',
  expect: 'a clock that jumps forward frees a lock whose holder still believes to have it',
  kind: 'safety',
  seenBy: 'belief',
  hunt: { nemesis: 'clock:bump', nemesisIntervalSeconds: 1, timeLimitSeconds: 15, nodes: 3 },
  overrides: { expiresByWallClock: true },
};
