/**
 * Judges operations against a model: splits them into parts, decides each with a growing budget so that one hard part
 * does not starve the rest, and stops at the first illegal one. Refuses, as `unknown`, what it cannot decide within its
 * bounds and what the model does not know. Browser-safe: the compiled core comes from the caller.
 */
import type { Operation, Vocabulary } from '../../histories/op.ts';
import type { Model } from '../models/model.ts';
import { type Core, type CoreProgress, CoreSearch, type HashSeed } from './core.ts';
import { explain, type Witness } from './explanation.ts';
import { Limits } from './limits.ts';
import { decidePart, type Part, type PartAnswer } from './part.ts';
import { guarded, ModelError, StateSpace } from './states.ts';

export interface CheckOptions {
  readonly core: Core;
  readonly signal?: AbortSignal | undefined;
  readonly timeLimitMs?: number | undefined;
  /** Bounds the tables of the search, and once more the states of the model. */
  readonly memoryLimitBytes?: number | undefined;
  /** The hash of the search and the one that must confirm a refutation; there for tests. */
  readonly seeds?: readonly [HashSeed, HashSeed] | undefined;
}

export interface CheckReport {
  readonly algorithm: 'wgl';
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

/** Configurations per part and round. Starting anew costs little beside a search that needs the next budget. */
const BUDGETS = [100_000, 5_000_000, Infinity];
const DEFAULT_MEMORY_BYTES = 2 ** 30;
const DEFAULT_SEEDS: readonly [HashSeed, HashSeed] = [
  { seed: 1, fingerprintBits: 64 },
  { seed: 2, fingerprintBits: 64 },
];
const EXPLANATION_LIMIT_MS = 2_000;

export async function checkOperations<V extends Vocabulary, S>(
  operations: readonly Operation<V>[],
  model: Model<V, S>,
  options: CheckOptions,
): Promise<LinearizabilityResult> {
  const limits = new Limits(options);
  const memoryLimitBytes = options.memoryLimitBytes ?? DEFAULT_MEMORY_BYTES;
  let configurations = 0;
  let parts: readonly Part<V>[] = [];
  const report = (): CheckReport => ({
    algorithm: 'wgl',
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

  let space: StateSpace<V, S> | undefined;
  const search = new CoreSearch(
    options.core,
    (state, operationClass) => space?.transition(state, operationClass) ?? -1,
  );
  const linearizations: Linearization[] = [];
  const undecided: PartProgress[] = [];
  let todo = parts;
  for (const budget of BUDGETS) {
    const later: Part<V>[] = [];
    for (const part of todo) {
      const stop = limits.exceeded();
      if (stop !== undefined) {
        undecided.push(progressOf(part, stop, undefined));
        continue;
      }
      const answer = await judged(async () => {
        space = new StateSpace(model, memoryLimitBytes);
        return decidePart(part, model, space, search, {
          limits,
          memoryLimitBytes,
          budget,
          seeds: options.seeds ?? DEFAULT_SEEDS,
          onConfigurations: (explored) => {
            configurations += explored;
          },
        });
      });
      if (answer.answer === 'legal') linearizations.push(linearizationOf(part, answer.order));
      else if (answer.answer === 'later') later.push(part);
      else if (answer.answer === 'gave-up') undecided.push(progressOf(part, answer.reason, answer.progress));
      else {
        const timeLimit = new Limits({ signal: options.signal, timeLimitMs: EXPLANATION_LIMIT_MS });
        const why = await explain(part, answer.progress, model, answer.space, timeLimit);
        return { valid: false, ...why, ...report() };
      }
      await limits.pause();
    }
    todo = later;
  }
  if (undecided.length === 0) return { valid: true, linearizations, ...report() };
  return { valid: 'unknown', because: undecidedBecause(undecided, parts.length), progress: undecided, ...report() };
}

async function judged<V extends Vocabulary, S>(decide: () => Promise<PartAnswer<V, S>>): Promise<PartAnswer<V, S>> {
  try {
    return await decide();
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    return { answer: 'gave-up', reason: error.message, progress: undefined };
  }
}

function partsOf<V extends Vocabulary, S>(operations: readonly Operation<V>[], model: Model<V, S>): Part<V>[] {
  if (!model.partition) return [{ key: undefined, operations }];
  const parts = new Map<string, Operation<V>[]>();
  for (const operation of operations) {
    const key = guarded('partition', model, operation, () => model.partition?.(operation) ?? '');
    const part = parts.get(key);
    if (part) part.push(operation);
    else parts.set(key, [operation]);
  }
  return Array.from(parts, ([key, members]) => ({ key, operations: members }));
}

function linearizationOf<V extends Vocabulary>(part: Part<V>, order: readonly number[]): Linearization {
  const ids = order.flatMap((i) => part.operations[i]?.id ?? []);
  return { ...(part.key === undefined ? {} : { key: part.key }), order: ids };
}

function progressOf<V extends Vocabulary>(
  part: Part<V>,
  reason: string,
  progress: CoreProgress | undefined,
): PartProgress {
  const blocked = progress && part.operations[progress.blocked];
  return {
    ...(part.key === undefined ? {} : { key: part.key }),
    reason,
    operations: part.operations.length,
    ...(progress && blocked ? { placed: progress.prefix.length, blocked: blocked.id } : {}),
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
