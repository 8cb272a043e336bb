/**
 * Convergence: writes and removals at all levels under faults, then healing and quiet; then all replicas of a key must hold
 * the same, at least as new as every acknowledged write, and nothing where the last one was a removal.
 */
import { acknowledgedWrites } from '../../checkers/replication/acknowledged-writes.ts';
import { convergence } from '../../checkers/replication/convergence.ts';
import { siblings } from '../../checkers/replication/siblings.ts';
import type { VersionedOps } from '../../checkers/replication/writes.ts';
import { inspection, versionedKeys } from './inspected-keys.ts';
import type { Workload } from './workload.ts';

export const convergenceWorkload: Workload<VersionedOps> = {
  name: 'convergence',
  summary: 'Writes and removals; after healing and quiet all replicas agree, and nothing acknowledged is lost.',
  generator: ({ keyCount }) => versionedKeys(keyCount, { get: 0.35, remove: 0.15, levels: 0.2 }),
  finalGenerator: ({ keyCount }) => inspection(keyCount),
  checkers: ({ settings }) => [convergence, settings.versions === 'vector' ? siblings : acknowledgedWrites],
};
