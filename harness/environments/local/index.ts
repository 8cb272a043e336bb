/**
 * Real processes on this machine: each node is one, or several of a real system, on real TCP, in network namespaces or behind
 * proxies. Time is real here, and nothing repeats to the instant; a seed still decides all that the harness itself draws.
 */
import type { Environment } from '../environment.ts';

export const local: Environment = {
  name: 'local',
  summary: 'processes of the operating system on real TCP, in namespaces or behind proxies: real time',
  offers: new Set(['network', 'process', 'pause', 'clock', 'disk'] as const),
  runsServices: true,
  fabrics: ['netns', 'rootless', 'proxy'],
  async probe() {
    const { chooseFabric } = await import('./fabric/index.ts');
    const { kind, detail } = await chooseFabric();
    return { ok: true, detail: `${kind.name}: ${detail}` };
  },
  // Loaded when there is something to deploy: a simulation should not wait for what starts processes.
  deploy: async (request) => (await import('./deploy.ts')).deploy(request),
};
