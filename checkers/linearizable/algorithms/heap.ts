/** Positions of operations, of which the one with the least key comes out first. */
export class Heap {
  readonly #keys: Int32Array;
  readonly #heap: number[] = [];

  constructor(keys: Int32Array) {
    this.#keys = keys;
  }

  push(position: number): void {
    const heap = this.#heap;
    const key = this.#keys[position] ?? 0;
    let at = heap.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent] ?? 0;
      if ((this.#keys[above] ?? 0) <= key) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = position;
  }

  pop(): number | undefined {
    const heap = this.#heap;
    const least = heap[0];
    const moved = heap.pop();
    if (least === undefined || moved === undefined || heap.length === 0) return least;
    const key = this.#keys[moved] ?? 0;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && this.#key(child + 1) < this.#key(child)) child++;
      if (this.#key(child) >= key) break;
      heap[at] = heap[child] ?? 0;
      at = child;
    }
    heap[at] = moved;
    return least;
  }

  #key(at: number): number {
    return this.#keys[this.#heap[at] ?? 0] ?? 0;
  }
}
