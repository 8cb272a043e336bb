import type { RaftBug } from './bug.ts';

export const stateNotSynced: RaftBug = {
  name: 'state-not-synced',
  rule: 'Figure 2, persistent state: term and vote are not on stable storage before the answer, and a restarted node votes again.',
  expect: 'two leaders in one term',
  kind: 'safety',
  hunt: { nemesis: 'disk:lose-unsynced', nemesisIntervalSeconds: 1, timeLimitSeconds: 60 },
  overrides: { syncsState: false },
};
