/**
 * The work on one part, from round to round: polynomial algorithms once, then the search on each variant of the part with
 * the budget of the round. Keeps what was prepared and how far the search came.
 */
import type { Vocabulary } from '../../histories/op.ts';
import type { Model } from '../models/model.ts';
import type { Algorithm } from './algorithms/algorithm.ts';
import {
  type CoreProgress,
  type CoreSearch,
  type Furthest,
  type HashSeeds,
  RULES,
  type SearchName,
  type Transition,
} from './core.ts';
import { type Explanation, explain, explainBy } from './explanation.ts';
import { Endless, Limits } from './limits.ts';
import { decide, type Part, type SearchOptions } from './part.ts';
import { replay } from './replay.ts';
import { ModelError, StateSpace, StatesExhausted } from './states.ts';
import { type Variant, variantsOf } from './variants.ts';
import { Workbench } from './workbench.ts';

export interface WorkOptions<V extends Vocabulary, S> {
  readonly model: Model<V, S>;
  readonly core: CoreSearch;
  readonly algorithms: readonly Algorithm<V>[];
  /** Undefined when only an algorithm was asked for. */
  readonly search: SearchName | undefined;
  readonly rules: number;
  readonly seeds: HashSeeds;
  readonly limits: Limits;
  readonly memoryLimitBytes: number;
  readonly onConfigurations: (explored: number) => void;
}

/** What makes a part illegal: operations that an algorithm names, or where a search of a variant stood. */
export type Refutation =
  | { readonly because: string; readonly operations: readonly number[] }
  | { readonly variant: Variant; readonly progress: CoreProgress };

export type PartAnswer =
  /** In an order that explains the part. */
  | { readonly answer: 'legal'; readonly by: string; readonly ids: readonly number[] }
  | { readonly answer: 'illegal'; readonly by: string; readonly refutation: Refutation }
  | { readonly answer: 'later' }
  | { readonly answer: 'gave-up'; readonly reason: string };

/** Up to so many operations an algorithm that merely tries for an order comes first: it needs no tables. */
const SHORT = 2_000;
/** For machines that are very slow; what bounds an explanation is counted. */
const EXPLANATION_LIMIT_MS = 20_000;
const EXPLANATION_BUDGET = 200_000;
const MOST_EXPLAINED = 20_000;

export class PartWork<V extends Vocabulary, S> {
  readonly part: Part<V>;
  /** How far the search came; the operation is told by its id. */
  furthest: Furthest | undefined;
  readonly #options: WorkOptions<V, S>;
  readonly #bench: Workbench;
  #algorithms: readonly Algorithm<V>[];
  /** Why the last algorithm could not decide. */
  #because: string | undefined;
  #space: StateSpace<V, S> | undefined;
  #variants: readonly Variant[] = [];

  constructor(part: Part<V>, options: WorkOptions<V, S>) {
    this.part = part;
    this.#options = options;
    this.#bench = new Workbench(part.operations, options.core.arrays);
    this.#algorithms = options.algorithms;
  }

  /** What the algorithms say, each of which is asked once; undefined where a search has to decide. */
  decideByAlgorithm(): PartAnswer | undefined {
    try {
      const isShort = this.part.operations.length <= SHORT;
      const first = this.#byAlgorithm(({ provesAlone = false }) => provesAlone === isShort);
      return first ?? this.#byAlgorithm(() => true) ?? this.#undecided;
    } catch (error) {
      return this.#gaveUp(error);
    }
  }

  /** Spends a budget of configurations on each variant that is still open; if it is the last one of all, whatever it takes. */
  async search(budget: number, isLastPart = false): Promise<PartAnswer> {
    try {
      return await this.#bySearch(budget, isLastPart);
    } catch (error) {
      return this.#gaveUp(error);
    }
  }

  /** A model that fails, or that does not come back, decides nothing. */
  #gaveUp(error: unknown): PartAnswer {
    if (error instanceof ModelError) return { answer: 'gave-up', reason: error.message };
    if (error instanceof Endless) return { answer: 'gave-up', reason: this.#endless() };
    if (error instanceof StatesExhausted) return { answer: 'gave-up', reason: 'the memory bound was reached' };
    throw error;
  }

