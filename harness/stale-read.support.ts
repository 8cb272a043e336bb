/** A short run in which a leader that was deposed answers a read: with one key, the story that tests show pages with. */
import type { PlanOptions } from './plan.ts';

export const STALE_READ = {
  bug: ['stale-leader-serves-reads'],
  seed: 3,
  keyCount: 1,
  nemesis: 'partition:primaries,clock:drift',
  nemesisIntervalSeconds: 0.7,
  nodes: 3,
  concurrency: '12',
  timeLimitSeconds: 5,
} as const satisfies Partial<PlanOptions>;
