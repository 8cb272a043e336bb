import type { RaftBug } from './bug.ts';

export const commitPastLastNewEntry: RaftBug = {
  name: 'commit-past-last-new-entry',
  rule: 'Figure 2, AppendEntries 5: the follower commits up to leaderCommit even beyond the entries that this leader has confirmed.',
  expect: 'a follower applies an entry that the leader never had',
  kind: 'safety',
  hunt: {
    timeLimitSeconds: 20,
    nodes: 3,
    nemesis: 'partition:primaries,packet',
    nemesisIntervalSeconds: 0.5,
    keyCount: 1,
    rate: 400,
    concurrency: '6n',
  },
  overrides: { followerCommit: (leaderCommit) => leaderCommit },
};
