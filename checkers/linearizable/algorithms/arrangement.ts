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

/** What is known of an operation, word by word. What is called and not placed is a ring, in the order of the calls. */
const NEXT = 0;
const PREVIOUS = 1;
/** What stands right before it, hidden there: one more than its position. */
const BEFORE = 2;
const IS_PLACED = 3;
const WORDS = 4;

export class Arrangement {
  readonly #arrays: Arrays;
  /** By position; where the ring begins and ends is a position that no operation has. */
  readonly #known: Int32Array;
  readonly #ring: number;
  /** The position of each operation that something was done to, times four, and what it was. */
  readonly #trail: Int32Array;
  #trailLength = 0;
  #placed = 0;

  constructor(count: number, arrays: Arrays) {
    this.#arrays = arrays;
    this.#known = arrays.ints(WORDS * (count + 1));
    this.#trail = arrays.ints(2 * count);
    this.#ring = count;
    this.#known[WORDS * count + NEXT] = count;
    this.#known[WORDS * count + PREVIOUS] = count;
  }

  isPlaced(position: number): boolean {
    return this.#known[WORDS * position + IS_PLACED] === 1;
  }

  /** The open operation that was called first, or `end`. */
  get first(): number {
    return this.after(this.#ring);
  }

  /** The one after it; also of one that has just been placed. */
  after(position: number): number {
    return this.#known[WORDS * position + NEXT] ?? this.#ring;
  }

  get end(): number {
    return this.#ring;
  }

  call(position: number): void {
    this.#known[WORDS * position + PREVIOUS] = this.#known[WORDS * this.#ring + PREVIOUS] ?? this.#ring;
    this.#known[WORDS * position + NEXT] = this.#ring;
    this.#link(position);
    this.#note(position, CALLED);
  }

  callAndPlace(position: number): void {
    this.#noteAsPlaced(position, PLACED_AT_CALL);
  }

  /** Behind everything that was placed so far. */
  place(position: number): void {
    this.#unlink(position);
    this.#noteAsPlaced(position, PLACED);
  }

  /** Right before one that was placed, and behind all that was hidden there. */
  hide(position: number, under: number): void {
    this.#unlink(position);
    this.#known[WORDS * position + BEFORE] = this.#known[WORDS * under + BEFORE] ?? 0;
    this.#known[WORDS * under + BEFORE] = position + 1;
    this.#noteAsPlaced(position, HIDDEN);
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
      if (what === HIDDEN) this.#reveal(position);
      if (what === CALLED) this.#unlink(position);
      else {
        this.#known[WORDS * position + IS_PLACED] = 0;
        this.#placed--;
        if (what !== PLACED_AT_CALL) this.#link(position);
      }
    }
  }

  /** What was placed; good as long as the arrays that this was made of. */
  order(): Int32Array {
    const order = this.#arrays.ints(this.#placed);
    let at = order.length;
    for (let i = this.#trailLength - 1; i >= 0; i--) {
      const entry = this.#trail[i] ?? 0;
      const what = entry & 3;
      if (what === CALLED || what === HIDDEN) continue;
      order[--at] = entry >> 2;
      for (let hidden = this.#before(entry >> 2); hidden > 0; hidden = this.#before(hidden - 1))
        order[--at] = hidden - 1;
    }
    return order;
  }

  /** It is the one that was hidden last under another one, so that one stands right behind it. */
  #reveal(position: number): void {
    let under = 0;
    while (this.#before(under) !== position + 1) under++;
    this.#known[WORDS * under + BEFORE] = this.#before(position);
    this.#known[WORDS * position + BEFORE] = 0;
  }

  #before(position: number): number {
    return this.#known[WORDS * position + BEFORE] ?? 0;
  }

  #noteAsPlaced(position: number, what: number): void {
    this.#known[WORDS * position + IS_PLACED] = 1;
    this.#placed++;
    this.#note(position, what);
  }

  #note(position: number, what: number): void {
    this.#trail[this.#trailLength++] = 4 * position + what;
  }

  /** Between the neighbours that it still knows. */
  #link(position: number): void {
    this.#known[WORDS * (this.#known[WORDS * position + PREVIOUS] ?? 0) + NEXT] = position;
    this.#known[WORDS * (this.#known[WORDS * position + NEXT] ?? 0) + PREVIOUS] = position;
  }

  #unlink(position: number): void {
    const previous = this.#known[WORDS * position + PREVIOUS] ?? 0;
    const next = this.#known[WORDS * position + NEXT] ?? 0;
    this.#known[WORDS * previous + NEXT] = next;
    this.#known[WORDS * next + PREVIOUS] = previous;
  }
}
