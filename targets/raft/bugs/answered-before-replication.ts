import type { RaftBug } from './bug.ts';

export const answeredBeforeReplication: RaftBug = {
  name: 'answered-before-replication',
  rule: 'Section 5.3: the leader answers as soon as the entry is in its own log.',
  expect: 'an acknowledged write vanishes with its leader',
  kind: 'safety',
  hunt: { nemesis: 'partition:primaries', nemesisIntervalSeconds: 2, timeLimitSeconds: 30 },
  overrides: { answersOnAppend: true },
};
