import type { RaftBug } from './bug.ts';

export const ungrantedVoteCounted: RaftBug = {
  name: 'ungranted-vote-counted',
  rule: 'Section 5.2: a refusal counts as a vote, so that two candidates can win one term.',
  expect: 'election safety is broken, or two leaders acknowledge conflicting writes',
  kind: 'safety',
  hunt: { timeLimitSeconds: 20, nemesis: 'pause:primaries,packet:delay', nemesisIntervalSeconds: 0.7, rate: 20 },
  overrides: { countsAsVote: () => true },
};