  /** Each algorithm once. */
  #byAlgorithm(isTurn: (algorithm: Algorithm<V>) => boolean): PartAnswer | undefined {
    const { operations } = this.part;
    const later: Algorithm<V>[] = [];
    for (const algorithm of this.#algorithms) {
      if (!isTurn(algorithm)) {
        later.push(algorithm);
        continue;
      }
      const { name: by } = algorithm;
      const decision = algorithm.decide(operations, this.#bench);
      if (decision.decision === 'legal') {
        const ids = replay(operations, decision.order, this.#options.model, this.#bench.arrays);
        return { answer: 'legal', by, ids };
      }
      if (decision.decision === 'illegal') return { answer: 'illegal', by, refutation: decision };
      this.#because = `${by}: ${decision.because}`;
    }
    this.#algorithms = later;
    return undefined;
  }

  /** The answer where no search is to follow. */
  get #undecided(): PartAnswer | undefined {
    const { model, search } = this.#options;
    if (search !== undefined) return undefined;
    return { answer: 'gave-up', reason: this.#because ?? `the algorithm asked for does not know model ${model.name}` };
  }

  async #bySearch(budget: number, isLastPart: boolean): Promise<PartAnswer> {
    const { model, core, search: by = 'jit' } = this.#options;
    const space = this.#prepared();
    let reason = '';
    const open: Variant[] = [];
    const options = this.#searchOptions(by, isLastPart && this.#variants.length === 1 ? Infinity : budget, space);
    for (const variant of this.#variants) {
      const answer = await decide(this.part, variant, model, core, options);
      if (answer.answer === 'legal') return { answer: 'legal', by, ids: answer.ids };
      if (answer.answer === 'illegal') {
        if (variant.isExact) return { answer: 'illegal', by, refutation: { variant, progress: answer.progress } };
        continue;
      }
      this.#note(variant, answer.furthest);
      if (answer.answer === 'later') open.push(variant);
      else ({ reason } = answer);
    }
    this.#variants = open;
    return open.length > 0 ? { answer: 'later' } : { answer: 'gave-up', reason };
  }

  #prepared(): StateSpace<V, S> {
    if (this.#space === undefined) {
      const { model, memoryLimitBytes } = this.#options;
      const { operations } = this.part;
      return this.#options.limits.within(() => {
        this.#space = new StateSpace(model, memoryLimitBytes, operations);
        this.#variants = variantsOf(operations, this.#space, this.#bench);
        return this.#space;
      });
    }
    return this.#space;
  }

  #endless(): string {
    const { id, f } = this.#space?.asked ?? {};
    const where = id === undefined ? '' : ` on operation ${id} (${f})`;
    return `model ${this.#options.model.name} did not come back${where} before the time was up`;
  }

  #searchOptions(search: SearchName, budget: number, space: StateSpace<V, S>): SearchOptions {
    const { rules, limits, memoryLimitBytes, seeds, onConfigurations } = this.#options;
    const { initial } = space;
    const transition: Transition = (state, operationClass) => space.transition(state, operationClass);
    return { search, rules, initial, transition, limits, memoryLimitBytes, budget, seeds, onConfigurations };
  }

  #note({ positions }: Variant, furthest: Furthest | undefined): void {
    const blocked = furthest && this.part.operations[positions[furthest.blocked] ?? -1];
    if (furthest === undefined || blocked === undefined) return;
    const { placed } = furthest;
    if (placed >= (this.furthest?.placed ?? 0)) this.furthest = { placed, blocked: blocked.id };
  }

  /** Says why the part is illegal, in words and with the few operations that show it. */
  async explain({ refutation }: { readonly refutation: Refutation }, fully = true): Promise<Explanation> {
    const { model } = this.#options;
    if (!fully) return this.#briefly(refutation);
    const limits = new Limits({ timeLimitMs: EXPLANATION_LIMIT_MS });
    if ('because' in refutation) {
      return explainBy(this.part, refutation, model, await this.#searchedUpTo(refutation.operations, limits));
    }
    const { variant } = refutation;
    const progress = (await this.#plainly(variant, limits)) ?? refutation.progress;
    const operations = Array.from(variant.positions, (i) => this.part.operations[i]).filter((one) => one !== undefined);
    return explain({ key: this.part.key, operations }, progress, model, this.#prepared(), limits);
  }

  #briefly(refutation: Refutation): Explanation {
    if ('because' in refutation) return explainBy(this.part, refutation, this.#options.model, undefined);
    const { variant, progress } = refutation;
    const operations = [variant.positions[progress.blocked] ?? 0];
    return explainBy(
      this.part,
      { because: 'No order gets past this operation.', operations },
      this.#options.model,
      undefined,
    );
  }

  /**
   * Where a search stands that does not look ahead. One that does refuses the write before the stale read, for it knows
   * that the read is to come, and people want to be shown the read.
   */
  async #plainly(variant: Variant, limits: Limits): Promise<CoreProgress | undefined> {
    const options = this.#searchOptions('jit', EXPLANATION_BUDGET, this.#prepared());
    const rules = this.#options.rules & ~(RULES.liveness | RULES.reach);
    const answer = await decide(this.part, variant, this.#options.model, this.#options.core, {
      ...options,
      rules,
      limits,
    });
    return answer.answer === 'illegal' ? answer.progress : undefined;
  }

  /** What a search says of the part up to the return of the last of these operations, if that is soon said. */
  async #searchedUpTo(positions: readonly number[], limits: Limits): Promise<Explanation | undefined> {
    const { operations, key } = this.part;
    const last = Math.max(...positions.map((i) => operations[i]?.return ?? Infinity).filter(Number.isFinite));
    const before = operations.filter(({ call }) => call <= last);
    if (before.length > MOST_EXPLAINED) return undefined;
    const options = { ...this.#options, algorithms: [], search: 'jit', limits } as const;
    const again = new PartWork({ key, operations: before }, options);
    const answer = await again.search(EXPLANATION_BUDGET);
    return answer.answer === 'illegal' ? again.explain(answer) : undefined;
  }
}
