/**
 * Calls and returns as dense ranks, which is what searches and algorithms compute with: one event a rank, and of two
 * events at one position the call first, so that operations that merely touch are concurrent (intervals are closed) and
 * everything after this file may compare with `<`. Ranks also make sorting needless: whatever is bucketed by rank is sorted.
 */
import type { Operation, Vocabulary } from '../../histories/op.ts';
import { type Arrays, freshArrays } from './arrays.ts';

/** The return of an operation that never returned; greater than any rank. */
export const NEVER = 2 ** 30;

/** Positions that are spread wider than this many times their number are sorted rather than laid out. */
const MOST_SPREAD = 32;

/** Between event `g` and the next one lies gap `g`: an operation can take effect in the gaps from its call to before its return. */
export interface Timeline {
  /** The rank of the call and of the return of each operation, by its position. */
  readonly call: Int32Array;
  readonly return: Int32Array;
  /** By rank: twice the position of the operation, and one more if the event is its return. */
  readonly events: Int32Array;
}

export function timelineOf<V extends Vocabulary>(
  operations: readonly Operation<V>[],
  arrays: Arrays = freshArrays,
): Timeline {
  return ranksByPlace(operations, arrays) ?? ranksBySorting(operations, arrays);
}

/** A completed operation must be placed; any other one may take effect at any time after its call, or never. */
export function isCompleted<V extends Vocabulary>(operation: Operation<V>): boolean {
  return operation.outcome === 'ok';
}

/** Positions from a recorded history are whole numbers, all different and close together: nearly ranks. */
function ranksByPlace<V extends Vocabulary>(operations: readonly Operation<V>[], arrays: Arrays): Timeline | undefined {
  let first = Infinity;
  let last = -Infinity;
  let completed = 0;
  for (const operation of operations) {
    const { call } = operation;
    if (call < first) first = call;
    if (call > last) last = call;
    if (operation.outcome !== 'ok') continue;
    completed++;
    if (operation.return > last) last = operation.return;
  }
  const spread = last - first + 1;
  if (!(spread > 0 && spread <= MOST_SPREAD * (operations.length + completed))) return undefined;
  const timeline = emptyTimeline(operations.length, completed, arrays);
  const places = arrays.ints(spread);
  for (let i = 0; i < operations.length; i++) {
    const operation = operations[i] as Operation<V>;
    if (!lay(places, operation.call - first, 2 * i)) return undefined;
    if (operation.outcome === 'ok' && !lay(places, operation.return - first, 2 * i + 1)) return undefined;
  }
  const { call, return: end, events } = timeline;
  let rank = 0;
  for (let place = 0; place < spread; place++) {
    const event = (places[place] ?? 0) - 1;
    if (event < 0) continue;
    if (event & 1) end[event >> 1] = rank;
    else call[event >> 1] = rank;
    events[rank++] = event;
  }
  return timeline;
}

/** Places hold one more than the event. A place that is none, or that is taken, is refused. */
function lay(places: Int32Array, at: number, event: number): boolean {
  if (places[at] !== 0) return false;
  places[at] = event + 1;
  return true;
}

function emptyTimeline(count: number, completed: number, arrays: Arrays): Timeline {
  return {
    call: arrays.ints(count),
    return: arrays.ints(count).fill(NEVER),
    events: arrays.ints(count + completed),
  };
}

/** For the keys of a long history, whose positions lie far apart, and for positions that are shared or no integers. */
function ranksBySorting<V extends Vocabulary>(operations: readonly Operation<V>[], arrays: Arrays): Timeline {
  const calls = Array.from(operations.keys());
  // Mostly they come in this order already.
  if (!isSorted(operations)) calls.sort((a, b) => callOf(operations, a) - callOf(operations, b));
  const returns: number[] = [];
  for (let i = 0; i < operations.length; i++) if (operations[i]?.outcome === 'ok') returns.push(i);
  returns.sort((a, b) => returnOf(operations, a) - returnOf(operations, b));
  const timeline = emptyTimeline(calls.length, returns.length, arrays);
  let rank = 0;
  let next = 0;
  for (const i of returns) {
    const end = returnOf(operations, i);
    while (next < calls.length && callOf(operations, calls[next] ?? 0) <= end) {
      timeline.events[rank] = 2 * (calls[next] ?? 0);
      timeline.call[calls[next++] ?? 0] = rank++;
    }
    timeline.events[rank] = 2 * i + 1;
    timeline.return[i] = rank++;
  }
  for (; next < calls.length; next++) {
    timeline.events[rank] = 2 * (calls[next] ?? 0);
    timeline.call[calls[next] ?? 0] = rank++;
  }
  return timeline;
}

function isSorted<V extends Vocabulary>(operations: readonly Operation<V>[]): boolean {
  for (let i = 1; i < operations.length; i++) if (callOf(operations, i) < callOf(operations, i - 1)) return false;
  return true;
}

const callOf = <V extends Vocabulary>(operations: readonly Operation<V>[], i: number): number =>
  operations[i]?.call ?? 0;
const returnOf = <V extends Vocabulary>(operations: readonly Operation<V>[], i: number): number =>
  operations[i]?.return ?? 0;
