/** What a level may cost before it is left undecided: steps of work, and the time and patience of whoever asked. */
import type { Limits } from '../linearizable/limits.ts';

export class Budget {
  readonly #limits: Limits;
  readonly #steps: number;
  #left: number;

  constructor(limits: Limits, steps: number) {
    this.#limits = limits;
    this.#steps = steps;
    this.#left = steps;
  }

  /** Why to stop, if there is a reason. */
  spend(steps: number): string | undefined {
    this.#left -= steps;
    if (this.#left < 0) return `the bound of ${this.#steps} steps was reached`;
    return this.#limits.exceeded();
  }
}
