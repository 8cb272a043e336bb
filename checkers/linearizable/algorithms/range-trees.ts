/**
 * Two trees over an array, for questions about a stretch of it in logarithmic time: where the next great value is, and
 * where the next zero is while whole stretches are raised and lowered.
 */

/** Holds a number per index and finds the next one above a threshold. */
export class MaximumTree {
  readonly #size: number;
  readonly #most: Int32Array;

  constructor(values: Int32Array) {
    let size = 1;
    while (size < values.length) size *= 2;
    this.#size = size;
    const most = new Int32Array(2 * size).fill(LEAST);
    most.set(values, size);
    for (let node = size - 1; node > 0; node--) most[node] = Math.max(most[2 * node] ?? 0, most[2 * node + 1] ?? 0);
    this.#most = most;
  }

  /** From now on this index is above nothing. */
  clear(index: number): void {
    const most = this.#most;
    let node = index + this.#size;
    most[node] = LEAST;
    for (node >>= 1; node > 0; node >>= 1) {
      const greater = Math.max(most[2 * node] ?? 0, most[2 * node + 1] ?? 0);
      if (most[node] === greater) return;
      most[node] = greater;
    }
  }

  /** The greatest value from `first` to `last`, both included. */
  greatest(first: number, last: number): number {
    const most = this.#most;
    let greatest = LEAST;
    let low = first + this.#size;
    let high = last + this.#size + 1;
    for (; low < high; low >>= 1, high >>= 1) {
      if (low & 1) greatest = Math.max(greatest, most[low++] ?? 0);
      if (high & 1) greatest = Math.max(greatest, most[--high] ?? 0);
    }
    return greatest;
  }

  /** The first index from `first` on whose value is above the threshold; the size or more if there is none. */
  firstAbove(first: number, threshold: number): number {
    const most = this.#most;
    const size = this.#size;
    if (first >= size) return size;
    let node = first + size;
    // Up and to the right until a subtree holds one, then down to its leftmost.
    while ((most[node] ?? 0) <= threshold) {
      while (node & 1) node >>= 1;
      if (node === 0) return size;
      node++;
    }
    while (node < size) {
      node *= 2;
      if ((most[node] ?? 0) <= threshold) node++;
    }
    return node - size;
  }
}

const LEAST = -(2 ** 31);

/** Holds a count per index, none of them ever below zero, and finds the next zero. */
export class ZeroTree {
  readonly #size: number;
  /** Of each subtree the least count, less what was added to the subtrees around it. */
  readonly #least: Int32Array;
  readonly #added: Int32Array;

  constructor(counts: Int32Array) {
    let size = 1;
    while (size < counts.length) size *= 2;
    this.#size = size;
    this.#least = new Int32Array(2 * size).fill(NO_ZERO);
    this.#added = new Int32Array(2 * size);
    this.#least.set(counts, size);
    for (let node = size - 1; node > 0; node--) this.#pull(node);
  }

  /** Takes an index out: it will not be found any more. */
  remove(index: number): void {
    this.#least[index + this.#size] = NO_ZERO;
    for (let node = (index + this.#size) >> 1; node > 0; node >>= 1) this.#pull(node);
  }

  /** Adds to all from `first` to before `end`. */
  add(first: number, end: number, amount: number): void {
    if (first >= end) return;
    let low = first + this.#size;
    let high = end + this.#size;
    const [lowest, highest] = [low, high - 1];
    for (; low < high; low >>= 1, high >>= 1) {
      if (low & 1) this.#raise(low++, amount);
      if (high & 1) this.#raise(--high, amount);
    }
    for (let node = lowest >> 1; node > 0; node >>= 1) this.#pull(node);
    for (let node = highest >> 1; node > 0; node >>= 1) this.#pull(node);
  }

  /** The first index from `first` on with a count of zero; the size or more if there is none. */
  firstZero(first: number): number {
    const size = this.#size;
    if (first >= size) return size;
    const least = this.#least;
    const added = this.#added;
    let above = 0;
    for (let node = (first + size) >> 1; node > 0; node >>= 1) above += added[node] ?? 0;
    let node = first + size;
    while ((least[node] ?? 0) + above > 0) {
      while (node & 1) {
        node >>= 1;
        above -= added[node] ?? 0;
      }
      if (node === 0) return size;
      node++;
    }
    while (node < size) {
      above += added[node] ?? 0;
      node *= 2;
      if ((least[node] ?? 0) + above > 0) node++;
    }
    return node - size;
  }

  #raise(node: number, amount: number): void {
    this.#least[node] = (this.#least[node] ?? 0) + amount;
    this.#added[node] = (this.#added[node] ?? 0) + amount;
  }

  #pull(node: number): void {
    this.#least[node] = Math.min(this.#least[2 * node] ?? 0, this.#least[2 * node + 1] ?? 0) + (this.#added[node] ?? 0);
  }
}

/** More than any count, and what is subtracted from it still is. */
const NO_ZERO = 2 ** 30;
