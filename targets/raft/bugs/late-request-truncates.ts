import type { RaftBug } from './bug.ts';

export const lateRequestTruncates: RaftBug = {
  name: 'late-request-truncates',
  rule: 'Figure 2, AppendEntries 3: the log is cut at every entry received, not at the first that conflicts, so that a late request deletes newer, acknowledged entries.',
  expect: 'a committed entry is lost',
  kind: 'safety',
  hunt: { timeLimitSeconds: 20, nemesis: 'packet:reorder,partition:primaries', nemesisIntervalSeconds: 1 },
  overrides: { mustTruncate: () => true },
};
