/**
 * Bags (multisets) of elements that never change: putting in and taking out make another one, at the cost of the logarithm
 * of the size. Equal bags that come from one `empty` have the same id, which makes a short key; the trees that see to
 * it are in treaps.ts.
 */
import type { Element } from '../../../histories/ops/set.ts';
import { hashOf } from './hash.ts';
import { EMPTY, Treaps, type Tree } from './treaps.ts';

export class Bag {
  /** Tells bags that come from one `empty` apart. */
  readonly id: Tree;
  readonly #forest: Forest;

  private constructor(forest: Forest, tree: Tree) {
    this.#forest = forest;
    this.id = tree;
  }

  /** An empty bag, from which others come that can be compared with each other. Another hash is for tests. */
  static empty(hash = hashOf): Bag {
    return new Bag({ trees: new Treaps(hash), read: new WeakMap() }, EMPTY);
  }

  /** How many elements, each as often as it is in. */
  get size(): number {
    return this.#forest.trees.size(this.id);
  }

  /** The least one: numbers before texts; undefined if there is none. */
  get least(): Element | undefined {
    return this.#forest.trees.least(this.id);
  }

  has(element: Element): boolean {
    return this.#forest.trees.has(this.id, element);
  }

  with(element: Element): Bag {
    return new Bag(this.#forest, this.#forest.trees.with(this.id, element));
  }

  /** Once less; one that does not hold the element stays as it is. */
  without(element: Element): Bag {
    return new Bag(this.#forest, this.#forest.trees.without(this.id, element));
  }

  equals(other: Bag): boolean {
    return this.id === other.id;
  }

  isWithin(other: Bag): boolean {
    return this.#forest.trees.isWithin(this.id, other.id);
  }

  /** The bag of these elements; remembered, for a history asks for each of them again. */
  like(elements: readonly Element[]): Bag {
    const { trees, read } = this.#forest;
    let bag = read.get(elements);
    if (bag === undefined) {
      bag = new Bag(
        this.#forest,
        elements.reduce<Tree>((tree, element) => trees.with(tree, element), EMPTY),
      );
      read.set(elements, bag);
    }
    return bag;
  }

  /** Each different element once, in ascending order. */
  elements(): Element[] {
    return Array.from(this.#forest.trees.entries(this.id), ([element]) => element);
  }

  /** Each element as often as it is in, in ascending order. */
  toArray(): Element[] {
    return [...this.#forest.trees.entries(this.id)].flatMap(([element, times]) => Array<Element>(times).fill(element));
  }
}

interface Forest {
  readonly trees: Treaps;
  /** By the array of a read's output. */
  readonly read: WeakMap<readonly Element[], Bag>;
}
