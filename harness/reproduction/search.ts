/**
 * The search for a smaller reproduction: holds the smallest so far and tries others. A change moves what nodes draw for
 * themselves (election time-outs above all), and a failure that is lost by that alone is not lost: a candidate may try
 * other seeds. How many depends on what a run costs, counted in events of the simulation, so that the same search finds
 * the same on every machine.
 */
import { type Random, randomOf } from '../core/random.ts';
import type { TestPlan } from '../plan.ts';
import type { Judging } from '../runner/judge.ts';
import type { TestResult } from '../runner/result.ts';
import { runTest } from '../runner/run.ts';
import type { Reproduction } from './reproduction.ts';

export interface SearchOptions {
  /** Events of the simulation that the whole search may cost. */
  readonly budget: number;
  readonly signal?: AbortSignal | undefined;
  onRun?(search: Search): void;
}

export type Scripted = TestPlan & { readonly reproduction: Reproduction };

/** Events that a candidate may cost, with all the seeds that it tries; one is always tried. */
const PATIENCE = 60_000;
const MOST_TRIES = 12;

export class Search {
  best: Scripted;
  /** Of the run of the best. */
  result: TestResult;
  /** What it is about. */
  pass = '';
  runs = 0;
  /** Whether each candidate has to pass with the planted bug taken out: what fails in any case was not its doing. */
  isStrict = false;
  events = 0;
  #seeds: number;
  readonly #options: SearchOptions;

  /** Undefined if it does not fail. */
  static async from(plan: Scripted, options: SearchOptions): Promise<Search | undefined> {
    const result = await runTest(plan, { store: null, judging: judgingOf(plan) });
    return result.reproduction?.failed === true ? new Search(plan, result, options) : undefined;
  }

  private constructor(best: Scripted, result: TestResult, options: SearchOptions) {
    this.best = best;
    this.result = result;
    this.#options = options;
    this.#seeds = best.seed;
  }

  get reproduction(): Reproduction {
    return this.best.reproduction;
  }

  get isOver(): boolean {
    return this.events >= this.#options.budget || this.#options.signal?.aborted === true;
  }

  /** Whether it still fails so, be it with another seed; if it does, it is the best from now on. */
  async try(change: Partial<Reproduction>, { patience = 1, plan = {}, vary }: TryOptions = {}): Promise<boolean> {
    const reproduction = { ...this.reproduction, ...change };
    const start = this.events;
    for (let attempt = 0; attempt < Math.max(1, MOST_TRIES * patience) && !this.isOver; attempt++) {
      // As if the next run cost as much as those before.
      if ((this.events - start) * (1 + 1 / Math.max(1, attempt)) > PATIENCE * patience) break;
      const seed = attempt === 0 ? this.best.seed : this.#freshSeed();
      const varied = attempt === 0 ? undefined : vary?.(reproduction, randomOf(seed));
      const candidate = { ...this.best, ...plan, seed, reproduction: varied ?? reproduction };
      const result = await this.#run(candidate);
      if (result.reproduction?.failed !== true) continue;
      if (this.isStrict && !(await this.#passesWithoutBug(candidate))) continue;
      this.return({ best: candidate, result });
      return true;
    }
    return false;
  }

  /** To this one, be it that it was the best before. */
  return({ best, result }: Best): void {
    this.best = best;
    this.result = result;
  }

  /** Whether the best passes with the planted bug taken out. */
  passesWithoutBug(): Promise<boolean> {
    return this.#passesWithoutBug(this.best);
  }

  async #passesWithoutBug(plan: Scripted): Promise<boolean> {
    if (plan.bug === null) return true;
    const { valid } = await this.#run({ ...plan, bug: null });
    return valid !== false;
  }

  async #run(plan: Scripted): Promise<TestResult> {
    const result = await runTest(plan, { store: null, judging: judgingOf(plan) });
    this.runs++;
    this.events += result.counts.events ?? 0;
    this.#options.onRun?.(this);
    return result;
  }

  #freshSeed(): number {
    this.#seeds = (this.#seeds + 1) % Number.MAX_SAFE_INTEGER;
    return this.#seeds;
  }
}

/** Searches of other checkers, or very long ones, would cost more than all runs together. */
const judgingOf = ({ reproduction }: Scripted): Judging => {
  return { only: reproduction.failure.checker, timeLimitMs: JUDGING_MS };
};
const JUDGING_MS = 5_000;

export interface Best {
  readonly best: Scripted;
  readonly result: TestResult;
}

export interface TryOptions {
  /** How many times as many seeds as usual; with 0 none but the present one. */
  readonly patience?: number;
  /** Changes it a little for each further seed. */
  vary?(reproduction: Reproduction, random: Random): Reproduction;
  /** What changes beside the reproduction. */
  readonly plan?: Partial<TestPlan>;
}
