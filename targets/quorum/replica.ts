/**
 * What one node keeps of the keys that are its own: memory, disk and Merkle trees always say the same. Whatever arrives, by
 * whichever way, is merged with what is there, so that states only ever grow. It knows no quorums and asks nobody.
 */
import type { Key } from '../../histories/ops/key.ts';
import { MerkleTree } from './merkle.ts';
import type { Ring } from './ring.ts';
import type { Reason, Rules } from './rules.ts';
import type { QuorumSituation } from './situations.ts';
import type { Storage } from './storage.ts';
import { digestOf, type Held, NOTHING, sameHeld, type Versions } from './versions/held.ts';

export interface ReplicaOptions {
  readonly ring: Ring;
  readonly rules: Rules;
  readonly storage: Storage;
  readonly versions: Versions;
  readonly graceMs: number;
  readonly recovered: ReadonlyMap<Key, Held>;
  readonly nowMs: number;
  readonly reached?: ((situation: QuorumSituation) => void) | undefined;
}

export class Replica {
  /** Tombstones that were forgotten. */
  collected = 0;
  readonly #options: ReplicaOptions;
  readonly #held = new Map<Key, Held>();
  readonly #trees: readonly MerkleTree[];
  /** Since when this node has known of each removal; one that restarts counts from then on. */
  readonly #removedAtMs = new Map<Key, number>();

  constructor(options: ReplicaOptions) {
    this.#options = options;
    this.#trees = Array.from({ length: options.ring.arcs }, () => new MerkleTree());
    for (const [key, held] of options.recovered) this.#put(key, held, options.nowMs);
  }

  get size(): number {
    return this.#held.size;
  }

  read(key: Key): Held {
    return this.#held.get(key) ?? NOTHING;
  }

  apply(key: Key, incoming: Held, reason: Reason, nowMs: number): void {
    const { rules, versions, storage } = this.#options;
    const before = this.read(key);
    const merged = rules.replaces(reason) ? incoming : versions.merge(before, incoming);
    const after = isRemoved(merged) && !rules.keepsTombstones ? NOTHING : merged;
    const isKnown = sameHeld(before, after);
    if (this.#options.reached !== undefined) this.#note({ before, incoming, after, isKnown }, reason);
    if (isKnown) return;
    this.#put(key, after, nowMs);
    storage.save(key, after === NOTHING ? undefined : after);
  }

  #note(step: { before: Held; incoming: Held; after: Held; isKnown: boolean }, reason: Reason): void {
    const { before, incoming, after, isKnown } = step;
    const note = (situation: QuorumSituation): void => this.#options.reached?.(situation);
    if (isKnown) {
      if (reason === 'hint') note('hint came too late');
      if (sameHeld(before, incoming)) return;
      note(isRemoved(before) ? 'tombstone withstood an older value' : 'older state came late');
      return;
    }
    if (reason === 'exchange') note('anti-entropy repaired');
    if (isRemoved(after)) note('tombstone kept');
    if (after.found.length > 1 && after.found.length > before.found.length) note('sibling created');
    if (before.found.length > 1 && after.found.length < before.found.length) note('siblings merged');
  }

  /** Forgets removals that are older than the grace period. */
  collect(nowMs: number): void {
    const { rules, graceMs, storage } = this.#options;
    const graceOverMs = nowMs - rules.graceMs(graceMs);
    for (const [key, sinceMs] of this.#removedAtMs) {
      if (sinceMs > graceOverMs) continue;
      this.#put(key, NOTHING, nowMs);
      storage.save(key, undefined);
      this.collected++;
      this.#options.reached?.('tombstone collected');
    }
  }

  tree(arc: number): MerkleTree {
    const tree = this.#trees[arc];
    if (tree === undefined) throw new RangeError(`no arc ${arc}`);
    return tree;
  }

  #put(key: Key, held: Held, nowMs: number): void {
    const { ring, rules } = this.#options;
    const isNothing = held.found.length === 0 && Object.keys(held.seen).length === 0;
    if (isNothing) this.#held.delete(key);
    else this.#held.set(key, held);
    if (!isRemoved(held)) this.#removedAtMs.delete(key);
    else if (!this.#removedAtMs.has(key)) this.#removedAtMs.set(key, nowMs);
    const tree = this.tree(rules.treeOf(ring.arcOf(key), ring.arcs));
    tree.set(key, isNothing ? undefined : digestOf(held));
  }
}

/** A tombstone; under version vectors, writes that were seen and left nothing. */
function isRemoved({ found, seen }: Held): boolean {
  return found.length === 0 ? Object.keys(seen).length > 0 : found.every(({ value }) => value === null);
}
