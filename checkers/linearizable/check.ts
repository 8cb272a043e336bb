/**
 * Judges operations against a model: splits them into parts, lets the polynomial algorithms decide what they can, and
 * searches the rest with budgets that grow from round to round, so that one hard part does not starve the others. Stops at
 * the first illegal part. Refuses, as `unknown`, what it cannot decide within its bounds and what the model does not
 * know. Browser-safe: the compiled core comes from the caller.
 */
import type { Operation, Vocabulary } from '../../histories/op.ts';
import { isBuiltIn } from '../models/index.ts';
import type { Model } from '../models/model.ts';
import { algorithmsOf } from './algorithms/for-model.ts';
import { ALL_RULES, type Core, type CoreSearch, type HashSeeds, type SearchName } from './core.ts';
import type { Witness } from './explanation.ts';
import { type Interrupter, Limits } from './limits.ts';
import type { Part } from './part.ts';
import { PartWork, type WorkOptions } from './part-work.ts';
import { modelError } from './states.ts';
import { Tally } from './tally.ts';

export interface CheckOptions {
  readonly core: Core;
  /** Default `auto`: polynomial algorithms where they apply, then the just-in-time search. */
  readonly algorithm?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly timeLimitMs?: number | undefined;
  /** Breaks off calls of a model that do not come back within the time limit; without one they are waited for. */
  readonly interrupter?: Interrupter | undefined;
  /** Bounds the tables of the search, and once more the states of the model. */
  readonly memoryLimitBytes?: number | undefined;
  /** Of the two hashes that must agree on what was seen; there for tests. */
  readonly seeds?: HashSeeds | undefined;
  /** The rules of the just-in-time search to use; there for tests. */
  readonly rules?: number | undefined;
  /** Default true. Without it an illegal history is told by what refuted it alone, which is faster. */
  readonly explain?: boolean | undefined;
  /** Where hard parts are searched side by side; without one they are searched here, one after the other. */
  readonly farm?: Farm | undefined;
  /** Called now and then with the operations of the parts decided so far. */
  readonly onProgress?: ((decided: number) => void) | undefined;
}

/** Searches parts to their end elsewhere; undefined stands for a part that was given up because of another one. */
export interface Farm {
  accepts(model: { readonly name: string }): boolean;
  search<V extends Vocabulary>(
    parts: readonly Part<V>[],
    options: {
      readonly model: string;
      readonly algorithm: string;
      readonly timeLimitMs: number | undefined;
      readonly memoryLimitBytes: number;
      readonly explain: boolean;
    },
    signal: AbortSignal | undefined,
  ): Promise<readonly (LinearizabilityResult | undefined)[]>;
}

export interface CheckReport {
  /** What decided: `jit`, `wgl` or the name of an algorithm; joined by + where parts were decided by several. */
  readonly algorithm: string;
  readonly operations: number;
  readonly parts: number;
  readonly configurations: number;
  readonly elapsedMs: number;
}

/** An order of operation ids that explains one part. Open operations that never took effect are absent. */
export interface Linearization {
  readonly key?: string;
  readonly order: readonly number[];
}

/** How far an undecided part came. */
export type PartProgress = {
  readonly key?: string;
  readonly reason: string;
  readonly operations: number;
  /** Operations in the longest order that was found to be stuck, if any was, and the one that it could not place. */
  readonly placed?: number;
  readonly blocked?: number;
};

export type LinearizabilityResult = CheckReport &
  (
    | { readonly valid: true; readonly linearizations: readonly Linearization[] }
    | { readonly valid: false; readonly because: string; readonly witness: Witness }
    | { readonly valid: 'unknown'; readonly because: string; readonly progress: readonly PartProgress[] }
  );

/** Configurations per part, variant and round. Starting anew costs little beside a search that needs the next budget. */
const BUDGETS = [30, 500, 10_000, 500_000, 20_000_000, Infinity];
/** Parts that are open after the rounds before this one are worth a thread of their own. */
const FARMED_FROM = 3;
const DEFAULT_MEMORY_BYTES = 2 ** 30;
const DEFAULT_SEEDS: HashSeeds = [
  { seed: 1, fingerprintBits: 64 },
  { seed: 2, fingerprintBits: 64 },
];

export const SEARCHES: readonly SearchName[] = ['jit', 'wgl'];

export function checkOperations<V extends Vocabulary, S>(
  operations: readonly Operation<V>[],
  model: Model<V, S>,
  options: CheckOptions,
): Promise<LinearizabilityResult> {
  return options.core.lend((core) => checkWith(core, operations, model, options));
}

