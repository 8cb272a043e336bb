/**
 * The simulation: a whole cluster in one process, in virtual time. Everything that happens is an event, events are
 * ordered by (time, sequence), and everything random is drawn from streams forked by name from the run's seed, so
 * that a seed is a run: the same one on every machine. It offers every kind of fault.
 */
import type { Environment } from '../environment.ts';
import { SimCluster } from './cluster.ts';

export const sim: Environment = {
  name: 'sim',
  summary: 'deterministic simulation in one process: virtual time, seeded network, disks and clocks',
  offers: new Set(['network', 'process', 'pause', 'clock', 'disk'] as const),
  probe: async () => ({ ok: true, detail: 'works everywhere' }),
  deploy: async (request) => new SimCluster(request),
};
