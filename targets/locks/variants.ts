/**
 * The variants of the lock service that promise to be right, for campaigns. A trusting holder is none of them: whatever
 * holds its renewals up makes two holders of one lock, and nothing says how slow a client may be.
 */
import type { Variant } from '../target.ts';

const workloads = ['lock', 'fenced-counter', 'scheduler'];
const renewal = ['on', 'off'];

export const lockVariants: readonly Variant[] = [
  { workloads, settings: { 'ttl-ms': [200, 300, 500, 1_000, 3_000], renewal } },
  // Short leases, and what holders are late by: what a lock service is about, beyond the Raft below it.
  {
    workloads,
    settings: { 'ttl-ms': [200, 300, 500], renewal },
    faults: ['pause:clients', 'pause', 'kill', 'disk:slow-sync'],
  },
  // Renewals that are late, and meet the expiry that was proposed meanwhile.
  {
    workloads: ['lock', 'scheduler'],
    settings: { 'ttl-ms': [200, 300, 500] },
    faults: ['disk:slow-sync'],
    nodes: [1, 3],
  },
  // Holders that sleep through their leases and go on: what fences are for.
  {
    workloads: ['fenced-counter', 'scheduler'],
    settings: { 'ttl-ms': [200, 300], renewal },
    faults: ['pause:clients'],
  },
];
