import type { QuorumBug } from './bug.ts';

export const newestNotAskedFor: QuorumBug = {
  name: 'newest-not-asked-for',
  rule: 'Lynch-Shvartsman section 4: a coordinator counts up its own last tag, without asking a quorum for the greatest.',
  expect: 'an acknowledged write loses against an older one of another coordinator',
  kind: 'safety',
  hunt: { nemesis: 'partition', nemesisIntervalSeconds: 1, timeLimitSeconds: 10 },
  overrides: { asksForNewest: false },
};
