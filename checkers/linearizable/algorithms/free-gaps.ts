/**
 * The gaps of a timeline in which nothing is known to be: stretches are covered one by one, and the next gap that is
 * still free is found in nearly constant time (union-find with path halving). Nothing is ever uncovered.
 */
export class FreeGaps {
  readonly #next: Int32Array;

  constructor(gaps: number) {
    this.#next = new Int32Array(gaps + 1);
    for (let gap = 0; gap <= gaps; gap++) this.#next[gap] = gap;
  }

  /** The first free gap from this one on; the number of gaps if there is none. */
  from(gap: number): number {
    const next = this.#next;
    let at = Math.min(gap, next.length - 1);
    for (;;) {
      const after = next[at] ?? at;
      if (after === at) return at;
      const further = next[after] ?? after;
      next[at] = further;
      at = further;
    }
  }

  /** Covers the gaps from `first` to before `end`. */
  cover(first: number, end: number): void {
    const stop = Math.min(end, this.#next.length - 1);
    for (let gap = this.from(first); gap < stop; gap = this.from(gap + 1)) this.#next[gap] = gap + 1;
  }
}
