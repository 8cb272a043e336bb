/** Linearizability of the part of a history that a model speaks of; what is left out is for other checkers. */
import type { Op, Vocabulary } from '../../histories/op.ts';
import type { Checker } from '../checker.ts';
import { type LinearizableOptions, linearizable } from '../linearizable/index.ts';
import type { Model } from '../models/model.ts';

export function linearizableAs<V extends Vocabulary, M extends Vocabulary, S>(
  model: Model<M, S>,
  bounds: LinearizableOptions,
): Checker<V> {
  const { name, summary, check } = linearizable(model, bounds);
  const spoken = new Set<string>(model.fs);
  const isSpoken = (op: Op<V>): boolean => op.process === 'nemesis' || spoken.has(op.f);
  return {
    name,
    summary,
    // What is left is in the model's vocabulary; the compiler cannot see that across a filter.
    check: (history, signal) => check(history.filter(isSpoken) as unknown as Op<M>[], signal),
  };
}
