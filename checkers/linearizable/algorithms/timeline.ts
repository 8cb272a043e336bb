/**
 * Calls and returns as dense ranks, which is what the algorithms of this folder compute with: one event a rank, and of
 * two events at one position the call first, so that operations that merely touch are concurrent and everything after
 * this file may compare with `<`. Ranks also make sorting needless: whatever is bucketed by rank is sorted.
 */
import type { Operation, Vocabulary } from '../../../histories/op.ts';

/** The return of an operation that never returned; greater than any rank. */
export const NEVER = 2 ** 30;

/** Between event `g` and the next one lies gap `g`: an operation can take effect in the gaps from its call to before its return. */
export interface Timeline {
  /** The rank of the call and of the return of each operation, by its position. */
  readonly call: Int32Array;
  readonly return: Int32Array;
  /** By rank: twice the position of the operation, and one more if the event is its return. */
  readonly events: Int32Array;
}

export function timelineOf<V extends Vocabulary>(operations: readonly Operation<V>[]): Timeline {
  const count = operations.length;
  const calls = new Float64Array(count);
  const returns = new Float64Array(count);
  let completed = 0;
  for (let i = 0; i < count; i++) {
    const operation = operations[i];
    if (operation === undefined) continue;
    calls[i] = operation.call;
    returns[i] = operation.outcome === 'ok' ? operation.return : Infinity;
    if (operation.outcome === 'ok') completed++;
  }
  const timeline = {
    call: new Int32Array(count),
    return: new Int32Array(count).fill(NEVER),
    events: new Int32Array(count + completed),
  };
  if (!rankByCounting(calls, returns, timeline)) rankBySorting(calls, returns, timeline);
  for (let i = 0; i < count; i++) {
    timeline.events[timeline.call[i] ?? 0] = 2 * i;
    const returned = timeline.return[i] ?? NEVER;
    if (returned < NEVER) timeline.events[returned] = 2 * i + 1;
  }
  return timeline;
}

/** Positions are mostly ranks already, and then one count of each will do. False where they are not, or lie far apart. */
function rankByCounting(calls: Float64Array, returns: Float64Array, timeline: Timeline): boolean {
  const span = 4 * calls.length + 64;
  let least = Infinity;
  let most = -Infinity;
  for (const positions of [calls, returns]) {
    for (let i = 0; i < positions.length; i++) {
      const position = positions[i] ?? 0;
      if (position === Infinity) continue;
      if (!Number.isInteger(position)) return false;
      if (position < least) least = position;
      if (position > most) most = position;
    }
  }
  if (most - least > span) return false;
  const ranks = new Int32Array(2 * (most - least + 1) + 1);
  const slot = (position: number, isReturn: 0 | 1): number => 2 * (position - least) + isReturn;
  for (let i = 0; i < calls.length; i++) {
    const called = slot(calls[i] ?? 0, 0) + 1;
    ranks[called] = (ranks[called] ?? 0) + 1;
    if (returns[i] === Infinity) continue;
    const returned = slot(returns[i] ?? 0, 1) + 1;
    ranks[returned] = (ranks[returned] ?? 0) + 1;
  }
  for (let i = 1; i < ranks.length; i++) ranks[i] = (ranks[i] ?? 0) + (ranks[i - 1] ?? 0);
  for (let i = 0; i < calls.length; i++) {
    const called = slot(calls[i] ?? 0, 0);
    const rank = ranks[called] ?? 0;
    timeline.call[i] = rank;
    ranks[called] = rank + 1;
    if (returns[i] === Infinity) continue;
    const returned = slot(returns[i] ?? 0, 1);
    const returnRank = ranks[returned] ?? 0;
    timeline.return[i] = returnRank;
    ranks[returned] = returnRank + 1;
  }
  return true;
}

/** For the keys of a long history, whose positions lie far apart, and for times that are no integers. */
function rankBySorting(calls: Float64Array, returns: Float64Array, timeline: Timeline): void {
  const sortedCalls = calls.slice().sort();
  const sortedReturns = returns.filter((position) => position < Infinity).sort();
  const callsTaken = new Int32Array(sortedCalls.length);
  const returnsTaken = new Int32Array(sortedReturns.length);
  for (let i = 0; i < calls.length; i++) {
    const call = calls[i] ?? 0;
    const atCall = below(sortedCalls, call);
    timeline.call[i] = atCall + take(callsTaken, atCall) + below(sortedReturns, call);
    const end = returns[i] ?? Infinity;
    if (end === Infinity) continue;
    const atReturn = below(sortedReturns, end);
    timeline.return[i] = atReturn + take(returnsTaken, atReturn) + notAbove(sortedCalls, end);
  }
}

function take(taken: Int32Array, at: number): number {
  const before = taken[at] ?? 0;
  taken[at] = before + 1;
  return before;
}

/** How many of the sorted are less. */
function below(sorted: Float64Array, position: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < position) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many of the sorted are less or equal. */
function notAbove(sorted: Float64Array, position: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) <= position) low = middle + 1;
    else high = middle;
  }
  return low;
}
