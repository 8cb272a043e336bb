import type { RaftBug } from './bug.ts';

export const overwrittenEntryAcknowledged: RaftBug = {
  name: 'overwritten-entry-acknowledged',
  rule: 'Section 5.3: a deposed leader answers for whatever entry ends up at the index of its own.',
  expect: 'a write that never happened is acknowledged',
  kind: 'safety',
  hunt: {
    timeLimitSeconds: 20,
    nodes: 3,
    nemesis: 'partition:primaries',
    nemesisIntervalSeconds: 0.5,
    keyCount: 1,
    rate: 200,
    concurrency: '4n',
  },
  overrides: { isOwnEntry: () => true },
};
