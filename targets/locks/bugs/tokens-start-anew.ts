import type { LockBug } from './bug.ts';

export const tokensStartAnew: LockBug = {
  name: 'tokens-start-anew',
  rule: 'Fencing: the newest token is forgotten with the lease, and the next one begins again at 1.',
  expect: 'two holders, one after the other, with the same token',
  kind: 'safety',
  seenBy: 'tokens',
  hunt: { timeLimitSeconds: 5, keyCount: 2, nodes: 3 },
  overrides: { remembersTokens: false },
};
