import { NOTHING } from '../versions/held.ts';
import type { QuorumBug } from './bug.ts';

export const firstAnswerReturned: QuorumBug = {
  name: 'first-answer-returned',
  rule: 'Dynamo 4.5: a read returns the first of the R answers, not the newest.',
  expect: 'a read misses an acknowledged write that another replica of its quorum had',
  kind: 'safety',
  hunt: { nemesis: 'partition', nemesisIntervalSeconds: 1, timeLimitSeconds: 10 },
  overrides: { resolve: ([first = NOTHING]) => first },
};
