/**
 * Value liveness, for objects that hold one value: how many operations still need each state and how many could still
 * lead there. A state with mandatory observers left and nothing that leads back must not be left; an optional
 * operation must not be spent on a state that nobody needs. Counting optional operations as mandatory observers would be
 * wrong: they may never happen. Applies only when every class says what it requires and produces.
 */
import { isReadonly, kindOf, MOVES, PRODUCES, producedBy, REQUIRES, requiredBy } from './classes';
import { allocate, get, set } from './memory';
import { BROKEN, LIVENESS_COUNTS_OPTIONAL, LIVENESS_WAITS_FOR_ITSELF } from './rules';

let mandatory: usize = 0;
let optional: usize = 0;
let producers: usize = 0;
let stateCount: i32 = 0;
let active: bool = false;

export function resetLiveness(states: i32): bool {
  stateCount = states;
  const bytes = (<usize>states + 1) << 2;
  mandatory = allocate(bytes);
  optional = allocate(bytes);
  producers = allocate(bytes);
  return mandatory != 0 && optional != 0 && producers != 0;
}

export function startLiveness(applies: bool): void {
  active = applies;
  const bytes = (<usize>stateCount + 1) << 2;
  memory.fill(mandatory, 0, bytes);
  memory.fill(optional, 0, bytes);
  memory.fill(producers, 0, bytes);
}

/** An operation is left to place (change 1) or no longer (change -1). */
// @ts-ignore: decorator
@inline
export function count(operationClass: i32, isOptional: bool, change: i32): void {
  if (!active) return;
  const kind = kindOf(operationClass);
  if (kind == REQUIRES || kind == MOVES) {
    const table = isOptional && BROKEN != LIVENESS_COUNTS_OPTIONAL ? optional : mandatory;
    add(table, requiredBy(operationClass), change);
  }
  if (kind == PRODUCES || kind == MOVES) add(producers, producedBy(operationClass), change);
}

/** Whether placing the operation would leave a value behind that somebody still has to see. */
// @ts-ignore: decorator
@inline
export function abandons(state: i32, after: i32, operationClass: i32, isOptional: bool): bool {
  if (!active || after == state) return false;
  const seesItself = kindOf(operationClass) == MOVES && !isOptional && BROKEN != LIVENESS_WAITS_FOR_ITSELF ? 1 : 0;
  return get(mandatory, state) > seesItself && get(producers, state) == 0;
}

/** Whether nobody has any use for this state. */
// @ts-ignore: decorator
@inline
export function isUnwanted(state: i32): bool {
  return active && get(mandatory, state) == 0 && get(optional, state) == 0;
}

/** Whether nobody has any use for what the class leads to: once so, always so, for operations only become fewer. */
export function leadsNowhere(operationClass: i32): bool {
  const kind = kindOf(operationClass);
  return (kind == PRODUCES || kind == MOVES) && isUnwanted(producedBy(operationClass));
}

/** Whether this is the last operation that leads to a value that somebody still has to see. */
// @ts-ignore: decorator
@inline
export function isLastProducer(state: i32, operationClass: i32): bool {
  if (!active) return false;
  const value = producedBy(operationClass);
  return value != state && get(mandatory, value) > 0 && get(producers, value) == 1;
}

/** Whether it observes, and is content with more than one value: any change may be what it waits for. */
// @ts-ignore: decorator
@inline
export function isPicky(operationClass: i32): bool {
  return isReadonly(operationClass) && kindOf(operationClass) != REQUIRES;
}

// @ts-ignore: decorator
@inline
function add(table: usize, state: i32, change: i32): void {
  set(table, state, get(table, state) + change);
}
