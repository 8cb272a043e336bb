import type { QuorumBug } from './bug.ts';

export const olderValueRepaired: QuorumBug = {
  name: 'older-value-repaired',
  rule: 'Dynamo 4.5: a replica takes what a read repair sends it without comparing versions, be it older than what it has.',
  expect: 'a repair takes back an acknowledged write',
  kind: 'safety',
  hunt: { nemesis: 'packet:loss', nemesisIntervalSeconds: 1, timeLimitSeconds: 10, keyCount: 1, rate: 200 },
  overrides: { replaces: (reason) => reason === 'repair' },
};
