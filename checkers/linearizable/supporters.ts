/**
 * Which operations could have made another one legal: the write whose value a read saw. No model says so; it is found
 * by trying states that the search met. The answer chooses what an explanation shows, never what a verdict is.
 */
import type { Operation, Vocabulary } from '../../histories/op.ts';
import type { StateSpace } from './states.ts';
import { isCompleted } from './timeline.ts';

const MOST_SUPPORTERS = 6;
const MOST_STATES_TRIED = 500;

/** Whether an operation of this class does more than observe, as far as the states met can tell. */
export function everChanges<V extends Vocabulary, S>(operationClass: number, space: StateSpace<V, S>): boolean {
  const states = Math.min(space.setCount, MOST_STATES_TRIED);
  for (let state = 0; state < states; state++) {
    const next = space.step(state, operationClass);
    if (next >= 0 && next !== state) return true;
  }
  return false;
}

/** For each operation that is illegal at first, the latest one that could have made it legal. */
export function supporters<V extends Vocabulary, S>(
  operations: readonly Operation<V>[],
  shown: readonly number[],
  classes: Int32Array,
  space: StateSpace<V, S>,
): Set<number> {
  const added = new Set<number>();
  const queue = [...shown];
  const states = Math.min(space.setCount, MOST_STATES_TRIED);
  const enabling = new Map<string, boolean>();
  const enables = (one: number, other: number): boolean => {
    const from = classes[one] ?? 0;
    const to = classes[other] ?? 0;
    const key = `${from}:${to}`;
    let answer = enabling.get(key);
    if (answer === undefined) {
      answer = false;
      for (let state = 0; state < states && !answer; state++) {
        if (space.step(state, to) >= 0) continue;
        const next = space.step(state, from);
        answer = next >= 0 && space.step(next, to) >= 0;
      }
      enabling.set(key, answer);
    }
    return answer;
  };

  for (let target = queue.shift(); target !== undefined && added.size < MOST_SUPPORTERS; target = queue.shift()) {
    const wanted = target;
    const operation = operations[wanted];
    if (!operation || !isCompleted(operation) || space.step(space.initial, classes[wanted] ?? 0) >= 0) continue;
    const inTime = (i: number): boolean => (operations[i]?.call ?? 0) < operation.return;
    const supported = [...shown, ...added].some((i) => i !== wanted && inTime(i) && enables(i, wanted));
    if (supported) continue;
    const all = [...operations.keys()].filter((i) => i !== wanted && !added.has(i) && !shown.includes(i));
    const found = all.findLast((i) => inTime(i) && enables(i, wanted)) ?? all.find((i) => enables(i, wanted));
    if (found === undefined) continue;
    added.add(found);
    queue.push(found);
  }
  return added;
}
