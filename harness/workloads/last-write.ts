/**
 * Who wrote last, by real time: in the end no key may hold a value that an acknowledged later write had replaced. Versions
 * that are counted up keep to that; wall clocks do as long as they agree.
 */
import { convergence } from '../../checkers/replication/convergence.ts';
import { lastWrite } from '../../checkers/replication/last-write.ts';
import type { VersionedOps } from '../../checkers/replication/writes.ts';
import { inspection, versionedKeys } from './inspected-keys.ts';
import type { Workload } from './workload.ts';

export const lastWriteWorkload: Workload<VersionedOps> = {
  name: 'last-write',
  summary: 'Writes, the last of which, by real time, must be what each key ends with.',
  generator: ({ keyCount }) => versionedKeys(keyCount, { get: 0.3, remove: 0, levels: 0 }),
  finalGenerator: ({ keyCount }) => inspection(keyCount),
  checkers: () => [lastWrite, convergence],
};
