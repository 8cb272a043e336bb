/**
 * Anti-entropy (Dynamo, section 4.7): now and then a node compares its Merkle trees with those of another one, arc by arc
 * of the ring that both keep. Every message stands for itself: a digest that differs is answered with the digests below
 * it, a leaf that differs with its entries, so that a lost message costs a round and no state.
 */
import type { Key } from '../../histories/ops/key.ts';
import type { NodeId } from '../runtime.ts';
import { childrenOf, isLeaf, ROOT } from './merkle.ts';
import type { Digest, Leaf, Message } from './messages.ts';
import type { Replica } from './replica.ts';
import type { Ring } from './ring.ts';
import type { QuorumSituation } from './situations.ts';
import { type Held, sameHeld } from './versions/held.ts';

export interface AntiEntropyOptions {
  readonly self: NodeId;
  readonly ring: Ring;
  readonly replica: Replica;
  send(to: NodeId, message: Message): void;
  apply(key: Key, held: Held): void;
  readonly reached?: ((situation: QuorumSituation) => void) | undefined;
}

export class AntiEntropy {
  /** Leaves that were found to differ. */
  differences = 0;
  readonly #options: AntiEntropyOptions;
  readonly #shared = new Map<NodeId, readonly number[]>();

  constructor(options: AntiEntropyOptions) {
    this.#options = options;
  }

  /** Begins a round with this node. */
  compareWith(peer: NodeId): void {
    const digests = this.#arcsWith(peer).map((arc) => this.#digest(arc, ROOT));
    if (digests.length > 0) this.#options.send(peer, { type: 'digests', digests });
  }

  digests(from: NodeId, digests: readonly Digest[]): void {
    const arcs = this.#arcsWith(from);
    const differing = digests.filter(
      ([arc, place, hash]) => arcs.includes(arc) && this.#options.replica.tree(arc).hashAt(place) !== hash,
    );
    const leaves = differing.flatMap(([arc, place]): Leaf[] => (isLeaf(place) ? [[arc, place]] : []));
    const below = differing.flatMap(([arc, place]) =>
      isLeaf(place) ? [] : childrenOf(place).map((child) => this.#digest(arc, child)),
    );
    this.differences += leaves.length;
    const { send, reached } = this.#options;
    if (leaves.length > 0) reached?.('trees differed');
    if (below.length > 0) send(from, { type: 'digests', digests: below });
    if (leaves.length > 0) send(from, { type: 'entries', leaves, entries: this.#entries(leaves), asks: true });
  }

  entries(from: NodeId, { leaves, entries, asks }: Extract<Message, { type: 'entries' }>): void {
    const { ring, self, send } = this.#options;
    // Whatever a peer sends, a node keeps what the ring gives it and nothing else.
    for (const [key, held] of entries) if (ring.homes(key).includes(self)) this.#options.apply(key, held);
    if (!asks) return;
    const told = new Map(entries);
    const better = this.#entries(leaves).filter(([key, held]) => {
      const other = told.get(key);
      return other === undefined || !sameHeld(other, held);
    });
    if (better.length > 0) send(from, { type: 'entries', leaves: [], entries: better, asks: false });
  }

  #arcsWith(peer: NodeId): readonly number[] {
    const { self, ring } = this.#options;
    const known = this.#shared.get(peer) ?? ring.shared(self, peer);
    this.#shared.set(peer, known);
    return known;
  }

  #digest(arc: number, place: number): Digest {
    return [arc, place, this.#options.replica.tree(arc).hashAt(place)];
  }

  #entries(leaves: readonly Leaf[]): (readonly [Key, Held])[] {
    const { replica } = this.#options;
    const keys = leaves.flatMap(([arc, place]) =>
      arc < this.#options.ring.arcs ? replica.tree(arc).keysAt(place) : [],
    );
    return keys.map((key) => [key, replica.read(key)]);
  }
}
