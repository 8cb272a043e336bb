/**
 * How far the search ever came: the latest return that it could not get past, the longest order that led there, and
 * the states in which it stood. This is what an explanation is made of. Copying is cheap because an order is compared
 * with the last copy only from the lowest depth that the search has been back to since.
 */
import { allocate, get, set } from './memory';

const MOST_STATES: i32 = 16;

let furthest: i32 = 0;
let length: i32 = 0;
let order: usize = 0;
let lowest: i32 = 0;
let lastState: i32 = 0;
let states: usize = 0;
let stateCount: i32 = 0;

export function resetProgress(operationCount: i32): bool {
  order = allocate((<usize>operationCount + 1) << 2);
  states = allocate(<usize>MOST_STATES << 2);
  return order != 0 && states != 0;
}

export function restartProgress(): void {
  furthest = 0;
  length = 0;
  lowest = 0;
  stateCount = 0;
}

// @ts-ignore: decorator
@inline
export function noteBacktrack(depth: i32): void {
  if (depth < lowest) lowest = depth;
}

/** The search is stuck before the return at `entry`, having placed the entries on the stack. */
// @ts-ignore: decorator
@inline
export function noteBlocked(entry: i32, stack: usize, depth: i32, state: i32): void {
  if (entry >= furthest) noteFurthest(entry, stack, depth, state);
}

function noteFurthest(entry: i32, stack: usize, depth: i32, state: i32): void {
  if (entry > furthest) {
    furthest = entry;
    length = -1;
    stateCount = 0;
  }
  if (depth > length) {
    const from = lowest < depth ? lowest : depth;
    memory.copy(order + (<usize>from << 2), stack + (<usize>from << 2), <usize>(depth - from) << 2);
    length = depth;
    lowest = depth;
    lastState = state;
  }
  for (let i: i32 = 0; i < stateCount; i++) if (get(states, i) == state) return;
  if (stateCount < MOST_STATES) set(states, stateCount++, state);
}

/** The entry of the return that blocked the furthest search; 0 if nothing ever did. */
export function furthestEntry(): i32 {
  return furthest;
}

/** The trail of the longest order that reached it. */
export function prefixAt(): usize {
  return order;
}

export function prefixLength(): i32 {
  return furthest == 0 ? 0 : length;
}

export function prefixState(): i32 {
  return lastState;
}

export function statesAt(): usize {
  return states;
}

export function statesLength(): i32 {
  return stateCount;
}
