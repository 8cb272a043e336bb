import type { QuorumBug } from './bug.ts';

export const readNotWrittenBack: QuorumBug = {
  name: 'read-not-written-back',
  rule: 'ABD section 3: a read returns the newest value without having written it back to a quorum.',
  expect: 'a read sees the new value of an unfinished write, and a later read the old one again',
  kind: 'safety',
  hunt: {
    nemesis: 'packet:loss',
    nemesisIntervalSeconds: 1,
    timeLimitSeconds: 20,
    keyCount: 1,
    opsPerKey: 10,
    rate: 200,
  },
  overrides: { writesBack: false },
};
