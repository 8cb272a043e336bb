/**
 * Containers: each node is one, or several of a real system, on a network of their own, through whichever engine answers. Time
 * is real here, as it is with processes, and the faults are the same.
 */
import type { Environment } from '../environment.ts';

export const docker: Environment = {
  name: 'docker',
  summary: 'containers on a network of their own, by Docker or Podman: real time',
  offers: new Set(['network', 'process', 'pause', 'clock', 'disk'] as const),
  runsServices: true,
  async probe() {
    const { findEngine } = await import('./engine/engine.ts');
    const found = await findEngine();
    if (!found.ok) return found;
    const { describeEngine } = await import('./engine/describe.ts');
    return { ok: true, detail: await describeEngine(found.engine) };
  },
  // Loaded when there is something to deploy: nothing else should wait for it.
  deploy: async (request) => (await import('./deploy.ts')).deploy(request),
};
