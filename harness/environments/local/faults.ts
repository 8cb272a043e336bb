/**
 * The kinds of faults, carried out on real processes and their network. Nothing here decides or draws when: that is the
 * nemeses' part. A fault on a name that is no node is a mistake of the caller and rejects.
 */
import type { DiskFaults, FaultKind, Faults, Link, NetworkFaults } from '../../../nemesis/faults.ts';
import type { NodeId } from '../../../targets/runtime.ts';
import type { ClientEndpoint } from './client-endpoint.ts';
import { type ClusterNetwork, RUNNER } from './fabric/fabric.ts';
import { type Machine, machineOf } from './machine.ts';
import { clockFaults } from './machine-clock.ts';
import { ProgramMachine } from './program-machine.ts';

export interface Faulty {
  readonly machines: ReadonlyMap<NodeId, Machine>;
  /** Those that were released, too: what waited for them still counts. */
  readonly clients: ReadonlyMap<NodeId, ClientEndpoint>;
  readonly fabric: ClusterNetwork;
}

/** All kinds but those that are not to be had. */
export function realFaults(faulty: Faulty, lacks: { readonly [kind in FaultKind]?: string }): Partial<Faults> {
  const { machines, clients } = faulty;
  const machine = (id: NodeId): Machine => machineOf(machines, id);
  const all: Faults = {
    network: new RealNetwork(faulty),
    process: {
      kill: (id) => (lacks.network === undefined ? crash(machine(id), faulty) : machine(id).kill()),
      start: (id) => machine(id).start(),
    },
    pause: {
      pause: async (id) => (clients.get(id) ?? machine(id)).pause(),
      resume: async (id) => (clients.get(id) ?? machine(id)).resume(),
    },
    clock: clockFaults(machines),
    disk: diskFaults(machines),
  };
  return Object.fromEntries(Object.entries(all).filter(([kind]) => !Object.hasOwn(lacks, kind)));
}

/**
 * A machine that fails says no goodbye, while the kernel of a killed process does, on each of its connections. So its links
 * are cut for that moment. Programs of ours are never told about connections, so there it makes no difference.
 */
async function crash(machine: Machine, { machines, fabric }: Faulty): Promise<boolean> {
  if (machine instanceof ProgramMachine) return machine.kill();
  const layer = `crash of ${machine.id}`;
  const others = [...machines.keys(), RUNNER].filter((id) => id !== machine.id);
  const links = others.flatMap((id) => [
    { from: machine.id, to: id, cut: true },
    { from: id, to: machine.id, cut: true },
  ]);
  await fabric.setLinks(layer, links);
  try {
    return await machine.kill();
  } finally {
    await fabric.setLinks(layer, []);
  }
}

/** Only the disk shim of our own programs can do it. */
function diskFaults(machines: ReadonlyMap<NodeId, Machine>): DiskFaults {
  const machine = (id: NodeId): ProgramMachine => {
    const found = machineOf(machines, id);
    if (found instanceof ProgramMachine) return found;
    throw new Error(`the disk of ${id} is not ours`);
  };
  return {
    loseUnsynced: async (id) => machine(id).powerFailure('lose'),
    tearUnsynced: async (id) => machine(id).powerFailure('tear'),
    slowSync: async (id, delayMs) => machine(id).slowSync(delayMs),
    failSync: async (id, probability) => machine(id).failSync(probability),
    full: async (id, isFull) => machine(id).full(isFull),
  };
}

/**
 * The fabric cuts; on top of it, whoever was cut off from another gives up their connection just before the cut is healed.
 * Else TCP would send again what the cut has swallowed, seconds later, and would itself be slow to find that the way is
 * free. A paused node cannot give anything up: what its kernel holds may still arrive, as on a real network.
 */
class RealNetwork implements NetworkFaults {
  readonly #faulty: Faulty;
  readonly #cuts = new Map<string, readonly Link[]>();

  constructor(faulty: Faulty) {
    this.#faulty = faulty;
  }

  async setLinks(layer: string, links: readonly Link[]): Promise<{ readonly touched: number }> {
    const before = this.#cutPairs();
    this.#cuts.set(
      layer,
      links.filter(({ cut }) => cut === true),
    );
    const after = this.#cutPairs();
    await this.#giveUp([...before.values()].filter((pair) => !after.has(keyOf(pair))));
    return this.#faulty.fabric.setLinks(layer, links);
  }

  #cutPairs(): ReadonlyMap<string, Pair> {
    return new Map([...this.#cuts.values()].flat().map((link) => [keyOf(link), link]));
  }

  /** In both directions: acknowledgements of one travel in the other. */
  async #giveUp(healed: readonly Pair[]): Promise<void> {
    const { machines, clients } = this.#faulty;
    const both = healed.flatMap(({ from, to }) => [
      { from, to },
      { from: to, to: from },
    ]);
    await Promise.all(
      [...machines.values()].map(async (machine) => {
        const peers = both.flatMap(({ from, to }) => (from === machine.id ? [to] : []));
        if (peers.length > 0 && machine instanceof ProgramMachine) await machine.reset(peers);
      }),
    );
    // To the fabric all clients are one.
    for (const { from, to } of both) {
      if (!machines.has(from)) for (const client of clients.values()) client.reset(to);
    }
  }
}

type Pair = Pick<Link, 'from' | 'to'>;
const keyOf = ({ from, to }: Pair): string => `${from} ${to}`;
