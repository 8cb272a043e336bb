import type { QuorumBug } from './bug.ts';

export const hintReplayedOverNewer: QuorumBug = {
  name: 'hint-replayed-over-newer',
  rule: 'Dynamo 4.6: a hint that comes home replaces whatever its home has got meanwhile.',
  expect: 'a hint takes back an acknowledged write',
  kind: 'safety',
  hunt: {
    workload: 'rw-register',
    settings: { hints: 'on' },
    nemesis: 'partition',
    nemesisIntervalSeconds: 1,
    timeLimitSeconds: 10,
  },
  overrides: { replaces: (reason) => reason === 'hint' },
};
