/**
 * The invariant that everything else rests on, held over all nodes after every simulated step: a version names one write.
 * (Lynch and Shvartsman 1997, section 4: tags are unique; Preguica et al. 2012: so are dots.)
 */
import type { NodeId } from '../runtime.ts';
import type { Monitor, Violation } from '../target.ts';
import type { Issued, QuorumNode } from './node.ts';

export class QuorumMonitor implements Monitor<QuorumNode> {
  readonly #nodes = new Map<NodeId, QuorumNode>();
  readonly #seen = new Map<NodeId, number>();
  readonly #writes = new Map<string, { readonly id: NodeId; readonly value: Issued['value'] }>();
  #issued = 0;
  /** Of incarnations that are gone. */
  #past = NONE;

  started(id: NodeId, node: QuorumNode): void {
    const before = this.#nodes.get(id);
    if (before !== undefined) this.#past = plus(this.#past, countsOf(before));
    this.#nodes.set(id, node);
    this.#seen.set(id, 0);
  }

  step(id: NodeId, node: QuorumNode): Violation | undefined {
    const seen = this.#seen.get(id) ?? 0;
    if (node.issued === seen) return undefined;
    this.#seen.set(id, node.issued);
    for (const issued of node.lastIssued.slice(seen - node.issued)) {
      const violation = this.#check(id, issued);
      if (violation !== undefined) return violation;
    }
    return undefined;
  }

  counts(): { readonly [name: string]: number } {
    const present = [...this.#nodes.values()].map(countsOf);
    return { versionsIssued: this.#issued, ...present.reduce(plus, this.#past) };
  }

  #check(id: NodeId, { key, value, stamp: [counter, actor] }: Issued): Violation | undefined {
    this.#issued++;
    const version = `(${counter}, ${actor})`;
    const name = JSON.stringify([key, counter, actor]);
    const before = this.#writes.get(name);
    this.#writes.set(name, { id, value });
    if (before === undefined) return undefined;
    const message = `${id} gives ${JSON.stringify(value)} the version ${version} of key ${key}, which ${before.id} gave ${JSON.stringify(before.value)}`;
    return { invariant: 'a version names one write', message };
  }
}

const NONE = { hintsKept: 0, hintsHandedOver: 0, readRepairs: 0, differencesExchanged: 0, tombstonesCollected: 0 };

function countsOf({ hints, coordinator, antiEntropy, replica }: QuorumNode): typeof NONE {
  return {
    hintsKept: hints.kept,
    hintsHandedOver: hints.handedOver,
    readRepairs: coordinator.repairs,
    differencesExchanged: antiEntropy.differences,
    tombstonesCollected: replica.collected,
  };
}

function plus(one: typeof NONE, other: typeof NONE): typeof NONE {
  return {
    hintsKept: one.hintsKept + other.hintsKept,
    hintsHandedOver: one.hintsHandedOver + other.hintsHandedOver,
    readRepairs: one.readRepairs + other.readRepairs,
    differencesExchanged: one.differencesExchanged + other.differencesExchanged,
    tombstonesCollected: one.tombstonesCollected + other.tombstonesCollected,
  };
}
