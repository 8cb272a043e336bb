import type { QuorumBug } from './bug.ts';

export const sentWritesCounted: QuorumBug = {
  name: 'sent-writes-counted',
  rule: 'Dynamo 4.5: a write is called complete when it has been sent, before any replica has answered for it.',
  expect: 'an acknowledged write is not to be found',
  kind: 'safety',
  hunt: { nemesis: 'packet:delay', nemesisIntervalSeconds: 1, timeLimitSeconds: 10, keyCount: 1, rate: 200 },
  overrides: { countsSentWrites: true },
};
