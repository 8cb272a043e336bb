/** Numbers of which the least is taken first, changed in place: what a replayed priority queue is made of. */
export class Heap {
  readonly #values: number[] = [];

  get size(): number {
    return this.#values.length;
  }

  insert(value: number): void {
    const values = this.#values;
    let at = values.length;
    values.push(value);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = this.#at(parent);
      if (above <= value) break;
      values[at] = above;
      at = parent;
    }
    values[at] = value;
  }

  /** The least, or undefined if there is none. */
  take(): number | undefined {
    const values = this.#values;
    const [least] = values;
    const last = values.pop();
    if (last === undefined || values.length === 0) return least;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= values.length) break;
      if (this.#at(child + 1) < this.#at(child)) child++;
      if (last <= this.#at(child)) break;
      values[at] = this.#at(child);
      at = child;
    }
    values[at] = last;
    return least;
  }

  #at(i: number): number {
    return this.#values[i] ?? Infinity;
  }
}
