import type { RaftBug } from './bug.ts';

export const staleLeaderServesReads: RaftBug = {
  name: 'stale-leader-serves-reads',
  rule: 'Section 8: a leader answers reads without having heard from a majority.',
  expect: 'a deposed leader returns an old value',
  kind: 'safety',
  hunt: {
    timeLimitSeconds: 20,
    nodes: 3,
    nemesis: 'partition:primaries,clock:drift',
    nemesisIntervalSeconds: 0.7,
    keyCount: 1,
    concurrency: '4n',
  },
  overrides: { confirmsReads: false },
};
