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

export function replay<V extends Vocabulary, S>(
  operations: readonly Operation<V>[],
  order: Int32Array,
  model: Model<V, S>,
  arrays: Arrays = freshArrays,
): void {
  const placed = arrays.bytes(operations.length);
  const isLegal = model.replayer ? replayerOf(model) : stepper(model);
  let latestCall = -Infinity;
  for (const i of order) {
    const operation = operations[i];
    if (operation === undefined || placed[i] === 1) throw new ReplayError(`the order holds ${i} twice or by mistake`);
    placed[i] = 1;
    // Something placed before it was called only after this one had returned.
    if (operation.return < latestCall) throw new ReplayError(`operation ${operation.id} was placed after its return`);
    latestCall = Math.max(latestCall, operation.call);
    if (!isLegal(operation))
      throw new ReplayError(`operation ${operation.id} (${operation.f}) is illegal where it was placed`);
  }
  for (let i = 0; i < operations.length; i++) {
    const operation = operations[i];
    if (placed[i] === 0 && operation && isCompleted(operation))
      throw new ReplayError(`operation ${operation.id} was never placed`);
  }
}

function replayerOf<V extends Vocabulary, S>(model: Model<V, S>): (operation: Operation<V>) => boolean {
  const replayer = model.replayer?.();
  return (operation) => replayer?.apply(operation) ?? false;
}

/** All states that the operations so far could have led to; keys are only needed where there is more than one. */
function stepper<V extends Vocabulary, S>(model: Model<V, S>): (operation: Operation<V>) => boolean {
  let states: readonly S[] = [model.init()];
  return (operation) => {
    if (states.length === 1) states = model.step(states[0] as S, operation);
    else {
      const next = new Map<string, S>();
      for (const state of states) for (const after of model.step(state, operation)) next.set(model.key(after), after);
      states = [...next.values()];
    }
    return states.length > 0;
  };
}
