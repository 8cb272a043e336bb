/**
 * An order of operations in the making, which can be taken back step by step: what is open, what was placed behind
 * everything else, and what was put right before another operation later on. It knows nothing of models and of what is legal.
 */
import type { Arrays } from '../arrays.ts';

/** What was done to an operation. */
const CALLED = 0;
const PLACED_AT_CALL = 1;
const PLACED = 2;
const HIDDEN = 3;

export class Arrangement {
  readonly #isPlaced: Uint8Array;
  /** What was called and is not placed: a ring in the order of the calls, which begins and ends at a position that is none. */
  readonly #next: Int32Array;
  readonly #previous: Int32Array;
  readonly #ring: number;
  /** What stands right before an operation, and what before that: one more than its position. */
  readonly #before: Int32Array;
  readonly #order: Int32Array;
  #length = 0;
  /** The position of each operation that something was done to, times four, and what it was. */
  readonly #trail: Int32Array;
  #trailLength = 0;
  #hasHidden = false;

  constructor(count: number, arrays: Arrays) {
    this.#isPlaced = arrays.bytes(count);
    this.#next = arrays.ints(count + 1);
    this.#previous = arrays.ints(count + 1);
    this.#before = arrays.ints(count);
    this.#order = arrays.ints(count);
    this.#trail = arrays.ints(2 * count);
    this.#ring = count;
    this.#next[count] = count;
    this.#previous[count] = count;
  }

  isPlaced(position: number): boolean {
    return this.#isPlaced[position] === 1;
  }

  /** The open operation that was called first, or `end`. */
  get first(): number {
    return this.#next[this.#ring] ?? this.#ring;
  }

  /** The one after it; also of one that has just been placed. */
  after(position: number): number {
    return this.#next[position] ?? this.#ring;
  }

  get end(): number {
    return this.#ring;
  }

  call(position: number): void {
    this.#previous[position] = this.#previous[this.#ring] ?? this.#ring;
    this.#next[position] = this.#ring;
    this.#link(position);
    this.#note(position, CALLED);
  }

  callAndPlace(position: number): void {
    this.#isPlaced[position] = 1;
    this.#order[this.#length++] = position;
    this.#note(position, PLACED_AT_CALL);
  }

  /** Behind everything that was placed so far. */
  place(position: number): void {
    this.#unlink(position);
    this.#isPlaced[position] = 1;
    this.#order[this.#length++] = position;
    this.#note(position, PLACED);
  }

  /** Right before one that was placed, and behind all that was hidden there. */
  hide(position: number, under: number): void {
    this.#unlink(position);
    this.#isPlaced[position] = 1;
    this.#before[position] = this.#before[under] ?? 0;
    this.#before[under] = position + 1;
    this.#hasHidden = true;
    this.#note(position, HIDDEN);
  }

  /** To be given to `undo`. */
  mark(): number {
    return this.#trailLength;
  }

  undo(mark: number): void {
    while (this.#trailLength > mark) {
      const entry = this.#trail[--this.#trailLength] ?? 0;
      const position = entry >> 2;
      const what = entry & 3;
      if (what === PLACED || what === PLACED_AT_CALL) this.#length--;
      if (what === HIDDEN) {
        // It is the one that went there last, so the operation itself knows it.
        this.#before[this.#before.indexOf(position + 1)] = this.#before[position] ?? 0;
        this.#before[position] = 0;
      }
      if (what === CALLED) this.#unlink(position);
      else if (what !== PLACED_AT_CALL) this.#link(position);
      this.#isPlaced[position] = 0;
    }
  }

  order(): Int32Array {
    const placed = this.#order.subarray(0, this.#length);
    if (!this.#hasHidden) return placed.slice();
    const whole: number[] = [];
    for (const position of placed) {
      const begun = whole.length;
      for (let hidden = this.#before[position] ?? 0; hidden > 0; hidden = this.#before[hidden - 1] ?? 0)
        whole.push(hidden - 1);
      if (whole.length > begun + 1) whole.push(...whole.splice(begun).reverse());
      whole.push(position);
    }
    return Int32Array.from(whole);
  }

  #note(position: number, what: number): void {
    this.#trail[this.#trailLength++] = 4 * position + what;
  }

  /** Between the neighbours that it still knows. */
  #link(position: number): void {
    this.#next[this.#previous[position] ?? 0] = position;
    this.#previous[this.#next[position] ?? 0] = position;
  }

  #unlink(position: number): void {
    const previous = this.#previous[position] ?? 0;
    const next = this.#next[position] ?? 0;
    this.#next[previous] = next;
    this.#previous[next] = previous;
  }
}
