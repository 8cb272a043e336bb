import type { LockBug } from './bug.ts';

export const retryRunsJobTwice: LockBug = {
  name: 'retry-runs-job-twice',
  rule: 'Sessions: a command that a client sends again is executed again.',
  expect: 'one run of a job has its effect twice',
  kind: 'safety',
  seenBy: 'exactly-once',
  hunt: {
    workload: 'scheduler',
    settings: { 'ttl-ms': 1_000 },
    nemesis: 'disk:slow-sync',
    nemesisIntervalSeconds: 1,
    timeLimitSeconds: 10,
    nodes: 1,
    concurrency: '9',
  },
  overrides: {},
  raft: { deduplicates: false },
};
