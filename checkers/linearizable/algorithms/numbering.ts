import { type Arrays, freshArrays } from '../arrays.ts';

/**
 * Numbers for values, from 0 on in the order in which they come. Values are mostly small integers, which need a table and
 * no hashing; that makes out most of the time that an algorithm spends on a million operations.
 */
export class Numbering<T extends number | string | null> {
  readonly values: T[] = [];
  /** One more than the number of each small integer; 0 if it has none. */
  readonly #small: Int32Array;
  readonly #others = new Map<T, number>();

  constructor(small: number, arrays: Arrays = freshArrays) {
    this.#small = arrays.ints(small);
  }

  /** The number of a value, or -1. */
  find(value: T): number {
    return this.#isSmall(value) ? (this.#small[value] ?? 0) - 1 : (this.#others.get(value) ?? -1);
  }

  /** The number of a value, a new one if it has none. */
  add(value: T): number {
    const known = this.find(value);
    if (known !== -1) return known;
    const number = this.values.length;
    this.values.push(value);
    if (this.#isSmall(value)) this.#small[value] = number + 1;
    else this.#others.set(value, number);
    return number;
  }

  #isSmall(value: T): value is T & number {
    return typeof value === 'number' && value >= 0 && value < this.#small.length && (value | 0) === value;
  }
}
