import type { RaftBug } from './bug.ts';

export const voteKeptInNewTerm: RaftBug = {
  name: 'vote-kept-in-new-term',
  rule: 'Figure 2, votedFor: the vote of an older term is kept in a new one, so that candidates who voted for themselves never vote for another.',
  expect: 'elections stop succeeding, and the healed cluster makes no progress',
  kind: 'liveness',
  hunt: { nemesis: 'partition,kill', nemesisIntervalSeconds: 2, timeLimitSeconds: 30 },
  overrides: { voteInNewTerm: (votedFor) => votedFor },
};
