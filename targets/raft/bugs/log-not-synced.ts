import type { RaftBug } from './bug.ts';

export const logNotSynced: RaftBug = {
  name: 'log-not-synced',
  rule: 'Figure 2, persistent state: entries are acknowledged before they are on stable storage.',
  expect: 'acknowledged writes vanish after a power failure',
  kind: 'safety',
  hunt: { nemesis: 'disk:lose-unsynced', nemesisIntervalSeconds: 1, timeLimitSeconds: 30 },
  overrides: { syncsLog: false },
};
