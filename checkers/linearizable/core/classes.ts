/**
 * What is known of each class of operations before any search: whether it observes only, whether it overwrites whatever
 * is there, and for objects that hold one value the value that it requires and the one that it leaves. Where both are
 * known a transition needs neither a table nor the model.
 */
import { allocate, get } from './memory';

/** The kinds; a and b are states. */
export const GENERAL: i32 = 0;
/** Legal in state a alone, and leaves it. */
export const REQUIRES: i32 = 1;
/** Legal everywhere, and leads to b. */
export const PRODUCES: i32 = 2;
/** Legal in state a alone, and leads to b. */
export const MOVES: i32 = 3;
/** Legal everywhere but in state a, and changes nothing. */
export const AVOIDS: i32 = 4;

const READONLY: i32 = 1;
const OVERWRITES: i32 = 2;

const WORDS: i32 = 4;

let table: usize = 0;

/** Room for four words a class: kind, a, b, and the sum of 1 (readonly) and 2 (overwrites). */
export function resetClasses(classCount: i32): bool {
  table = allocate((<usize>classCount + 1) * WORDS * 4);
  return table != 0;
}

export function classTableAt(): usize {
  return table;
}

// @ts-ignore: decorator
@inline
export function kindOf(operationClass: i32): i32 {
  return get(table, operationClass * WORDS);
}

/** The state that the class requires or avoids; meaningful for REQUIRES, MOVES and AVOIDS. */
// @ts-ignore: decorator
@inline
export function requiredBy(operationClass: i32): i32 {
  return get(table, operationClass * WORDS + 1);
}

/** The state that it leads to; meaningful for PRODUCES and MOVES. */
// @ts-ignore: decorator
@inline
export function producedBy(operationClass: i32): i32 {
  return get(table, operationClass * WORDS + 2);
}

// @ts-ignore: decorator
@inline
export function isReadonly(operationClass: i32): bool {
  return (get(table, operationClass * WORDS + 3) & READONLY) != 0;
}

// @ts-ignore: decorator
@inline
export function overwrites(operationClass: i32): bool {
  return (get(table, operationClass * WORDS + 3) & OVERWRITES) != 0;
}
