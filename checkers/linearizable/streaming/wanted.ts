/**
 * Which states are worth going to on the way to a return: those where something that must be placed is legal, or where
 * open operations lead to such a state. To use an open operation for anything else, or to overwrite the state with
 * anything else, is to spend it: what comes next could have come without.
 */
import type { Vocabulary } from '../../../histories/op.ts';
import type { OpenOperations } from './open-operations.ts';
import type { Pending, Running } from './pending.ts';
import type { Steps } from './steps.ts';

export class Wanted<V extends Vocabulary, S> {
  readonly #pending: Pending<V>;
  readonly #open: OpenOperations<V>;
  readonly #steps: Steps<V, S>;
  readonly #known = new Map<number, boolean>();

  constructor(pending: Pending<V>, open: OpenOperations<V>, steps: Steps<V, S>) {
    this.#pending = pending;
    this.#open = open;
    this.#steps = steps;
  }

  /** What was said holds for one return only. */
  forget(): void {
    this.#known.clear();
  }

  isWanted(from: number, x: Running<V>): boolean {
    // Those that are legal wherever they are tried may go on for ever.
    if (this.#open.hasUndemanding) return true;
    const met = [from];
    for (let at = 0; at < met.length; at++) {
      const state = met[at] ?? from;
      if (this.#known.get(state) ?? this.#isLegalHere(state, x)) {
        this.#known.set(from, true);
        return true;
      }
      if (this.#known.has(state)) continue;
      for (const next of this.#led(state)) if (!met.includes(next)) met.push(next);
    }
    // Nothing that can be reached from here is wanted, and so nothing of that is.
    for (const state of met) this.#known.set(state, false);
    return false;
  }

  *#led(state: number): Generator<number> {
    for (const operationClass of this.#open.alteringAt(this.#steps.keyOf(state))) {
      yield* this.#steps.next(state, operationClass);
    }
  }

  #isLegalHere(state: number, x: Running<V>): boolean {
    if (!x.class.overwrites && this.#steps.next(state, x.class).length > 0) return true;
    if (this.#pending.requires(this.#steps.keyOf(state))) return true;
    return this.#pending.undemanding.some(({ class: one }) => this.#steps.next(state, one).length > 0);
  }
}
