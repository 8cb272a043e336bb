import { join } from '../versions/dotted.ts';
import type { QuorumBug } from './bug.ts';

export const unseenSiblingOverwritten: QuorumBug = {
  name: 'unseen-sibling-overwritten',
  rule: 'DVV section 5: a write overwrites all that its coordinator has seen, and not only what its client has.',
  expect: 'an acknowledged write vanishes, though nobody who overwrote it had seen it',
  kind: 'safety',
  hunt: { workload: 'siblings', settings: { consistency: 'dynamo', versions: 'vector' }, timeLimitSeconds: 10 },
  overrides: { overwritten: (context, held) => join(context, held.seen) },
};
