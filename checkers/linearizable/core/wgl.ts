/**
 * The search of Wing and Gong with Lowe's memoisation: place any operation whose call comes before the first return
 * that is still in the list, go on, and go back when nothing fits. It succeeds as soon as every completed operation
 * is placed; one of unknown outcome may be placed at any time after its call, or never. The search is resumable: all
 * its state lies in this module between two calls of `runWgl`.
 *
 * Readonly operations are placed eagerly: one that fits here and leaves the state as it is may as well happen here,
 * since any order in which it comes later stays an order when it is moved to this point. So nothing is lost by
 * never trying it elsewhere, and backtracking passes over it.
 */
import { classOf, isReadonly, lift, linkEntries, matchOf, next, OPEN, operationOf, RETURN, unlift } from './entries';
import { fingerprint, wordOf } from './hash';
import { allocate, get, set } from './memory';
import { noteBacktrack, noteBlocked } from './progress';
import { EXHAUSTED, transition } from './transitions';
import { FULL, NEW, visit } from './visited';

export const OK: i32 = 1;
export const REFUTED: i32 = 0;
export const CONTINUE: i32 = 2;
export const OUT_OF_MEMORY: i32 = 3;

const EAGER: i32 = -1;

let placed: usize = 0;
let statesBefore: usize = 0;
let depth: i32 = 0;
let state: i32 = 0;
let operations: u64 = 0;
let entry: i32 = 0;
let remaining: i32 = 0;

export function resetWgl(operationCount: i32): bool {
  const bytes = (<usize>operationCount + 1) << 2;
  placed = allocate(bytes);
  statesBefore = allocate(bytes);
  return placed != 0 && statesBefore != 0;
}

export function startWgl(initialState: i32): void {
  remaining = linkEntries();
  depth = 0;
  state = initialState;
  operations = 0;
  entry = next(0);
}

/** The entries (of calls) placed so far, in order: after OK, a linearization. */
export function placedAt(): usize {
  return placed;
}

export function placedLength(): i32 {
  return depth;
}

export function runWgl(steps: i32): i32 {
  while (remaining > 0) {
    if (steps-- <= 0) return CONTINUE;
    const match = matchOf(entry);
    if (match == RETURN) {
      noteBlocked(entry, placed, depth, state);
      if (!takeBack()) return REFUTED;
      continue;
    }
    const operation = operationOf(entry);
    const after = transition(state, classOf(operation));
    if (after < 0) {
      if (after == EXHAUSTED) return OUT_OF_MEMORY;
      entry = next(entry);
      continue;
    }
    // An operation that need not happen and would change nothing is never worth placing.
    if (match == OPEN && after == state) {
      entry = next(entry);
      continue;
    }
    if (after == state && match != OPEN && isReadonly(operation)) {
      place(entry, match, operation, after, EAGER);
      continue;
    }
    const larger = operations ^ wordOf(operation);
    const visited = visit(fingerprint(larger, after));
    if (visited == FULL) return OUT_OF_MEMORY;
    if (visited != NEW) {
      entry = next(entry);
      continue;
    }
    place(entry, match, operation, after, state);
  }
  return OK;
}

/** `before` is what to go back to, or EAGER where there is nothing else to try. */
// @ts-ignore: decorator
@inline
function place(call: i32, match: i32, operation: i32, after: i32, before: i32): void {
  set(placed, depth, call);
  set(statesBefore, depth, before);
  depth++;
  state = after;
  operations ^= wordOf(operation);
  if (match != OPEN) remaining--;
  lift(call, match);
  entry = next(0);
}

/** Goes back over the last choice, and the eager placements behind it; false when there is none. */
function takeBack(): bool {
  while (depth > 0) {
    depth--;
    const call = get(placed, depth);
    const match = matchOf(call);
    const before = get(statesBefore, depth);
    operations ^= wordOf(operationOf(call));
    if (match != OPEN) remaining++;
    unlift(call, match);
    if (before == EAGER) continue;
    noteBacktrack(depth);
    state = before;
    entry = next(call);
    return true;
  }
  noteBacktrack(0);
  return false;
}
