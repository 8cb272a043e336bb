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
  let completed = 0;
  for (let i = 0; i < count; i++) if (operations[i]?.outcome === 'ok') completed++;
  const timeline = {
    call: new Int32Array(count),
    return: new Int32Array(count).fill(NEVER),
    events: new Int32Array(count + completed),
  };
  if (!rankByPlace(operations, timeline)) rankBySorting(operations, timeline);
  return timeline;
}

/** Positions are mostly ranks already, each its own and few left out. False where they are not. */
function rankByPlace<V extends Vocabulary>(operations: readonly Operation<V>[], timeline: Timeline): boolean {
  const size = 4 * operations.length + 64;
  // One more than the event.
  const places = new Int32Array(size);
  for (let i = 0; i < operations.length; i++) {
    const operation = operations[i];
    if (operation === undefined) return false;
    const { call } = operation;
    if (!isPlace(call, size) || places[call] !== 0) return false;
    places[call] = 2 * i + 1;
    if (operation.outcome !== 'ok') continue;
    const end = operation.return;
    if (!isPlace(end, size) || places[end] !== 0) return false;
    places[end] = 2 * i + 2;
  }
  let rank = 0;
  for (let place = 0; place < size; place++) {
    const event = (places[place] ?? 0) - 1;
    if (event === -1) continue;
    if (event & 1) timeline.return[event >> 1] = rank;
    else timeline.call[event >> 1] = rank;
    timeline.events[rank++] = event;
  }
  return true;
}

const isPlace = (position: number, size: number): boolean =>
  position >= 0 && position < size && (position | 0) === position;

/** For the keys of a long history, whose positions lie far apart, and for positions that are shared or no integers. */
function rankBySorting<V extends Vocabulary>(operations: readonly Operation<V>[], timeline: Timeline): void {
  const calls = Float64Array.from(operations, ({ call }) => call);
  const returns = Float64Array.from(operations, (operation) =>
    operation.outcome === 'ok' ? operation.return : Infinity,
  );
  const sortedCalls = calls.slice().sort();
  const sortedReturns = returns.filter((position) => position < Infinity).sort();
  const callsTaken = new Int32Array(sortedCalls.length);
  const returnsTaken = new Int32Array(sortedReturns.length);
  for (let i = 0; i < calls.length; i++) {
    const call = calls[i] ?? 0;
    const atCall = below(sortedCalls, call);
    const callRank = atCall + take(callsTaken, atCall) + below(sortedReturns, call);
    timeline.call[i] = callRank;
    timeline.events[callRank] = 2 * i;
    const end = returns[i] ?? Infinity;
    if (end === Infinity) continue;
    const atReturn = below(sortedReturns, end);
    const returnRank = atReturn + take(returnsTaken, atReturn) + notAbove(sortedCalls, end);
    timeline.return[i] = returnRank;
    timeline.events[returnRank] = 2 * i + 1;
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
