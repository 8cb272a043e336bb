/**
 * Hash-consed treaps over elements with multiplicities: search trees whose heap order is a hash of the element, so that
 * equal bags have equal trees whatever was put in first (Seidel and Aragon 1996, unique representation). Trees are
 * numbers, 0 the empty one, and equal trees of one forest are the same number. A change makes logarithmically many nodes
 * and a search makes very many trees, so nodes live in columns of integers and take some thirty bytes each.
 */
import type { Element } from '../../../histories/ops/set.ts';

export type Tree = number;
export const EMPTY: Tree = 0;

export class Treaps {
  readonly #hashOf: (element: Element) => number;
  readonly #indexOf = new Map<Element, number>();
  readonly #elements: Element[] = [];
  readonly #hashes: number[] = [];
  /** By node; the first stands for the empty tree. */
  #element = new Int32Array(64);
  #times = new Int32Array(64);
  #size = new Int32Array(64);
  #left = new Int32Array(64);
  #right = new Int32Array(64);
  #count = 1;
  /** Open addressing; 0 where nothing stands. */
  #table = new Int32Array(256);

  constructor(hashOf: (element: Element) => number) {
    this.#hashOf = hashOf;
  }

  /** How many elements, each as often as it is in. */
  size(tree: Tree): number {
    return this.#size[tree] ?? 0;
  }

