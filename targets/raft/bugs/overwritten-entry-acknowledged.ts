import type { RaftBug } from './bug.ts';

export const overwrittenEntryAcknowledged: RaftBug = {
  name: 'overwritten-entry-acknowledged',
  rule: 'Section 5.3: a deposed leader answers for whatever entry ends up at the index of its own.',
  expect: 'a write that never happened is acknowledged',
  kind: 'safety',
  hunt: { nemesis: 'partition:primaries', nemesisIntervalSeconds: 2, timeLimitSeconds: 60, keyCount: 1 },
  overrides: { isOwnEntry: () => true },
};
