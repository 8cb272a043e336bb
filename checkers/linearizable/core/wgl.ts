/**
 * The search of Wing and Gong with Lowe's memoisation: place any operation whose call comes before the first return
 * that is still in the list, go on, and go back when nothing fits. It succeeds as soon as every completed operation
 * is placed; one of unknown outcome may be placed at any time after its call, or never. The search is resumable: all
 * its state lies in this module between two calls of `runWgl`.
 */
import { classOf, lift, linkEntries, matchOf, next, OPEN, operationOf, RETURN, unlift } from './entries';
import { fingerprintA, fingerprintB, wordA, wordB } from './hash';
import { allocate, get, set } from './memory';
import { noteBacktrack, noteBlocked } from './progress';
import { CONTINUE, OK, OUT_OF_MEMORY, REFUTED } from './status';
import { CHOSEN, pop, push, startTrail, trailAt, trailLength } from './trail';
import { EXHAUSTED, transition } from './transitions';
import { FULL, NEW, visit } from './visited';

let statesBefore: usize = 0;
let state: i32 = 0;
/** The hashes of the operations placed, under both seeds. */
let hashA: u64 = 0;
let hashB: u64 = 0;
let entry: i32 = 0;
let remaining: i32 = 0;

export function resetWgl(operationCount: i32): bool {
  statesBefore = allocate((<usize>operationCount + 1) << 2);
  return statesBefore != 0;
}

export function startWgl(initialState: i32): void {
  remaining = linkEntries(true);
  startTrail();
  state = initialState;
  hashA = 0;
  hashB = 0;
  entry = next(0);
}

export function runWgl(steps: i32): i32 {
  while (remaining > 0) {
    if (steps-- <= 0) return CONTINUE;
    const match = matchOf(entry);
    if (match == RETURN) {
      noteBlocked(entry, trailAt(), trailLength(), state);
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
    const largerA = hashA ^ wordA(operation);
    const largerB = hashB ^ wordB(operation);
    const visited = visit(fingerprintA(largerA, after, 0), fingerprintB(largerB, after, 0));
    if (visited == FULL) return OUT_OF_MEMORY;
    if (visited != NEW) {
      entry = next(entry);
      continue;
    }
    place(entry, match, operation, after);
  }
  return OK;
}

// @ts-ignore: decorator
@inline
function place(call: i32, match: i32, operation: i32, after: i32): void {
  set(statesBefore, trailLength(), state);
  push(call, CHOSEN);
  state = after;
  hashA ^= wordA(operation);
  hashB ^= wordB(operation);
  if (match != OPEN) remaining--;
  lift(call, match);
  entry = next(0);
}

/** Goes back over the last choice; false when there is none. */
function takeBack(): bool {
  if (trailLength() == 0) return false;
  const call = pop() >> 2;
  const match = matchOf(call);
  hashA ^= wordA(operationOf(call));
  hashB ^= wordB(operationOf(call));
  if (match != OPEN) remaining++;
  unlift(call, match);
  noteBacktrack(trailLength());
  state = get(statesBefore, trailLength());
  entry = next(call);
  return true;
}