  /** The least element: numbers before texts. */
  least(tree: Tree): Element | undefined {
    let at = tree;
    while (this.#leftOf(at) !== EMPTY) at = this.#leftOf(at);
    return at === EMPTY ? undefined : this.#elementOf(at);
  }

  has(tree: Tree, element: Element): boolean {
    const wanted = this.#indexOf.get(element);
    let at = tree;
    while (at !== EMPTY && this.#element[at] !== wanted) {
      at = isBefore(element, this.#elementOf(at)) ? this.#leftOf(at) : this.#rightOf(at);
    }
    return at !== EMPTY;
  }

  with(tree: Tree, element: Element): Tree {
    return this.#inserted(tree, this.#index(element));
  }

  /** Once less; a tree that does not hold the element stays as it is. */
  without(tree: Tree, element: Element): Tree {
    return this.has(tree, element) ? this.#removed(tree, this.#index(element)) : tree;
  }

  /** Whether `b` holds all that `a` does, as often; subtrees that both share are not looked into. */
  isWithin(a: Tree, b: Tree): boolean {
    if (a === b || a === EMPTY) return true;
    if (b === EMPTY || this.size(a) > this.size(b)) return false;
    const [top, other] = [this.#indexAt(a), this.#indexAt(b)];
    if (top === other) {
      if (this.#timesOf(a) > this.#timesOf(b)) return false;
      return this.isWithin(this.#leftOf(a), this.#leftOf(b)) && this.isWithin(this.#rightOf(a), this.#rightOf(b));
    }
    // Had b this element, it would stand above.
    if (this.#isAbove(top, other)) return false;
    const [left, right] = this.#split(a, other);
    return this.isWithin(left, this.#leftOf(b)) && this.isWithin(right, this.#rightOf(b));
  }

  /** Each different element with its multiplicity, in ascending order. */
  *entries(tree: Tree): Generator<readonly [Element, times: number]> {
    if (tree === EMPTY) return;
    yield* this.entries(this.#leftOf(tree));
    yield [this.#elementOf(tree), this.#timesOf(tree)];
    yield* this.entries(this.#rightOf(tree));
  }

  #inserted(at: Tree, element: number): Tree {
    if (at === EMPTY) return this.#node(element, 1, EMPTY, EMPTY);
    const here = this.#indexAt(at);
    if (here === element) return this.#node(element, this.#timesOf(at) + 1, this.#leftOf(at), this.#rightOf(at));
    if (this.#isAbove(element, here)) {
      const [left, right] = this.#split(at, element);
      return this.#node(element, 1, left, right);
    }
    if (this.#isBefore(element, here)) return this.#withLeft(at, this.#inserted(this.#leftOf(at), element));
    return this.#withRight(at, this.#inserted(this.#rightOf(at), element));
  }

  #removed(at: Tree, element: number): Tree {
    const here = this.#indexAt(at);
    if (here !== element) {
      if (this.#isBefore(element, here)) return this.#withLeft(at, this.#removed(this.#leftOf(at), element));
      return this.#withRight(at, this.#removed(this.#rightOf(at), element));
    }
    const [times, left, right] = [this.#timesOf(at), this.#leftOf(at), this.#rightOf(at)];
    return times === 1 ? this.#joined(left, right) : this.#node(element, times - 1, left, right);
  }

  /** What comes before this element, and what comes behind it; itself is in neither. */
  #split(at: Tree, element: number): readonly [Tree, Tree] {
    if (at === EMPTY) return [EMPTY, EMPTY];
    const here = this.#indexAt(at);
    if (here === element) return [this.#leftOf(at), this.#rightOf(at)];
    if (this.#isBefore(element, here)) {
      const [left, right] = this.#split(this.#leftOf(at), element);
      return [left, this.#withLeft(at, right)];
    }
    const [left, right] = this.#split(this.#rightOf(at), element);
    return [this.#withRight(at, left), right];
  }

  /** Of two trees, the one all before the other. */
  #joined(left: Tree, right: Tree): Tree {
    if (left === EMPTY) return right;
    if (right === EMPTY) return left;
    if (this.#isAbove(this.#indexAt(left), this.#indexAt(right)))
      return this.#withRight(left, this.#joined(this.#rightOf(left), right));
    return this.#withLeft(right, this.#joined(left, this.#leftOf(right)));
  }

  #withLeft(at: Tree, left: Tree): Tree {
    return this.#node(this.#indexAt(at), this.#timesOf(at), left, this.#rightOf(at));
  }

  #withRight(at: Tree, right: Tree): Tree {
    return this.#node(this.#indexAt(at), this.#timesOf(at), this.#leftOf(at), right);
  }

  /** The one node that has these fields. */
  #node(element: number, times: number, left: Tree, right: Tree): Tree {
    const mask = this.#table.length - 1;
    let slot = mixed(element, times, left, right) & mask;
    for (;;) {
      const node = this.#table[slot] ?? 0;
      if (node === 0) break;
      if (
        this.#left[node] === left &&
        this.#right[node] === right &&
        this.#element[node] === element &&
        this.#times[node] === times
      )
        return node;
      slot = (slot + 1) & mask;
    }
    if (this.#count === this.#element.length) this.#grow();
    const node = this.#count++;
    this.#element[node] = element;
    this.#times[node] = times;
    this.#left[node] = left;
    this.#right[node] = right;
    this.#size[node] = times + this.size(left) + this.size(right);
    this.#table[slot] = node;
    if (2 * this.#count > this.#table.length) this.#rehash();
    return node;
  }

  #grow(): void {
    const larger = (column: Int32Array): Int32Array<ArrayBuffer> => {
      const copy = new Int32Array(2 * column.length);
      copy.set(column);
      return copy;
    };
    this.#element = larger(this.#element);
    this.#times = larger(this.#times);
    this.#size = larger(this.#size);
    this.#left = larger(this.#left);
    this.#right = larger(this.#right);
  }

  #rehash(): void {
    const table = new Int32Array(2 * this.#table.length);
    const mask = table.length - 1;
    for (let node = 1; node < this.#count; node++) {
      let slot = mixed(this.#indexAt(node), this.#timesOf(node), this.#leftOf(node), this.#rightOf(node)) & mask;
      while (table[slot] !== 0) slot = (slot + 1) & mask;
      table[slot] = node;
    }
    this.#table = table;
  }

  #index(element: Element): number {
    let index = this.#indexOf.get(element);
    if (index === undefined) {
      index = this.#elements.length;
      this.#indexOf.set(element, index);
      this.#elements.push(element);
      this.#hashes.push(this.#hashOf(element));
    }
    return index;
  }

  #isBefore(a: number, b: number): boolean {
    return isBefore(this.#elements[a] ?? 0, this.#elements[b] ?? 0);
  }

  /** Which of two elements stands above the other: a total order, or trees of equal bags would differ. */
  #isAbove(a: number, b: number): boolean {
    const [hash, other] = [this.#hashes[a] ?? 0, this.#hashes[b] ?? 0];
    return hash === other ? this.#isBefore(a, b) : hash < other;
  }

  #elementOf(tree: Tree): Element {
    return this.#elements[this.#indexAt(tree)] ?? 0;
  }

  #indexAt(tree: Tree): number {
    return this.#element[tree] ?? 0;
  }

  #timesOf(tree: Tree): number {
    return this.#times[tree] ?? 0;
  }

  #leftOf(tree: Tree): Tree {
    return this.#left[tree] ?? EMPTY;
  }

  #rightOf(tree: Tree): Tree {
    return this.#right[tree] ?? EMPTY;
  }
}

/** A total order of elements. */
function isBefore(a: Element, b: Element): boolean {
  return typeof a === typeof b ? a < b : typeof a === 'number';
}

function mixed(a: number, b: number, c: number, d: number): number {
  let hash = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15) ^ b, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 13) ^ c, 0x27d4eb2f);
  hash = Math.imul(hash ^ (hash >>> 16) ^ d, 0x85ebca6b);
  return (hash ^ (hash >>> 13)) | 0;
}
