import type { RaftBug } from './bug.ts';

export const votesTwice: RaftBug = {
  name: 'votes-twice',
  rule: 'Section 5.2: a node votes for every candidate that asks, not for the first alone.',
  expect: 'two leaders in one term',
  kind: 'safety',
  hunt: { timeLimitSeconds: 20, nemesis: 'packet:delay,kill:primaries', nemesisIntervalSeconds: 0.7, rate: 20 },
  overrides: { mayVoteFor: () => true },
};
