/**
 * The linearizability checker (Herlihy and Wing 1990): did the object behave as if every operation took effect at one
 * instant between its call and its return? Operations of unknown outcome may have taken effect at any time after their
 * call, or never. This is the facade: it pairs the history, loads the core and words the verdict.
 */
import type { Json } from '../../harness/core/json.ts';
import type { Op, Operation, Vocabulary } from '../../histories/op.ts';
import { operationsOf } from '../../histories/operations.ts';
import type { Checker, Evidence, Verdict } from '../checker.ts';
import type { Model } from '../models/model.ts';
import { algorithms } from './algorithms/index.ts';
import { type CheckOptions, checkOperations, type LinearizabilityResult, SEARCHES } from './check.ts';
import { coreFromFile } from './core-file.ts';
import { farmOf } from './farm.ts';
import { interruptible } from './interrupt.ts';

export type { CheckReport, LinearizabilityResult, Linearization, PartProgress } from './check.ts';
export type { Witness, WitnessOperation } from './explanation.ts';

export interface LinearizableOptions {
  /** Default `auto`; see `algorithmNames`. */
  readonly algorithm?: string | undefined;
  /** Default: 60 seconds; `Infinity` for none. */
  readonly timeLimitMs?: number | undefined;
  /** Default: 1 GiB. */
  readonly memoryLimitBytes?: number | undefined;
  /** Called now and then with the number of operations whose parts are decided. */
  readonly onProgress?: ((decided: number) => void) | undefined;
}

const DEFAULT_TIME_LIMIT_MS = 60_000;
const farm = farmOf();

/** What `algorithm` may be: `auto`, one of the two searches, or a polynomial algorithm by its name. */
export const algorithmNames: readonly string[] = [
  'auto',
  ...SEARCHES,
  ...new Set(Object.values(algorithms).flatMap((each) => each.map(({ name }) => name))),
];

export function linearizable<V extends Vocabulary, S>(
  model: Model<V, S>,
  options: LinearizableOptions = {},
): Checker<V> {
  return {
    name: 'linearizable',
    summary: `Operations took effect one at a time, between call and return, as a ${model.name} would.`,
    async check(history, signal) {
      const operations = paired(history);
      if (typeof operations === 'string')
        return { valid: 'unknown', because: `The history cannot be paired: ${operations}.` };
      const { timeLimitMs = DEFAULT_TIME_LIMIT_MS } = options;
      const result = await checkLinearizable(operations, model, { ...options, signal, timeLimitMs });
      return verdictOf(result, model.name, operations);
    },
  };
}

/** The operations of a history, or what is wrong with it. */
function paired<V extends Vocabulary>(history: readonly Op<V>[]): readonly Operation<V>[] | string {
  try {
    return operationsOf(history);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Judges operations that are paired already; without bounds unless given. */
export async function checkLinearizable<V extends Vocabulary, S>(
  operations: readonly Operation<V>[],
  model: Model<V, S>,
  options: Omit<CheckOptions, 'core'> = {},
): Promise<LinearizabilityResult> {
  const core = await coreFromFile();
  return await checkOperations(operations, model, { farm, interrupter: interruptible, ...options, core });
}

function verdictOf<V extends Vocabulary>(
  result: LinearizabilityResult,
  model: string,
  operations: readonly Operation<V>[],
): Verdict {
  const completed = operations.filter(({ outcome }) => outcome === 'ok').length;
  const { algorithm, parts, configurations, elapsedMs } = result;
  const evidence: Evidence = {
    model,
    algorithm,
    operations: operations.length,
    completed,
    parts,
    configurations,
    elapsedMs: Math.round(elapsedMs * 1_000) / 1_000,
  };
  if (result.valid === false)
    return { valid: false, because: result.because, witness: result.witness as Json, evidence };
  if (result.valid === 'unknown') {
    return { valid: 'unknown', because: result.because, evidence: { ...evidence, progress: result.progress as Json } };
  }
  // Any history in which nothing is known to have happened is linearizable: that would be a vacuous pass.
  if (completed === 0)
    return { valid: 'unknown', because: 'No operation completed: there is nothing to judge.', evidence };
  return { valid: true, evidence };
}
