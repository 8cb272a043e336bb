/**
 * Sequences that grow and shrink at their end, hash-consed: a sequence is a node of a trie, its parent is the sequence
 * without the last element, and equal sequences of one trie are the same node. So a step costs the same however long
 * the sequence is, and its key is a number.
 */
import type { Element } from '../../../histories/ops/set.ts';

export class Path {
  /** Tells the sequences of one trie apart, and only those. */
  readonly id: number;
  readonly length: number;
  /** Null for the empty sequence, which has no last element either. */
  readonly parent: Path | null;
  readonly last: Element | null;
  /** An ancestor far enough up that `ancestor` needs only logarithmically many steps (Myers 1983). */
  readonly #jump: Path;
  readonly #trie: Trie;
  /** Most sequences go on in one way: the map is for those that do not. */
  #next: Path | undefined;
  #others: Map<Element, Path> | undefined;

  private constructor(trie: Trie, parent: Path | null, last: Element | null) {
    this.id = trie.size++;
    this.#trie = trie;
    this.parent = parent;
    this.last = last;
    this.length = parent === null ? 0 : parent.length + 1;
    this.#jump = parent === null ? this : parent.#jumpOfChildren();
  }

  /** The empty sequence of a new trie. */
  static empty(): Path {
    return new Path({ size: 0, read: new WeakMap() }, null, null);
  }

  push(value: Element): Path {
    if (this.#next === undefined) {
      this.#next = new Path(this.#trie, this, value);
      return this.#next;
    }
    if (this.#next.last === value) return this.#next;
    this.#others ??= new Map();
    let child = this.#others.get(value);
    if (child === undefined) {
      child = new Path(this.#trie, this, value);
      this.#others.set(value, child);
    }
    return child;
  }

  /** The sequence of its first elements. */
  ancestor(length: number): Path {
    let at: Path = this;
    while (at.length > length && at.parent !== null) at = at.#jump.length >= length ? at.#jump : at.parent;
    return at;
  }

  startsWith(other: Path): boolean {
    return other.length <= this.length && this.ancestor(other.length) === other;
  }

  /** The sequence of these elements in the trie of this one; remembered, for a history asks for each of them again. */
  like(elements: readonly Element[]): Path {
    let path = this.#trie.read.get(elements);
    if (path === undefined) {
      path = this.ancestor(0);
      for (const element of elements) path = path.push(element);
      this.#trie.read.set(elements, path);
    }
    return path;
  }

  toArray(): Element[] {
    const elements: Element[] = [];
    for (let at: Path = this; at.parent !== null; at = at.parent) if (at.last !== null) elements.push(at.last);
    return elements.reverse();
  }

  #jumpOfChildren(): Path {
    const jump = this.#jump;
    return this.length - jump.length === jump.length - jump.#jump.length ? jump.#jump : this;
  }
}

interface Trie {
  size: number;
  /** By the array of a read's output. */
  readonly read: WeakMap<readonly Element[], Path>;
}
