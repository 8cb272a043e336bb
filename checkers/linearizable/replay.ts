/**
 * The proof of a valid verdict: an order of operations that is legal for the model, contains every completed operation
 * once and respects real time. It shares nothing with the search but the model, so that a bug there cannot pass for a
 * valid history: whatever does not hold is thrown.
 */
import type { Operation, Vocabulary } from '../../histories/op.ts';
import type { Model } from '../models/model.ts';
import { type Arrays, freshArrays } from './arrays.ts';
import { isCompleted } from './timeline.ts';

/** The search proved what is not so: a defect of this checker, never a property of the history. */
export class ReplayError extends Error {
  override readonly name = 'ReplayError';
}

/** The ids of the operations in that order, by their positions. Throws ReplayError. */
export function replay<V extends Vocabulary, S>(
  operations: readonly Operation<V>[],
  order: Int32Array,
  model: Model<V, S>,
  arrays: Arrays = freshArrays,
): readonly number[] {
  const ids = new Array<number>(order.length);
  const placed = arrays.bytes(operations.length);
  const isLegal = model.replayer ? replayerOf(model) : stepper(model);
  let latestCall = -Infinity;
  for (let at = 0; at < order.length; at++) {
    const i = order[at] ?? -1;
    const operation = operations[i];
    if (operation === undefined || placed[i] === 1) throw new ReplayError(`the order holds ${i} twice or by mistake`);
    placed[i] = 1;
    // Something placed before it was called only after this one had returned.
    if (operation.return < latestCall) throw new ReplayError(`operation ${operation.id} was placed after its return`);
    latestCall = Math.max(latestCall, operation.call);
    if (!isLegal(operation))
      throw new ReplayError(`operation ${operation.id} (${operation.f}) is illegal where it was placed`);
    ids[at] = operation.id;
  }
  // Each was placed once at most.
  if (order.length === operations.length) return ids;
  for (let i = 0; i < operations.length; i++) {
    const operation = operations[i];
    if (placed[i] === 0 && operation && isCompleted(operation))
      throw new ReplayError(`operation ${operation.id} was never placed`);
  }
  return ids;
}

function replayerOf<V extends Vocabulary, S>(model: Model<V, S>): (operation: Operation<V>) => boolean {
  const replayer = model.replayer?.();
  return (operation) => replayer?.apply(operation) ?? false;
}

/** All states that the operations so far could have led to, which mostly is one; keys are only needed where there are more. */
function stepper<V extends Vocabulary, S>(model: Model<V, S>): (operation: Operation<V>) => boolean {
  let state = model.init();
  let states: readonly S[] | undefined;
  return (operation) => {
    if (states === undefined) {
      const after = model.step(state, operation);
      if (after.length === 1) state = after[0] as S;
      else states = after;
      return after.length > 0;
    }
    const next = new Map<string, S>();
    for (const before of states) for (const after of model.step(before, operation)) next.set(model.key(after), after);
    states = [...next.values()];
    return states.length > 0;
  };
}
