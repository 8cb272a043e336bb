/**
 * All workloads by name: what `--workload` offers. A new one is a file beside this one and a line in this map.
 */
import { convergenceWorkload } from './convergence.ts';
import { fencedCounterWorkload } from './fenced-counter.ts';
import { lastWriteWorkload } from './last-write.ts';
import { lockWorkload } from './lock.ts';
import { registerWorkload } from './register.ts';
import { rwRegisterWorkload } from './rw-register.ts';
import { schedulerWorkload } from './scheduler.ts';
import { siblingsWorkload } from './siblings.ts';

export const workloads = {
  register: registerWorkload,
  'rw-register': rwRegisterWorkload,
  convergence: convergenceWorkload,
  siblings: siblingsWorkload,
  'last-write': lastWriteWorkload,
  lock: lockWorkload,
  'fenced-counter': fencedCounterWorkload,
  scheduler: schedulerWorkload,
} as const;

export type WorkloadName = keyof typeof workloads;
