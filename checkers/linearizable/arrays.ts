/**
 * Where short-lived arrays of numbers come from. Making a typed array of more than some bytes costs about a microsecond,
 * which is more than a short history takes to search; a view of a block that is there already costs next to nothing. What
 * a block hands out is good until it is released, and whoever keeps it longer must copy it.
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

const BLOCK_BYTES = 2 ** 18;
/** Zeroing long arrays costs as much as making them, and they would leave no room for the short ones. */
const MOST_BYTES = 2 ** 14;

export class ArrayBlock implements Arrays {
  readonly #buffer = new ArrayBuffer(BLOCK_BYTES);
  #used = 0;

  ints(length: number): Int32Array {
    const at = this.#take(4 * length);
    return at < 0 ? new Int32Array(length) : new Int32Array(this.#buffer, at, length).fill(0);
  }

  bytes(length: number): Uint8Array {
    const at = this.#take(length);
    return at < 0 ? new Uint8Array(length) : new Uint8Array(this.#buffer, at, length).fill(0);
  }

  /** To be given to `release`, which takes back everything that was handed out since. */
  mark(): number {
    return this.#used;
  }

  release(mark: number): void {
    this.#used = mark;
  }

  /** Where so many bytes begin, or -1 where there is no room for them. */
  #take(bytes: number): number {
    const at = this.#used;
    const end = (at + bytes + 3) & ~3;
    if (bytes > MOST_BYTES || end > BLOCK_BYTES) return -1;
    this.#used = end;
    return at;
  }
}
