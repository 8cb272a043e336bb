/**
 * Decides one part of a history (all operations of one key, or all there are) with the core. A refutation counts only
 * when a second hash seed repeats it, since colliding fingerprints can hide a branch; an order, under whatever seed,
 * is a proof in itself and is replayed.
 */
import type { Operation, Vocabulary } from '../../histories/op.ts';
import type { Model } from '../models/model.ts';
import type { CoreProgress, CoreSearch, HashSeed } from './core.ts';
import { eventsOf } from './events.ts';
import type { Limits } from './limits.ts';
import { replay } from './replay.ts';
import { type StateSpace, StatesExhausted } from './states.ts';

export interface Part<V extends Vocabulary> {
  /** As the model's `partition` says it; undefined when the history is judged as a whole. */
  readonly key: string | undefined;
  readonly operations: readonly Operation<V>[];
}

export type PartAnswer<V extends Vocabulary, S> =
  | { readonly answer: 'legal'; readonly order: readonly number[] }
  /** The progress speaks of states by their numbers in that space. */
  | { readonly answer: 'illegal'; readonly progress: CoreProgress; readonly space: StateSpace<V, S> }
  /** The budget was spent: ask again with more. */
  | { readonly answer: 'later'; readonly progress: CoreProgress | undefined }
  | { readonly answer: 'gave-up'; readonly reason: string; readonly progress: CoreProgress | undefined };

export interface PartOptions {
  readonly limits: Limits;
  readonly memoryLimitBytes: number;
  /** Configurations to explore before answering 'later'. */
  readonly budget: number;
  readonly seeds: readonly [HashSeed, HashSeed];
  readonly onConfigurations: (explored: number) => void;
}

const STEPS_PER_SLICE = 200_000;

export async function decidePart<V extends Vocabulary, S>(
  part: Part<V>,
  model: Model<V, S>,
  space: StateSpace<V, S>,
  search: CoreSearch,
  options: PartOptions,
): Promise<PartAnswer<V, S>> {
  const { operations } = part;
  const classes = Int32Array.from(
    operations,
    (operation) => 2 * space.classOf(operation) + (space.isReadonly(operation) ? 1 : 0),
  );
  const history = { events: eventsOf(operations), classes, classCount: space.classCount };
  if (!search.prepare(history, options.memoryLimitBytes)) return outOfMemory(options, undefined);

  let refutation: CoreProgress | undefined;
  for (const seed of options.seeds) {
    search.start(space.initial, seed);
    const status = await finish(search, options);
    options.onConfigurations(search.configurations);
    if (status === 'ok') {
      const order = search.placed();
      replay(operations, order, model);
      return { answer: 'legal', order };
    }
    const progress = search.progress();
    if (status === 'later') return { answer: 'later', progress };
    if (status === 'out-of-memory') return outOfMemory(options, progress);
    if (status !== 'refuted') return { answer: 'gave-up', reason: status.reason, progress };
    if (progress === undefined) throw new Error('the search refuted a history without meeting a return');
    refutation = progress;
  }
  if (refutation === undefined) throw new Error('no hash seed was given');
  return { answer: 'illegal', progress: refutation, space };
}

type End = 'ok' | 'refuted' | 'later' | 'out-of-memory' | { readonly reason: string };

async function finish(search: CoreSearch, options: PartOptions): Promise<End> {
  for (;;) {
    const status = runSlice(search);
    if (status !== 'continue') return status;
    const reason = options.limits.exceeded();
    if (reason !== undefined) return { reason };
    if (search.configurations >= options.budget) return 'later';
    await options.limits.pause();
  }
}

function runSlice(search: CoreSearch): 'ok' | 'refuted' | 'continue' | 'out-of-memory' {
  try {
    return search.run(STEPS_PER_SLICE);
  } catch (error) {
    if (error instanceof StatesExhausted) return 'out-of-memory';
    throw error;
  }
}

function outOfMemory(
  options: PartOptions,
  progress: CoreProgress | undefined,
): { readonly answer: 'gave-up'; readonly reason: string; readonly progress: CoreProgress | undefined } {
  const mebibytes = Math.ceil(options.memoryLimitBytes / 2 ** 20);
  return { answer: 'gave-up', reason: `the memory bound of ${mebibytes} MiB was reached`, progress };
}
