/**
 * All workloads by name: what `--workload` offers. A new one is a file beside this one and a line in this map.
 */
import { registerWorkload } from './register.ts';

export const workloads = {
  register: registerWorkload,
} as const;

export type WorkloadName = keyof typeof workloads;
