import type { LockBug } from './bug.ts';

export const tokensOfTheLeader: LockBug = {
  name: 'tokens-of-the-leader',
  rule: 'Fencing: tokens are counted by the leader in its memory, and not in the replicated state.',
  expect: 'after a failover tokens go back',
  kind: 'safety',
  seenBy: 'tokens',
  hunt: { nemesis: 'kill:primaries', nemesisIntervalSeconds: 2, timeLimitSeconds: 10, keyCount: 2, nodes: 3 },
  overrides: { nextToken: (_newest, leaders) => leaders },
};
