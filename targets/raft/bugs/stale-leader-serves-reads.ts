import type { RaftBug } from './bug.ts';

export const staleLeaderServesReads: RaftBug = {
  name: 'stale-leader-serves-reads',
  rule: 'Section 8: a leader answers reads without having heard from a majority.',
  expect: 'a deposed leader returns an old value',
  kind: 'safety',
  hunt: { nemesis: 'partition:primaries', nemesisIntervalSeconds: 2, timeLimitSeconds: 60, keyCount: 1 },
  overrides: { confirmsReads: false },
};
