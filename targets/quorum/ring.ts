/**
 * Consistent hashing (Karger et al. 1997; Dynamo, DeCandia et al. 2007, sections 4.2 and 4.3). Every node stands on a ring
 * of hashes at several places, its virtual nodes; a key belongs to the first N distinct nodes clockwise of its own hash,
 * and those that follow step in where a quorum may be sloppy. Every node computes the same ring from the same names:
 * membership is fixed for a run.
 */
import type { Key } from '../../histories/ops/key.ts';
import type { NodeId } from '../runtime.ts';
import { hashOf } from './hash.ts';

export interface RingOptions {
  /** N: the copies of a key. */
  readonly replication: number;
  readonly virtualNodes: number;
}

/** Everybody reaches the same ring only with the same number. */
export const VIRTUAL_NODES = 8;

export class Ring {
  readonly replication: number;
  /** Where the arcs end, ascending: arc `i` is what lies behind the place before, up to and with this place. */
  readonly #ends: readonly number[];
  /** By arc: all nodes, in the order in which they are met clockwise. */
  readonly #walks: readonly (readonly NodeId[])[];

  constructor(nodes: readonly NodeId[], { replication, virtualNodes }: RingOptions) {
    const places = [...nodes]
      .sort()
      .flatMap((node) => Array.from({ length: virtualNodes }, (_, i) => ({ node, at: hashOf(`${node}/${i}`) })))
      .sort((a, b) => a.at - b.at);
    this.replication = replication;
    this.#ends = places.map(({ at }) => at);
    const owners = places.map(({ node }) => node);
    this.#walks = places.map((_, arc) => [...new Set([...owners.slice(arc), ...owners.slice(0, arc)])]);
  }

  get arcs(): number {
    return this.#ends.length;
  }

  /** The arc that a key falls on; what lies behind the last place belongs to the first, for the ring is closed. */
  arcOf(key: Key): number {
    const at = placeOf(key);
    let [low, high] = [0, this.#ends.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#ends[middle] ?? 0) < at) low = middle + 1;
      else high = middle;
    }
    return low === this.#ends.length ? 0 : low;
  }

  /** All nodes in the order of preference: first the homes of the key, then those that step in for them. */
  preference(key: Key): readonly NodeId[] {
    return this.#walks[this.arcOf(key)] ?? [];
  }

  /** The nodes that keep the key. */
  homes(key: Key): readonly NodeId[] {
    return this.homesOfArc(this.arcOf(key));
  }

  homesOfArc(arc: number): readonly NodeId[] {
    return (this.#walks[arc] ?? []).slice(0, this.replication);
  }

  /** The arcs whose keys both nodes keep. */
  shared(one: NodeId, other: NodeId): number[] {
    const arcs = Array.from({ length: this.arcs }, (_, arc) => arc);
    return arcs.filter((arc) => [one, other].every((node) => this.homesOfArc(arc).includes(node)));
  }
}

/** The number 1 and the text '1' are two keys. */
export const placeOf = (key: Key): number => hashOf(typeof key === 'number' ? `#${key}` : `"${key}`);
