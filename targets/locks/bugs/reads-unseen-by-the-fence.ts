import type { LockBug } from './bug.ts';

export const readsUnseenByTheFence: LockBug = {
  name: 'reads-unseen-by-the-fence',
  rule: 'Fencing: the resource learns of a new token by a write alone, and not by the read before it.',
  expect: 'a holder of old writes after the new one has read, and that is lost',
  kind: 'safety',
  seenBy: 'lost-updates',
  hunt: {
    workload: 'fenced-counter',
    settings: { 'ttl-ms': 200 },
    nemesis: 'pause:clients',
    nemesisIntervalSeconds: 0.2,
    timeLimitSeconds: 30,
    keyCount: 1,
    nodes: 3,
  },
  overrides: { readsRaiseFence: false },
};
