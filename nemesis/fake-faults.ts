/**
 * Faults for the tests of nemeses: a cluster that is nothing but its state (links, who is up, whose clock is off). It
 * keeps what a heal must undo, so that "heal undoes everything" is one comparison, and a log of the calls, which two
 * runs with one seed must share.
 */
import type { NodeId } from '../targets/runtime.ts';
import type { Faults, Link } from './faults.ts';
import type { ClusterView } from './nemesis.ts';

export class FakeCluster implements Faults {
  readonly nodes: readonly NodeId[];
  readonly clients: readonly NodeId[];
  readonly calls: string[] = [];
  readonly links = new Map<string, readonly Link[]>();
  readonly down = new Set<NodeId>();
  readonly stopped = new Set<NodeId>();
  readonly clocks = new Map<NodeId, string>();
  readonly syncs = new Map<NodeId, string>();
  primaries: readonly NodeId[] = [];

  constructor(size: number) {
    this.nodes = Array.from({ length: size }, (_, index) => `n${index + 1}`);
    this.clients = this.nodes.map((_, index) => `c${index}`);
  }

  view(): ClusterView {
    return {
      nodes: this.nodes,
      up: this.nodes.filter((node) => !this.down.has(node)),
      paused: [...this.stopped],
      clients: this.clients,
      primaries: this.primaries,
    };
  }

  /** What is wrong with the cluster, in one value. */
  damage() {
    return {
      links: [...this.links].filter(([, links]) => links.length > 0),
      down: [...this.down].sort(),
      stopped: [...this.stopped].sort(),
      clocks: [...this.clocks].sort(),
      syncs: [...this.syncs].sort(),
    };
  }

  readonly network: Faults['network'] = {
    /** As if every link had carried one message since the last call. */
    setLinks: async (layer, links) => {
      this.calls.push(`setLinks ${layer} ${JSON.stringify(links)}`);
      const touched = this.links.get(layer)?.length ?? 0;
      this.links.set(layer, links);
      return { touched };
    },
  };

  readonly process: Faults['process'] = {
    kill: async (node) => {
      this.calls.push(`kill ${node}`);
      return this.#powerOff(node);
    },
    start: async (node) => {
      this.calls.push(`start ${node}`);
      return this.down.delete(node);
    },
  };

  readonly pause: Faults['pause'] = {
    pause: async (node) => {
      this.calls.push(`pause ${node}`);
      if (this.down.has(node) || this.stopped.has(node)) return false;
      this.stopped.add(node);
      return true;
    },
    resume: async (node) => {
      this.calls.push(`resume ${node}`);
      return this.stopped.delete(node) ? 3 : 0;
    },
  };

  readonly clock: Faults['clock'] = {
    bump: async (node, deltaMs) => this.#setClock(node, `bump ${deltaMs}`),
    drift: async (node, ppm) => this.#setClock(node, `drift ${ppm}`),
    strobe: async (node, deltaMs, periodMs) => this.#setClock(node, `strobe ${deltaMs} ${periodMs}`),
    reset: async (node) => {
      this.calls.push(`reset ${node}`);
      this.clocks.delete(node);
    },
  };

  readonly disk: Faults['disk'] = {
    loseUnsynced: async (node) => {
      this.calls.push(`loseUnsynced ${node}`);
      return this.#powerOff(node) ? 2 : 0;
    },
    tearUnsynced: async (node) => {
      this.calls.push(`tearUnsynced ${node}`);
      return this.#powerOff(node) ? 100 : 0;
    },
    slowSync: async (node, delayMs) => this.#setSync(node, 'slow', delayMs),
    failSync: async (node, probability) => this.#setSync(node, 'fail', probability),
    full: async (node, isFull) => this.#setSync(node, 'full', isFull ? 1 : 0),
  };

  #powerOff(node: NodeId): boolean {
    if (this.down.has(node)) return false;
    this.down.add(node);
    this.stopped.delete(node);
    return true;
  }

  async #setClock(node: NodeId, how: string): Promise<void> {
    this.calls.push(`clock ${node} ${how}`);
    this.clocks.set(node, how);
  }

  async #setSync(node: NodeId, how: string, amount: number): Promise<number> {
    this.calls.push(`${how} ${node} ${amount}`);
    const had = this.syncs.has(`${node} ${how}`);
    if (amount === 0) this.syncs.delete(`${node} ${how}`);
    else this.syncs.set(`${node} ${how}`, String(amount));
    return had ? 5 : 0;
  }
}
