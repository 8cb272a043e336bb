import type { QuorumBug } from './bug.ts';

export const answeredBeforeSync: QuorumBug = {
  name: 'answered-before-sync',
  rule: 'Dynamo 4.5, durability: a replica answers for a write that is not on stable storage.',
  expect: 'acknowledged writes vanish after a power failure',
  kind: 'safety',
  hunt: { nemesis: 'disk:lose-unsynced', nemesisIntervalSeconds: 1, timeLimitSeconds: 20 },
  overrides: { syncs: false },
};
