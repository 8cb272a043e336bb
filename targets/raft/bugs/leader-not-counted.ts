import type { RaftBug } from './bug.ts';

export const leaderNotCounted: RaftBug = {
  name: 'leader-not-counted',
  rule: 'Figure 2, leaders: the leader does not count its own copy among the replicas, and waits for one follower too many.',
  expect: 'two nodes of two never commit: no operation completes, even in a healed cluster',
  kind: 'liveness',
  hunt: { nodes: 2, timeLimitSeconds: 10 },
  overrides: { replicas: (followers) => followers },
};
