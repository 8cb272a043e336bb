/**
 * The replicated log in memory: entries numbered from 1, as in the paper. Index 0 is an imaginary entry of term 0, so
 * that the consistency check of the first real entry needs no special case.
 */
import type { Entry } from './messages.ts';
import type { LogEnd } from './rules.ts';

export class Log<C> {
  readonly #entries: Entry<C>[];
  /** How often a suffix was cut off; a leader's must never grow (leader append-only, figure 3). */
  truncations = 0;
  /** Where the last cut was made: what stands from there on is new. */
  cutAt = 0;

  constructor(entries: Entry<C>[] = []) {
    this.#entries = entries;
  }

  get lastIndex(): number {
    return this.#entries.length;
  }

  get end(): LogEnd {
    return { index: this.lastIndex, term: this.termAt(this.lastIndex) ?? 0 };
  }

  /** The term at an index: 0 at index 0, undefined past the end. */
  termAt(index: number): number | undefined {
    return index === 0 ? 0 : this.#entries[index - 1]?.term;
  }

  at(index: number): Entry<C> {
    const entry = this.#entries[index - 1];
    if (entry === undefined) throw new RangeError(`no log entry ${index}, the last one is ${this.lastIndex}`);
    return entry;
  }

  append(entry: Entry<C>): void {
    this.#entries.push(entry);
  }

  /** Deletes the entry at this index and all that follow it. */
  truncateFrom(index: number): void {
    if (index > this.lastIndex) return;
    this.#entries.length = index - 1;
    this.truncations++;
    this.cutAt = index;
  }

  /** At most `count` entries from this index on. */
  slice(from: number, count: number): Entry<C>[] {
    return this.#entries.slice(from - 1, from - 1 + count);
  }

  /** The first index of the run of entries that share the term at this index. */
  firstIndexOfTermAt(index: number): number {
    const term = this.termAt(index);
    let first = index;
    while (first > 1 && this.termAt(first - 1) === term) first--;
    return first;
  }

  /** The last index at or below `from` whose entry has this term, or 0. */
  lastIndexOfTerm(term: number, from: number): number {
    for (let index = Math.min(from, this.lastIndex); index > 0; index--) {
      const found = this.termAt(index) as number;
      if (found === term) return index;
      if (found < term) return 0;
    }
    return 0;
  }
}
