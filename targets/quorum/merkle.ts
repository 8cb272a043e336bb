/**
 * Merkle trees over what a replica holds, one for each arc of the ring (Dynamo, section 4.7): two nodes that share an arc
 * compare the roots, and where those differ descend, so that what they agree on costs one hash. Trees have a fixed
 * depth; a leaf joins the hashes of its keys by exclusive or, which a change of one key updates in one step.
 */
import type { Key } from '../../histories/ops/key.ts';
import { hashOf, xor } from './hash.ts';
import { placeOf } from './ring.ts';

const DEPTH = 4;
const LEAVES = 2 ** DEPTH;
/** Places are numbered as in a heap: the children of `i` are `2i` and `2i + 1`. */
export const ROOT = 1;

export class MerkleTree {
  readonly #leaves = Array.from({ length: LEAVES }, () => new Map<Key, number>());
  readonly #hashes: number[] = new Array<number>(2 * LEAVES).fill(0);
  #stale = false;

  /** What the tree knows of a key from now on: a text that is the same where the states are; undefined: nothing. */
  set(key: Key, digest: string | undefined): void {
    const leaf = placeOf(key) % LEAVES;
    const keys = this.#leaves[leaf];
    if (keys === undefined) throw new Error(`no leaf ${leaf}`);
    const before = keys.get(key) ?? 0;
    const after = digest === undefined ? 0 : hashOf(`${typeof key}:${key}:${digest}`);
    if (digest === undefined) keys.delete(key);
    else keys.set(key, after);
    this.#hashes[LEAVES + leaf] = xor(this.#hashes[LEAVES + leaf] ?? 0, xor(before, after));
    this.#stale = true;
  }

  hashAt(place: number): number {
    if (this.#stale) this.#rehash();
    return this.#hashes[place] ?? 0;
  }

  /** The keys under a leaf. */
  keysAt(place: number): readonly Key[] {
    return [...(this.#leaves[place - LEAVES]?.keys() ?? [])];
  }

  #rehash(): void {
    for (let place = LEAVES - 1; place >= ROOT; place--) {
      const [left = 0, right = 0] = this.#hashes.slice(2 * place, 2 * place + 2);
      // Empty subtrees are alike at every height, which is all right: only equal places are compared.
      this.#hashes[place] = left === 0 && right === 0 ? 0 : hashOf(`${left},${right}`);
    }
    this.#stale = false;
  }
}

export const isLeaf = (place: number): boolean => place >= LEAVES && place < 2 * LEAVES;
export const childrenOf = (place: number): readonly [number, number] => [2 * place, 2 * place + 1];
