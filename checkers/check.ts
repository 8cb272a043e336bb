/**
 * The checker as a library: one call that judges a history against a model, in Node and in a browser. It reads no files:
 * the compiled core comes from the caller, and the two entries of this package (index.ts for Node, browser.ts) differ in
 * nothing but where they get it from.
 */
import type { Op, Operation, Vocabulary } from '../histories/op.ts';
import { operationsOf } from '../histories/operations.ts';
import { type CheckOptions, checkOperations, type LinearizabilityResult } from './linearizable/check.ts';
import type { Core } from './linearizable/core.ts';
import type { Model } from './models/model.ts';

/** Events as they were recorded, or operations that are paired already. */
export type CheckableHistory<V extends Vocabulary> = readonly Op<V>[] | readonly Operation<V>[];

export type LibraryOptions = Pick<
  CheckOptions,
  'algorithm' | 'signal' | 'timeLimitMs' | 'memoryLimitBytes' | 'onProgress'
>;

/** Judges a history; throws only for a history that cannot be paired, and for a core that is none. */
export async function checkWithCore<V extends Vocabulary, S>(
  core: Core,
  history: CheckableHistory<V>,
  model: Model<V, S>,
  options: LibraryOptions & Pick<CheckOptions, 'interrupter'> = {},
): Promise<LinearizabilityResult> {
  return checkOperations(isPaired(history) ? history : operationsOf(history), model, { ...options, core });
}

function isPaired<V extends Vocabulary>(history: CheckableHistory<V>): history is readonly Operation<V>[] {
  const [first] = history;
  return first === undefined || 'call' in first;
}
