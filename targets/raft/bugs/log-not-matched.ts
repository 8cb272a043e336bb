import type { RaftBug } from './bug.ts';

export const logNotMatched: RaftBug = {
  name: 'log-not-matched',
  rule: 'Section 5.3: entries are appended without the consistency check on the entry before them.',
  expect: 'logs that differ below a common entry',
  kind: 'safety',
  hunt: { nemesis: 'partition', nemesisIntervalSeconds: 2, timeLimitSeconds: 30 },
  overrides: { logMatches: () => true },
};
