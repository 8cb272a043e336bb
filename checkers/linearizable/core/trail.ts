/**
 * The operations that a search has placed, in the order in which it did, each as its call's entry and how it came there.
 * An order of operations is read off it: absorbed ones belong just before the last overwriting that stands before them.
 */
import { allocate, get, set } from './memory';

/** By choice. */
export const CHOSEN: i32 = 0;
/** At once, as it changes nothing. */
export const EAGERLY: i32 = 1;
/** Unseen, just before the last overwriting. */
export const ABSORBED: i32 = 2;
/** By choice, and of unknown outcome. */
export const OPTIONAL: i32 = 3;

let trail: usize = 0;
let length: i32 = 0;

export function resetTrail(operationCount: i32): bool {
  trail = allocate((<usize>operationCount + 1) << 2);
  return trail != 0;
}

export function startTrail(): void {
  length = 0;
}

export function trailAt(): usize {
  return trail;
}

// @ts-ignore: decorator
@inline
export function trailLength(): i32 {
  return length;
}

// @ts-ignore: decorator
@inline
export function push(call: i32, how: i32): void {
  set(trail, length++, (call << 2) | how);
}

/** The latest one: entry << 2 | how. */
// @ts-ignore: decorator
@inline
export function pop(): i32 {
  return get(trail, --length);
}