async function checkWith<V extends Vocabulary, S>(
  core: CoreSearch,
  operations: readonly Operation<V>[],
  model: Model<V, S>,
  options: CheckOptions,
): Promise<LinearizabilityResult> {
  // Our own models always come back.
  const { signal, timeLimitMs } = options;
  const interrupter = isBuiltIn(model) ? undefined : options.interrupter;
  const limits = new Limits({ signal, timeLimitMs, interrupter });
  const tallyOf = (parts: number) => new Tally(operations.length, parts, limits, options.onProgress ?? (() => {}));
  const stranger = strangerTo(model, operations);
  if (stranger) {
    const known = model.fs.join(', ');
    const because = `operation ${stranger.id} is a ${stranger.f}, which model ${model.name} does not know (it knows ${known})`;
    return tallyOf(0).unknown(because);
  }
  const parts = partsOf(operations, model, limits);
  if (parts instanceof Error) return tallyOf(0).unknown(parts.message);

  const tally = tallyOf(parts.length);
  const { algorithm = 'auto', explain = true } = options;
  const search = SEARCHES.find((name) => name === algorithm) ?? (algorithm === 'auto' ? 'jit' : undefined);
  const work: WorkOptions<V, S> = {
    model,
    core,
    algorithms:
      algorithm === 'auto' ? algorithmsOf(model) : algorithmsOf(model).filter(({ name }) => algorithm === name),
    search,
    rules: options.rules ?? ALL_RULES,
    seeds: options.seeds ?? DEFAULT_SEEDS,
    limits,
    memoryLimitBytes: options.memoryLimitBytes ?? DEFAULT_MEMORY_BYTES,
    onConfigurations: (explored) => {
      tally.configurations += explored;
    },
  };
  let open: readonly PartWork<V, S>[] = [];
  const { farm } = options;
  for (let round = 0; round < BUDGETS.length; round++) {
    const budget = BUDGETS[round] ?? Infinity;
    const isFarmed = round === FARMED_FROM && search !== undefined && open.length > 1 && farm?.accepts(model);
    if (isFarmed && farm) {
      const { memoryLimitBytes } = work;
      const task = { model: model.name, algorithm: search, timeLimitMs: limits.leftMs, memoryLimitBytes, explain };
      return farmed(open, await farm.search(partsOfWork(open), task, options.signal), tally);
    }
    const later: PartWork<V, S>[] = [];
    const { length } = round === 0 ? parts : open;
    for (let i = 0; i < length; i++) {
      if (i > 0 && limits.isPauseDue) await limits.pause();
      // Made one after the other, so that what a part needs is gone once it is decided.
      const one = open[i] ?? new PartWork(parts[i] as Part<V>, work);
      const stop = limits.exceeded();
      const mark = core.arrays.mark();
      const stopped = stop === undefined ? undefined : ({ answer: 'gave-up', reason: stop } as const);
      const isLast = later.length === 0 && i === length - 1;
      const answer = stopped ?? one.decideByAlgorithm() ?? (await one.search(budget, isLast));
      if (answer.answer === 'illegal') return tally.illegal(answer.by, await one.explain(answer, explain));
      if (answer.answer === 'later') later.push(one);
      else if (answer.answer === 'gave-up') tally.undecided(one, answer.reason);
      else tally.legal(one.part, answer.by, answer.ids);
      // What waits for the next round keeps its arrays.
      if (answer.answer !== 'later') core.arrays.release(mark);
    }
    if (later.length === 0) break;
    open = later;
  }
  return tally.result();
}

/** An operation that the model does not know, if there is one. */
function strangerTo<V extends Vocabulary, S>(
  { fs }: Model<V, S>,
  operations: readonly Operation<V>[],
): Operation<V> | undefined {
  for (const operation of operations) {
    // Few names, in a loop that is compiled together with this one.
    let i = 0;
    while (i < fs.length && fs[i] !== operation.f) i++;
    if (i === fs.length) return operation;
  }
  return undefined;
}

/** What became of the parts that went elsewhere, the first illegal one first. */
function farmed<V extends Vocabulary, S>(
  todo: readonly PartWork<V, S>[],
  results: readonly (LinearizabilityResult | undefined)[],
  tally: Tally,
): LinearizabilityResult {
  for (const [i, one] of todo.entries()) {
    const result = results[i];
    tally.configurations += result?.configurations ?? 0;
    if (result?.valid === false) return tally.illegal(result.algorithm, result);
    if (result?.valid === true) tally.legal(one.part, result.algorithm, result.linearizations[0]?.order ?? []);
    else tally.undecided(one, result?.progress[0]?.reason ?? result?.because ?? 'the check was aborted');
  }
  return tally.result();
}

const partsOfWork = <V extends Vocabulary, S>(works: readonly PartWork<V, S>[]): Part<V>[] =>
  works.map(({ part }) => part);

function partsOf<V extends Vocabulary, S>(
  operations: readonly Operation<V>[],
  model: Model<V, S>,
  limits: Limits,
): readonly Part<V>[] | Error {
  if (!model.partition) return [{ key: undefined, operations }];
  let asked: Operation<V> | undefined;
  const keyOf = (operation: Operation<V>): string => {
    asked = operation;
    return model.partition?.(operation) ?? '';
  };
  try {
    return limits.within(() => split(operations, keyOf));
  } catch (error) {
    return modelError('partition', model, asked, error);
  }
}

function split<V extends Vocabulary>(
  operations: readonly Operation<V>[],
  keyOf: (operation: Operation<V>) => string,
): readonly Part<V>[] {
  const [first] = operations;
  if (first === undefined) return [];
  const firstKey = keyOf(first);
  let other = 1;
  while (other < operations.length && keyOf(operations[other] as Operation<V>) === firstKey) other++;
  if (other === operations.length) return [{ key: firstKey, operations }];
  // Mostly operations on one key come in a row.
  let lastKey = firstKey;
  let last = operations.slice(0, other);
  const parts = new Map([[lastKey, last]]);
  for (let i = other; i < operations.length; i++) {
    const operation = operations[i] as Operation<V>;
    const key = keyOf(operation);
    if (key !== lastKey) {
      lastKey = key;
      last = parts.get(key) ?? [];
      parts.set(key, last);
    }
    last.push(operation);
  }
  return Array.from(parts, ([key, members]) => ({ key, operations: members }));
}
