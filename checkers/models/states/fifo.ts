/**
 * Sequences that grow at their end and shrink at their front, hash-consed: equal ones that come from one `empty` are the
 * same object, so that a key is a number and a step costs the logarithm of the length. A queue is the last so many
 * elements of a path of all that was ever enqueued. Two paths may end alike, so queues are looked up by a hash, and
 * compared element by element where hashes are equal: a collision costs time and nothing else.
 */
import type { Element } from '../../../histories/ops/set.ts';
import { hashOf } from './hash.ts';
import { Path } from './path.ts';

export class Fifo {
  /** Tells queues that come from one `empty` apart. */
  readonly id: number;
  readonly length: number;
  readonly #back: Path;
  /** The sum of hash(element) * BASE^(distance from the back), in 32 bits. */
  readonly #hash: number;
  readonly #known: Known;
  #rest: Fifo | undefined;

  private constructor(known: Known, back: Path, length: number, hash: number) {
    this.id = known.count++;
    this.length = length;
    this.#back = back;
    this.#hash = hash;
    this.#known = known;
  }

  /** Another hash is for tests: a bad one makes it slow. */
  static empty(hash = hashOf): Fifo {
    const known: Known = { count: 0, byHash: new Map(), hash };
    const empty = new Fifo(known, Path.empty(), 0, 0);
    known.byHash.set(0, [empty]);
    return empty;
  }

  enqueue(value: Element): Fifo {
    const hash = (Math.imul(this.#hash, BASE) + this.#known.hash(value)) | 0;
    return this.#find(this.#back.push(value), this.length + 1, hash);
  }

  /** The element in front; undefined if there is none. */
  get front(): Element | undefined {
    if (this.length === 0) return undefined;
    return this.#back.ancestor(this.#back.length - this.length + 1).last ?? undefined;
  }

  /** All but the element in front; an empty queue stays empty. */
  get rest(): Fifo {
    const { front } = this;
    if (front === undefined) return this;
    if (this.#rest === undefined) {
      const hash = (this.#hash - Math.imul(this.#known.hash(front), power(this.length - 1))) | 0;
      this.#rest = this.#find(this.#back, this.length - 1, hash);
    }
    return this.#rest;
  }

  toArray(): Element[] {
    return this.#back.toArray().slice(this.#back.length - this.length);
  }

  #find(back: Path, length: number, hash: number): Fifo {
    const { byHash } = this.#known;
    const alike = byHash.get(hash);
    const known = alike?.find((other) => other.length === length && endAlike(other.#back, back, length));
    if (known !== undefined) return known;
    const found = new Fifo(this.#known, back, length, hash);
    if (alike === undefined) byHash.set(hash, [found]);
    else alike.push(found);
    return found;
  }
}

interface Known {
  count: number;
  readonly byHash: Map<number, Fifo[]>;
  readonly hash: (element: Element) => number;
}

/** Whether the last so many elements are equal; where paths have met, they stay together. */
function endAlike(one: Path, other: Path, length: number): boolean {
  let [a, b]: (Path | null)[] = [one, other];
  for (let left = length; left > 0 && a !== b; left--) {
    if (a?.last !== b?.last) return false;
    a = a?.parent ?? null;
    b = b?.parent ?? null;
  }
  return true;
}

/** Odd, so that no factor gets lost. */
const BASE = 0x9e3779b1 | 0;

function power(exponent: number): number {
  let result = 1;
  let square = BASE;
  for (let left = exponent; left > 0; left >>>= 1) {
    if (left & 1) result = Math.imul(result, square);
    square = Math.imul(square, square);
  }
  return result;
}
