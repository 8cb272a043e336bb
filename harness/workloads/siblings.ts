/**
 * Concurrent writes under version vectors: clients that have read a key overwrite what they saw, and nothing else. In the
 * end every acknowledged write is among the siblings, or one that had seen it took its place.
 */
import { convergence } from '../../checkers/replication/convergence.ts';
import { siblings } from '../../checkers/replication/siblings.ts';
import type { VersionedOps } from '../../checkers/replication/writes.ts';
import { inspection, versionedKeys } from './inspected-keys.ts';
import type { Workload } from './workload.ts';

export const siblingsWorkload: Workload<VersionedOps> = {
  name: 'siblings',
  summary: 'Concurrent writes with version vectors, none of which may vanish unseen.',
  generator: ({ keyCount }) => versionedKeys(keyCount, { get: 0.5, remove: 0.05, levels: 0 }),
  finalGenerator: ({ keyCount }) => inspection(keyCount),
  checkers: () => [siblings, convergence],
};
