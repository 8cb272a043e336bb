/** Sums up a check part by part: what was decided by whom, the orders found, and how far the undecided parts came. */
import type { Vocabulary } from '../../histories/op.ts';
import type { CheckReport, LinearizabilityResult, Linearization, PartProgress } from './check.ts';
import type { Explanation } from './explanation.ts';
import type { Limits } from './limits.ts';
import type { Part } from './part.ts';
import type { PartWork } from './part-work.ts';

export class Tally {
  configurations = 0;
  readonly #operations: number;
  readonly #parts: number;
  readonly #limits: Limits;
  readonly #onProgress: (decided: number) => void;
  /** Each once. */
  readonly #deciders: string[] = [];
  readonly #linearizations: Linearization[] = [];
  readonly #undecided: PartProgress[] = [];
  #decided = 0;

  constructor(operations: number, parts: number, limits: Limits, onProgress: (decided: number) => void) {
    this.#operations = operations;
    this.#parts = parts;
    this.#limits = limits;
    this.#onProgress = onProgress;
  }

  legal<V extends Vocabulary>({ key, operations }: Part<V>, by: string, order: readonly number[]): void {
    this.#decidedBy(by);
    this.#linearizations.push(key === undefined ? { order } : { key, order });
    this.#decided += operations.length;
    this.#onProgress(this.#decided);
  }

  undecided<V extends Vocabulary, S>({ part, furthest }: PartWork<V, S>, reason: string): void {
    const { key, operations } = part;
    this.#undecided.push({ ...(key === undefined ? {} : { key }), reason, operations: operations.length, ...furthest });
  }

  illegal(by: string, why: Explanation): LinearizabilityResult {
    this.#decidedBy(by);
    return { valid: false, ...why, ...this.#report() };
  }

  unknown(because: string): LinearizabilityResult {
    return { valid: 'unknown', because: sentence(because), progress: this.#undecided, ...this.#report() };
  }

  result(): LinearizabilityResult {
    const [first] = this.#undecided;
    if (first === undefined) return { valid: true, linearizations: this.#linearizations, ...this.#report() };
    const placed = first.placed === undefined ? '' : ` with ${first.placed} of ${first.operations} operations placed`;
    const rest = this.#parts > 1 ? `; ${this.#undecided.length} of ${this.#parts} keys are undecided` : '';
    return this.unknown(`${first.reason}${placed}${rest}`);
  }

  #decidedBy(name: string): void {
    if (!this.#deciders.includes(name)) this.#deciders.push(name);
  }

  #report(): CheckReport {
    return {
      algorithm: this.#deciders.sort().join('+') || 'none',
      operations: this.#operations,
      parts: this.#parts,
      configurations: this.configurations,
      elapsedMs: this.#limits.elapsedMs,
    };
  }
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
