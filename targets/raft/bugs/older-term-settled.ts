import type { RaftBug } from './bug.ts';

export const olderTermSettled: RaftBug = {
  name: 'older-term-settled',
  rule: 'Section 5.4.2, figure 8: an entry of an older term is committed by counting replicas.',
  expect: 'a committed entry is overwritten by a later leader',
  kind: 'safety',
  hunt: { nemesis: 'partition,kill', nemesisIntervalSeconds: 0.5, timeLimitSeconds: 60 },
  overrides: { maySettle: () => true },
};
