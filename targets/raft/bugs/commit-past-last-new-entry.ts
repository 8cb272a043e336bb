import type { RaftBug } from './bug.ts';

export const commitPastLastNewEntry: RaftBug = {
  name: 'commit-past-last-new-entry',
  rule: 'Figure 2, AppendEntries 5: the follower commits up to leaderCommit even beyond the entries that this leader has confirmed.',
  expect: 'a follower applies an entry that the leader never had',
  kind: 'safety',
  hunt: { nemesis: 'partition', nemesisIntervalSeconds: 2, timeLimitSeconds: 30 },
  overrides: { followerCommit: (leaderCommit) => leaderCommit },
};
