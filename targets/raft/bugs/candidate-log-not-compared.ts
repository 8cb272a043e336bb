import type { RaftBug } from './bug.ts';

export const candidateLogNotCompared: RaftBug = {
  name: 'candidate-log-not-compared',
  rule: 'Section 5.4.1: votes are granted to candidates whose log is behind.',
  expect: 'a leader without committed entries: acknowledged writes vanish',
  kind: 'safety',
  hunt: { nemesis: 'partition,kill', nemesisIntervalSeconds: 2, timeLimitSeconds: 30 },
  overrides: { isUpToDate: () => true },
};
