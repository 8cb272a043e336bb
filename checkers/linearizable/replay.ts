/**
 * The proof of a valid verdict: an order of operations that is legal for the model, contains every completed operation
 * once and respects real time. It shares nothing with the search but the model, so that a bug there cannot pass for a
 * valid history: whatever does not hold is thrown.
 */
import type { Operation, Vocabulary } from '../../histories/op.ts';
import type { Model } from '../models/model.ts';
import { isCompleted } from './events.ts';

/** The search proved what is not so: a defect of this checker, never a property of the history. */
export class ReplayError extends Error {
  override readonly name = 'ReplayError';
}

export function replay<V extends Vocabulary, S>(
  operations: readonly Operation<V>[],
  order: readonly number[],
  model: Model<V, S>,
): void {
  const left = new Set(operations.keys());
  let states = new Map<string, S>();
  const initial = model.init();
  states.set(model.key(initial), initial);
  let latestCall = -Infinity;

  for (const i of order) {
    const operation = operations[i];
    if (operation === undefined || !left.delete(i)) throw new ReplayError(`the order holds ${i} twice or by mistake`);
    // Something placed before it was called only after this one had returned.
    if (operation.return < latestCall) throw new ReplayError(`operation ${operation.id} was placed after its return`);
    latestCall = Math.max(latestCall, operation.call);

    const next = new Map<string, S>();
    for (const state of states.values()) {
      for (const after of model.step(state, operation)) next.set(model.key(after), after);
    }
    if (next.size === 0)
      throw new ReplayError(`operation ${operation.id} (${operation.f}) is illegal where it was placed`);
    states = next;
  }
  for (const i of left) {
    const operation = operations[i];
    if (operation && isCompleted(operation)) throw new ReplayError(`operation ${operation.id} was never placed`);
  }
}
