import type { QuorumBug } from './bug.ts';

export const quorumsDoNotOverlap: QuorumBug = {
  name: 'quorums-do-not-overlap',
  rule: 'ABD section 3: half of the replicas, rounded down, is taken for a majority, so that R + W <= N.',
  expect: 'a read meets none of the replicas that acknowledged the last write',
  kind: 'safety',
  hunt: { nemesis: 'partition', nemesisIntervalSeconds: 1, timeLimitSeconds: 10 },
  overrides: { majority: (replicas) => Math.max(1, Math.floor(replicas / 2)) },
};
