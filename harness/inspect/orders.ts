/**
 * All orders of a few operations that keep real time, tried on the object's own model: what the object holds after each
 * that leads nowhere, and what it would have to do next and cannot. A witness is illegal by itself, so that none of them
 * comes to an end; if one does, these are not the operations or not the model, and there is nothing to tell.
 */
import type { Model } from '../../checkers/models/model.ts';
import type { Operation, Vocabulary } from '../../histories/op.ts';

export interface DeadEnd {
  readonly order: readonly Operation[];
  readonly state: string;
  /** What may come next by real time, and is illegal. */
  readonly rejected: readonly Operation[];
}

const MOST_OPERATIONS = 12;
const MOST_STEPS = 5_000;

export function deadEnds(
  operations: readonly Operation[],
  model: Model<Vocabulary, unknown>,
): readonly DeadEnd[] | undefined {
  if (operations.length === 0 || operations.length > MOST_OPERATIONS) return undefined;
  if (operations.some(({ f }) => !model.fs.includes(f))) return undefined;
  const found = new Map<string, DeadEnd>();
  let steps = 0;
  /** False once an order was found, or the work became too much. */
  const explore = (order: readonly Operation[], state: unknown): boolean => {
    const rest = operations.filter((operation) => !order.includes(operation));
    const due = rest.filter(({ outcome }) => outcome === 'ok');
    if (due.length === 0 || ++steps > MOST_STEPS) return false;
    const next = rest.filter(({ call }) => !due.some((other) => other.return < call));
    const moves = next.map((operation) => ({ operation, states: model.step(state, operation) }));
    const rejected = moves.filter(({ states }) => states.length === 0).map(({ operation }) => operation);
    const isBlocked = moves.every(({ operation, states }) => states.length === 0 || operation.outcome !== 'ok');
    if (isBlocked) {
      const name = model.key(state);
      const key = `${name} ${rejected.map(({ id }) => id)}`;
      if (!found.has(key)) found.set(key, { order, state: model.describeState?.(state) ?? name, rejected });
    }
    return moves.every(({ operation, states }) => states.every((then) => explore([...order, operation], then)));
  };
  return explore([], model.init()) ? [...found.values()] : undefined;
}
