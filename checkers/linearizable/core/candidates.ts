/**
 * What may be placed next: for each node on the way to the present one its candidates, one node after the other on a stack.
 * A candidate is the entry of a call, a bit if the operation is to be absorbed, and three bits of merit. For symmetry it is
 * known of each class which candidate of the present node stands for it.
 */
import { matchOf } from './entries';
import { allocate, get, set } from './memory';
import { BROKEN, SYMMETRY_LATEST_FIRST } from './rules';

const ENTRY_BITS: i32 = 28;
export const ENTRY: i32 = (1 << ENTRY_BITS) - 1;
export const ABSORB: i32 = 1 << ENTRY_BITS;
const MERIT_SHIFT: i32 = ENTRY_BITS + 1;

const FIRST_ROOM: i32 = 4096;

let stack: usize = 0;
let room: i32 = 0;
let count: i32 = 0;
/** The candidate of each class, valid in the node whose number is stamped. */
let standsFor: usize = 0;
let stamps: usize = 0;
let classCount: i32 = 0;
let node: i32 = 0;

export function resetCandidates(classesWanted: i32): bool {
  classCount = classesWanted;
  room = FIRST_ROOM;
  stack = allocate(<usize>room << 2);
  standsFor = allocate((<usize>classCount + 1) << 2);
  stamps = allocate((<usize>classCount + 1) << 2);
  return stack != 0 && standsFor != 0 && stamps != 0;
}

export function startCandidates(): void {
  count = 0;
  forgetStamps();
}

function forgetStamps(): void {
  node = 0;
  memory.fill(stamps, 0, (<usize>classCount + 1) << 2);
}

/** A new node: no class has a candidate yet. Answers where its candidates begin. */
export function beginNode(): i32 {
  // After two thousand million nodes the stamps begin anew.
  if (++node == i32.MAX_VALUE) {
    forgetStamps();
    node = 1;
  }
  return count;
}

// @ts-ignore: decorator
@inline
export function candidateCount(): i32 {
  return count;
}

// @ts-ignore: decorator
@inline
export function candidateAt(at: i32): i32 {
  return get(stack, at);
}

// @ts-ignore: decorator
@inline
export function setCandidate(at: i32, call: i32, merit: i32): void {
  set(stack, at, call | (merit << MERIT_SHIFT));
}

/** Forgets the candidates from this one on. */
// @ts-ignore: decorator
@inline
export function dropFrom(at: i32): void {
  count = at;
}

/** False when out of memory, here and below. */
// @ts-ignore: decorator
@inline
export function addCandidate(candidate: i32, merit: i32): bool {
  if (count == room && !grow()) return false;
  set(stack, count++, candidate | (merit << MERIT_SHIFT));
  return true;
}

/** Adds a completed operation, or takes it for the one of its class that returns later. */
// @ts-ignore: decorator
@inline
export function addAlike(call: i32, match: i32, operationClass: i32): bool {
  if (get(stamps, operationClass) == node) {
    const at = get(standsFor, operationClass);
    const isEarlier = match < matchOf(get(stack, at));
    if (BROKEN == SYMMETRY_LATEST_FIRST ? !isEarlier : isEarlier) set(stack, at, call);
    return true;
  }
  set(stamps, operationClass, node);
  set(standsFor, operationClass, count);
  return addCandidate(call, 0);
}

/** Whether a completed operation of this class is a candidate of the present node. */
// @ts-ignore: decorator
@inline
export function hasAlike(operationClass: i32): bool {
  return get(stamps, operationClass) == node;
}

/** The best first; among equals the order of calls. */
export function sortFrom(first: i32): void {
  for (let i = first + 1; i < count; i++) {
    const candidate = get(stack, i);
    const merit = candidate >>> MERIT_SHIFT;
    let to = i;
    while (to > first && get(stack, to - 1) >>> MERIT_SHIFT < merit) {
      set(stack, to, get(stack, to - 1));
      to--;
    }
    set(stack, to, candidate);
  }
}

function grow(): bool {
  const larger = allocate(<usize>room << 3);
  if (larger == 0) return false;
  memory.copy(larger, stack, <usize>count << 2);
  stack = larger;
  room <<= 1;
  return true;
}
