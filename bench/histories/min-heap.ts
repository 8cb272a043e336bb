/** A binary heap of numbers that carry a number each: the least key comes out first. Plain arrays, no objects. */
export class MinHeap {
  readonly #keys: number[] = [];
  readonly #loads: number[] = [];

  get size(): number {
    return this.#keys.length;
  }

  /** The key and the load of the least entry; NaN when there is none. */
  get key(): number {
    return this.#keys[0] ?? Number.NaN;
  }

  get load(): number {
    return this.#loads[0] ?? Number.NaN;
  }

  push(key: number, load: number): void {
    let at = this.#keys.length;
    this.#keys.push(key);
    this.#loads.push(load);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if ((this.#keys[parent] ?? 0) <= key) break;
      this.#swap(at, parent);
      at = parent;
    }
  }

  /** Drops the least entry. */
  pop(): void {
    const last = this.#keys.length - 1;
    if (last < 0) return;
    this.#swap(0, last);
    this.#keys.pop();
    this.#loads.pop();
    for (let at = 0; ; ) {
      let child = 2 * at + 1;
      if (child >= last) return;
      if (child + 1 < last && (this.#keys[child + 1] ?? 0) < (this.#keys[child] ?? 0)) child++;
      if ((this.#keys[at] ?? 0) <= (this.#keys[child] ?? 0)) return;
      this.#swap(at, child);
      at = child;
    }
  }

  #swap(a: number, b: number): void {
    const [keys, loads] = [this.#keys, this.#loads];
    [keys[a], keys[b]] = [keys[b] ?? 0, keys[a] ?? 0];
    [loads[a], loads[b]] = [loads[b] ?? 0, loads[a] ?? 0];
  }
}
