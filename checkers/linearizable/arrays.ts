/**
 * Where short-lived arrays of numbers come from. Making a typed array of more than some bytes costs about a microsecond,
 * which is more than a short history takes to search, and long ones cost a page fault every 4 KiB; a view of a block that is
 * there already costs next to nothing, and clearing it little. What a block hands out is good until it is released, and
 * whoever keeps it longer must copy it.
 */
export interface Arrays {
  /** All zero. */
  ints(length: number): Int32Array;
  bytes(length: number): Uint8Array;
}

/** Each array anew: for whoever has no block at hand. */
export const freshArrays: Arrays = {
  ints: (length) => new Int32Array(length),
  bytes: (length) => new Uint8Array(length),
};

const LEAST_BYTES = 2 ** 18;
/** What is kept from check to check at most: enough for some 100,000 operations. */
const MOST_BYTES = 2 ** 24;

/** Grows to what the last check would have needed, so that the next one of its kind finds room. */
export class ArrayBlock implements Arrays {
  #block = new Uint8Array(LEAST_BYTES);
  /** All bytes from here on are zero. */
  #used = 0;
  /** Bytes that found no room since the last release, and the most that were wanted at one time. */
  #missed = 0;
  #wanted = 0;

  ints(length: number): Int32Array {
    const at = this.#take(4 * length);
    return at < 0 ? new Int32Array(length) : new Int32Array(this.#block.buffer, at, length);
  }

  bytes(length: number): Uint8Array {
    const at = this.#take(length);
    return at < 0 ? new Uint8Array(length) : new Uint8Array(this.#block.buffer, at, length);
  }

  /** To be given to `release`, which takes back everything that was handed out since. */
  mark(): number {
    return this.#used;
  }

  release(mark: number): void {
    this.#wanted = Math.max(this.#wanted, this.#used + this.#missed);
    this.#missed = 0;
    this.#block.fill(0, mark, this.#used);
    this.#used = mark;
    const { length } = this.#block;
    if (mark > 0 || this.#wanted <= length || length >= MOST_BYTES) return;
    this.#block = new Uint8Array(Math.min(2 ** Math.ceil(Math.log2(this.#wanted)), MOST_BYTES));
  }

  /** Where so many bytes begin, or -1 where there is no room for them. */
  #take(bytes: number): number {
    const at = this.#used;
    const end = (at + bytes + 3) & ~3;
    if (end > this.#block.length) {
      this.#missed += bytes;
      return -1;
    }
    this.#used = end;
    return at;
  }
}
