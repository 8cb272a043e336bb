import type { QuorumBug } from './bug.ts';

export const partialWriteCalledFailed: QuorumBug = {
  name: 'partial-write-called-failed',
  rule: 'ABD section 3: a coordinator that gives up on a write says that it did not happen, although replicas may have it.',
  expect: 'a read returns what was never written',
  kind: 'safety',
  hunt: { settings: { w: 3 }, nemesis: 'kill:one', nemesisIntervalSeconds: 5, timeLimitSeconds: 20 },
  overrides: { knowsPartialWrites: false },
};
