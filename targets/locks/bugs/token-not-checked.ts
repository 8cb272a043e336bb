import type { LockBug } from './bug.ts';

export const tokenNotChecked: LockBug = {
  name: 'token-not-checked',
  rule: 'Fencing: the resource takes every write, whatever its token.',
  expect: 'a holder that slept through the end of its lease overwrites what the next one has written',
  kind: 'safety',
  seenBy: 'lost-updates',
  hunt: {
    workload: 'fenced-counter',
    settings: { 'ttl-ms': 300 },
    nemesis: 'pause:clients',
    nemesisIntervalSeconds: 0.5,
    timeLimitSeconds: 30,
    keyCount: 1,
    nodes: 3,
  },
  overrides: { admits: () => true },
};
