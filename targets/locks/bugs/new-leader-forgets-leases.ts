import type { LockBug } from './bug.ts';

export const newLeaderForgetsLeases: LockBug = {
  name: 'new-leader-forgets-leases',
  rule: 'Failover: a new leader does not give the leases that it finds their time anew, and takes them for expired.',
  expect: 'after an election a lock goes to a second holder beside the first',
  kind: 'safety',
  seenBy: 'belief',
  hunt: { nemesis: 'kill:primaries', nemesisIntervalSeconds: 1.5, timeLimitSeconds: 15, nodes: 3 },
  overrides: { newLeaderRestartsLeases: false },
};
