/**
 * Decides one part of a history (all operations of one key, or all there are) with the core. A refutation rests on
 * fingerprints under two seeds that agree, since colliding ones can hide a branch; an order is a proof in itself, and
 * is replayed.
 */
import type { Operation, Vocabulary } from '../../histories/op.ts';
import type { Model } from '../models/model.ts';
import type { CoreProgress, CoreSearch, Furthest, HashSeeds, SearchName, Transition } from './core.ts';
import type { Limits } from './limits.ts';
import { replay } from './replay.ts';
import { StatesExhausted } from './states.ts';
import type { Variant } from './variants.ts';

export interface Part<V extends Vocabulary> {
  /** As the model's `partition` says it; undefined when the history is judged as a whole. */
  readonly key: string | undefined;
  readonly operations: readonly Operation<V>[];
}

export type SearchAnswer =
  /** Of the operations, in an order that explains them. */
  | { readonly answer: 'legal'; readonly ids: readonly number[] }
  /** Operations are told by their positions in the variant, here and below, and states by their numbers. */
  | { readonly answer: 'illegal'; readonly progress: CoreProgress }
  /** The budget was spent: ask again with more. */
  | { readonly answer: 'later'; readonly furthest: Furthest | undefined }
  | { readonly answer: 'gave-up'; readonly reason: string; readonly furthest: Furthest | undefined };

export interface SearchOptions {
  readonly search: SearchName;
  readonly rules: number;
  readonly initial: number;
  readonly transition: Transition;
  readonly limits: Limits;
  readonly memoryLimitBytes: number;
  /** Configurations to explore before answering 'later'. */
  readonly budget: number;
  readonly seeds: HashSeeds;
  readonly onConfigurations: (explored: number) => void;
}

/** A step of the plain search is one entry looked at, one of the other a configuration with all its candidates. */
const STEPS_PER_SLICE: { readonly [name in SearchName]: number } = { wgl: 200_000, jit: 20_000 };

export async function decide<V extends Vocabulary, S>(
  { operations }: Part<V>,
  variant: Variant,
  model: Model<V, S>,
  core: CoreSearch,
  options: SearchOptions,
): Promise<SearchAnswer> {
  if (!core.prepare(options.search, variant.history, options.transition, options.memoryLimitBytes))
    return outOfMemory(options, undefined);
  core.start(options.initial, options.rules & ~variant.rulesOff, options.seeds);
  const end = await finish(core, options);
  options.onConfigurations(core.configurations);
  if (end === 'ok') {
    const order = core.placed();
    for (let i = 0; i < order.length; i++) order[i] = variant.positions[order[i] ?? -1] ?? -1;
    return { answer: 'legal', ids: options.limits.within(() => replay(operations, order, model, core.arrays)) };
  }
  if (end === 'refuted') {
    const progress = core.progress();
    if (progress === undefined) throw new Error('the search refuted a history without meeting a return');
    return { answer: 'illegal', progress };
  }
  const furthest = core.furthest();
  if (end === 'later') return { answer: 'later', furthest };
  if (end === 'out-of-memory') return outOfMemory(options, furthest);
  return { answer: 'gave-up', reason: end.reason, furthest };
}

type End = 'ok' | 'refuted' | 'later' | 'out-of-memory' | { readonly reason: string };

async function finish(core: CoreSearch, options: SearchOptions): Promise<End> {
  const steps = Math.min(STEPS_PER_SLICE[options.search], options.budget);
  for (;;) {
    const status = options.limits.within(() => runSlice(core, steps));
    if (status !== 'continue') return status;
    const reason = options.limits.exceeded();
    if (reason !== undefined) return { reason };
    if (core.configurations >= options.budget) return 'later';
    if (options.limits.isPauseDue) await options.limits.pause();
  }
}

function runSlice(core: CoreSearch, steps: number): 'ok' | 'refuted' | 'continue' | 'out-of-memory' {
  try {
    return core.run(steps);
  } catch (error) {
    if (error instanceof StatesExhausted) return 'out-of-memory';
    throw error;
  }
}

function outOfMemory(options: SearchOptions, furthest: Furthest | undefined): SearchAnswer {
  const mebibytes = Math.ceil(options.memoryLimitBytes / 2 ** 20);
  return { answer: 'gave-up', reason: `the memory bound of ${mebibytes} MiB was reached`, furthest };
}
