import type { RaftBug } from './bug.ts';

export const olderTermSettled: RaftBug = {
  name: 'older-term-settled',
  rule: 'Section 5.4.2, figure 8: an entry of an older term is committed by counting replicas, and no entry of its own stands behind it.',
  expect: 'a committed entry is overwritten by a later leader',
  kind: 'safety',
  hunt: { nemesis: 'partition:shifting', nemesisIntervalSeconds: 0.4, rate: 10 },
  overrides: { maySettle: () => true, startsTermWithNoOp: false },
};
