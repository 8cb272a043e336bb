/**
 * Judges operations against a model: splits them into parts, lets the polynomial algorithms decide what they can, and
 * searches the rest with budgets that grow from round to round, so that one hard part does not starve the others. Stops at
 * the first illegal part. Refuses, as `unknown`, what it cannot decide within its bounds and what the model does not
 * know. Browser-safe: the compiled core comes from the caller.
 */
import type { Operation, Vocabulary } from '../../histories/op.ts';
import type { Model } from '../models/model.ts';
import { algorithmsOf } from './algorithms/for-model.ts';
import { ALL_RULES, type Core, type CoreSearch, type HashSeed, type SearchName } from './core.ts';
import type { Witness } from './explanation.ts';
import { Limits } from './limits.ts';
import type { Part } from './part.ts';
import { PartWork, type WorkOptions } from './part-work.ts';
import { guarded, ModelError } from './states.ts';

export interface CheckOptions {
  readonly core: Core;
  /** Default `auto`: polynomial algorithms where they apply, then the just-in-time search. */
  readonly algorithm?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly timeLimitMs?: number | undefined;
  /** Bounds the tables of the search, and once more the states of the model. */
  readonly memoryLimitBytes?: number | undefined;
  /** The hash of the search and the one that must confirm a refutation; there for tests. */
  readonly seeds?: readonly [HashSeed, HashSeed] | undefined;
  /** The rules of the just-in-time search to use; there for tests. */
  readonly rules?: number | undefined;
  /** Default true. Without it an illegal history is told by what refuted it alone, which is faster. */
  readonly explain?: boolean | undefined;
  /** Called now and then with the operations of the parts decided so far. */
  readonly onProgress?: ((decided: number) => void) | undefined;
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
const BUDGETS = [300, 10_000, 500_000, 20_000_000, Infinity];
const DEFAULT_MEMORY_BYTES = 2 ** 30;
const DEFAULT_SEEDS: readonly [HashSeed, HashSeed] = [
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
  const limits = new Limits(options);
  const deciders = new Set<string>();
  let configurations = 0;
  let parts: readonly Part<V>[] = [];
  const report = (): CheckReport => ({
    algorithm: [...deciders].sort().join('+') || 'none',
    operations: operations.length,
    parts: parts.length,
    configurations,
    elapsedMs: limits.elapsedMs,
  });

  const stranger = operations.find(({ f }) => !model.fs.includes(f));
  if (stranger) {
    const because = `Operation ${stranger.id} is a ${stranger.f}, which model ${model.name} does not know (it knows ${model.fs.join(', ')}).`;
    return { valid: 'unknown', because, progress: [], ...report() };
  }
  try {
    parts = partsOf(operations, model);
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    return { valid: 'unknown', because: sentence(error.message), progress: [], ...report() };
  }

  const { algorithm = 'auto' } = options;
  const search = SEARCHES.find((name) => name === algorithm) ?? (algorithm === 'auto' ? 'jit' : undefined);
  const work: WorkOptions<V, S> = {
    model,
    core,
    algorithms: algorithmsOf(model).filter(({ name }) => algorithm === 'auto' || algorithm === name),
    search,
    rules: options.rules ?? ALL_RULES,
    seeds: options.seeds ?? DEFAULT_SEEDS,
    limits,
    memoryLimitBytes: options.memoryLimitBytes ?? DEFAULT_MEMORY_BYTES,
    onConfigurations: (explored) => {
      configurations += explored;
    },
  };
  const linearizations: Linearization[] = [];
  const undecided: PartProgress[] = [];
  let decided = 0;
  let todo = parts.map((part) => new PartWork(part, work));
  for (const budget of BUDGETS) {
    const later: PartWork<V, S>[] = [];
    for (const one of todo) {
      const stop = limits.exceeded();
      const answer = stop === undefined ? await one.decide(budget) : ({ answer: 'gave-up', reason: stop } as const);
      if (answer.answer === 'later') later.push(one);
      else if (answer.answer === 'gave-up') undecided.push(progressOf(one, answer.reason));
      else {
        deciders.add(answer.by);
        if (answer.answer === 'illegal') {
          const why = await one.explain(answer, options.explain ?? true);
          return { valid: false, ...why, ...report() };
        }
        linearizations.push(linearizationOf(one.part, answer.order));
        decided += one.part.operations.length;
        options.onProgress?.(decided);
      }
      await limits.pause();
    }
    todo = later;
  }
  if (undecided.length === 0) return { valid: true, linearizations, ...report() };
  return { valid: 'unknown', because: undecidedBecause(undecided, parts.length), progress: undecided, ...report() };
}

function partsOf<V extends Vocabulary, S>(operations: readonly Operation<V>[], model: Model<V, S>): Part<V>[] {
  if (!model.partition) return [{ key: undefined, operations }];
  const parts = new Map<string, Operation<V>[]>();
  let lastKey: string | undefined;
  let last: Operation<V>[] = [];
  for (const operation of operations) {
    const key = guarded('partition', model, operation, () => model.partition?.(operation) ?? '');
    if (key !== lastKey) {
      lastKey = key;
      last = parts.get(key) ?? [];
      parts.set(key, last);
    }
    last.push(operation);
  }
  return Array.from(parts, ([key, members]) => ({ key, operations: members }));
}

function linearizationOf<V extends Vocabulary>(part: Part<V>, order: Int32Array): Linearization {
  const ids = Array.from(order, (i) => part.operations[i]?.id ?? -1);
  return { ...(part.key === undefined ? {} : { key: part.key }), order: ids };
}

function progressOf<V extends Vocabulary, S>({ part, furthest }: PartWork<V, S>, reason: string): PartProgress {
  return {
    ...(part.key === undefined ? {} : { key: part.key }),
    reason,
    operations: part.operations.length,
    ...furthest,
  };
}

function undecidedBecause(undecided: readonly PartProgress[], parts: number): string {
  const [first] = undecided;
  if (first === undefined) return '';
  const placed = first.placed === undefined ? '' : ` with ${first.placed} of ${first.operations} operations placed`;
  const rest = parts > 1 ? `; ${undecided.length} of ${parts} keys are undecided` : '';
  return sentence(`${first.reason}${placed}${rest}`);
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
