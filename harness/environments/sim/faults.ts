/**
 * The five kinds of faults, carried out at the instant of the call. Nothing here decides or draws when: that is the
 * nemeses' part. A fault on a name that is no node is a mistake of the caller and rejects.
 */
import type { Faults } from '../../../nemesis/faults.ts';
import type { NodeId } from '../../../targets/runtime.ts';
import type { Host } from './host.ts';
import type { SimNetwork } from './network.ts';
import type { NodeHost } from './node.ts';
import { retimeTimers } from './timers.ts';

export interface FaultyHosts {
  readonly nodes: ReadonlyMap<NodeId, NodeHost>;
  /** Those that were released, too: what waited for them still counts. */
  readonly clients: ReadonlyMap<NodeId, Host>;
}

export function simulatedFaults({ nodes, clients }: FaultyHosts, network: SimNetwork): Faults {
  const node = (id: NodeId): NodeHost => {
    const host = nodes.get(id);
    if (host === undefined) throw new Error(`no node ${id} in this cluster: it has ${[...nodes.keys()].join(', ')}`);
    return host;
  };
  return {
    network: {
      setLinks: async (layer, links) => ({ touched: network.links.set(layer, links) }),
    },
    process: {
      kill: async (id) => node(id).kill('kill') !== undefined,
      start: async (id) => node(id).start(),
    },
    pause: {
      pause: async (id) => (clients.get(id) ?? node(id)).pause(),
      resume: async (id) => (clients.get(id) ?? node(id)).resume(),
    },
    clock: {
      async bump(id, deltaMs) {
        node(id).clock.bump(deltaMs);
        node(id).look();
      },
      async drift(id, ppm) {
        node(id).clock.drift(ppm);
        retimeTimers(node(id));
        node(id).look();
      },
      async strobe(id, deltaMs, periodMs) {
        node(id).clock.strobe(deltaMs, periodMs);
        node(id).look();
      },
      async reset(id) {
        node(id).clock.reset();
        retimeTimers(node(id));
        node(id).look();
      },
    },
    disk: {
      loseUnsynced: async (id) => node(id).kill('lose')?.writes ?? 0,
      tearUnsynced: async (id) => node(id).kill('tear')?.bytes ?? 0,
      slowSync: async (id, delayMs) => node(id).disk.slowSync(delayMs),
      failSync: async (id, probability) => node(id).disk.failSync(probability),
      full: async (id, isFull) => node(id).disk.full(isFull),
    },
  };
}
