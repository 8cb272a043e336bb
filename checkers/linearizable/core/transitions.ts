/**
 * What each state becomes under each class of operations, filled lazily: on a miss the host asks the model once. The
 * table is dense (one row a state) while it is small and hashed from then on, so that the search leaves WebAssembly
 * only for pairs never met before.
 */
import { AVOIDS, GENERAL, kindOf, PRODUCES, producedBy, REQUIRES, requiredBy } from './classes';
import { mix } from './hash';
import { allocate, get, set } from './memory';

export const ILLEGAL: i32 = -1;
/** Every byte of it is the same, so that a table is filled in one go. */
const UNKNOWN: i32 = 0x80808080;
const UNKNOWN_BYTE: u8 = 0x80;
export const EXHAUSTED: i32 = -3;

/** A table that is mostly empty costs more to clear than hashing does. */
const DENSE_BYTES: u64 = 128 << 10;
const FIRST_ROWS: i32 = 16;
const FIRST_SLOTS: usize = 1 << 12;

/**
 * Provided by the host: a state number, or ILLEGAL. Classes from `classCount` on ask of the class that many before them
 * whether it can become legal at all from this state on.
 */
// @ts-ignore: decorator
@external('host', 'transition')
declare function ask(state: i32, operationClass: i32): i32;

/** Twice the number of classes, for what they become and whether they are in reach. */
let classes: i32 = 0;

/** By class, 1 if the model was ever found to refuse it. */
let refused: usize = 0;

let rows: i32 = 0;
let dense: usize = 0;

let keys: usize = 0;
let values: usize = 0;
let slots: usize = 0;
let count: usize = 0;

export function resetTransitions(classCount: i32): bool {
  classes = 2 * classCount;
  rows = 0;
  dense = 0;
  keys = 0;
  refused = allocate(<usize>classes);
  if (refused == 0) return false;
  memory.fill(refused, 0, <usize>classes);
  if (<u64>FIRST_ROWS * <u64>classes * 4 > DENSE_BYTES) return startHashed(FIRST_SLOTS);
  dense = denseTable(FIRST_ROWS);
  rows = FIRST_ROWS;
  return dense != 0;
}

/** The state that follows, ILLEGAL, or EXHAUSTED when the table has no memory left. */
// @ts-ignore: decorator
@inline
export function transition(state: i32, operationClass: i32): i32 {
  const kind = kindOf(operationClass);
  if (kind == GENERAL) return lookUp(state, operationClass);
  if (kind == PRODUCES) return producedBy(operationClass);
  const named = requiredBy(operationClass);
  if (kind == AVOIDS) return state == named ? ILLEGAL : state;
  if (state != named) return ILLEGAL;
  return kind == REQUIRES ? state : producedBy(operationClass);
}

/** Whether any continuation from this state can make the class legal, as far as the model can tell. */
export function reachable(state: i32, operationClass: i32): bool {
  return lookUp(state, operationClass + (classes >> 1)) >= 0;
}

// @ts-ignore: decorator
@inline
function lookUp(state: i32, operationClass: i32): i32 {
  if (dense != 0 && state < rows) {
    const known = get(dense, state * classes + operationClass);
    if (known != UNKNOWN) return known;
  }
  return transitionSlow(state, operationClass);
}

function transitionSlow(state: i32, operationClass: i32): i32 {
  while (dense != 0 && state >= rows) if (!growDense()) return EXHAUSTED;
  if (dense != 0) {
    const next = answer(state, operationClass);
    set(dense, state * classes + operationClass, next);
    return next;
  }
  const key = keyOf(state, operationClass);
  let at = <usize>mix(key) & (slots - 1);
  for (;;) {
    const found = load<u64>(keys + (at << 3));
    if (found == key) return get(values, <i32>at);
    if (found == 0) break;
    at = (at + 1) & (slots - 1);
  }
  const next = answer(state, operationClass);
  store<u64>(keys + (at << 3), key);
  set(values, <i32>at, next);
  if (++count > slots >> 1 && !growHashed()) return EXHAUSTED;
  return next;
}

function answer(state: i32, operationClass: i32): i32 {
  const next = ask(state, operationClass);
  if (next < 0) store<u8>(refused + <usize>operationClass, 1);
  return next;
}

/** Whether it may be illegal in some state, as far as is known by now. */
// @ts-ignore: decorator
@inline
export function mayBeRefused(operationClass: i32): bool {
  const kind = kindOf(operationClass);
  return kind == GENERAL ? load<u8>(refused + <usize>operationClass) != 0 : kind != PRODUCES;
}

/** One more than the pair, since 0 marks a free slot. */
// @ts-ignore: decorator
@inline
function keyOf(state: i32, operationClass: i32): u64 {
  return (((<u64>(<u32>state)) << 32) | <u64>(<u32>operationClass)) + 1;
}

function denseTable(rowCount: i32): usize {
  const cells = <usize>rowCount * <usize>classes;
  const table = allocate(cells << 2);
  if (table == 0) return 0;
  memory.fill(table, UNKNOWN_BYTE, cells << 2);
  return table;
}

function growDense(): bool {
  const wanted = rows * 2;
  if (<u64>wanted * <u64>classes * 4 > DENSE_BYTES) return moveToHashed();
  const larger = denseTable(wanted);
  if (larger == 0) return false;
  memory.copy(larger, dense, (<usize>rows * <usize>classes) << 2);
  dense = larger;
  rows = wanted;
  return true;
}

function moveToHashed(): bool {
  const old = dense;
  if (!startHashed(FIRST_SLOTS)) return false;
  dense = 0;
  for (let state = 0; state < rows; state++) {
    for (let c = 0; c < classes; c++) {
      const next = get(old, state * classes + c);
      if (next == UNKNOWN) continue;
      insert(keyOf(state, c), next);
      if (++count > slots >> 1 && !growHashed()) return false;
    }
  }
  return true;
}

function startHashed(slotCount: usize): bool {
  keys = allocate(slotCount << 3);
  values = allocate(slotCount << 2);
  if (keys == 0 || values == 0) return false;
  memory.fill(keys, 0, slotCount << 3);
  slots = slotCount;
  count = 0;
  return true;
}

function growHashed(): bool {
  const oldKeys = keys;
  const oldValues = values;
  const oldSlots = slots;
  const had = count;
  if (!startHashed(slots << 1)) return false;
  for (let i: usize = 0; i < oldSlots; i++) {
    const key = load<u64>(oldKeys + (i << 3));
    if (key != 0) insert(key, get(oldValues, <i32>i));
  }
  count = had;
  return true;
}

function insert(key: u64, value: i32): void {
  let at = <usize>mix(key) & (slots - 1);
  while (load<u64>(keys + (at << 3)) != 0) at = (at + 1) & (slots - 1);
  store<u64>(keys + (at << 3), key);
  set(values, <i32>at, value);
}
