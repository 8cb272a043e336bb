/**
 * The configurations seen, as pairs of 64-bit fingerprints in an open-addressing table with linear probing. Two
 * configurations with one pair would look like one, which can hide a branch and so make a legal history look illegal,
 * never the other way round; that is why there are two.
 */
import { allocate } from './memory';

export const SEEN: i32 = 0;
export const NEW: i32 = 1;
export const FULL: i32 = -1;

const FIRST_SLOTS: usize = 1 << 15;

let table: usize = 0;
let slots: usize = 0;
let count: usize = 0;
let comfortable: usize = 0;
let growable: bool = true;

/** Forgets everything; a table that has grown is kept. False when not even the first table fits. */
export function resetVisited(fresh: bool): bool {
  if (fresh) {
    slots = FIRST_SLOTS;
    table = allocate(slots << 4);
    growable = true;
  }
  if (table == 0) return false;
  memory.fill(table, 0, slots << 4);
  count = 0;
  comfortable = (slots / 10) * 6;
  return true;
}

export function visitedCount(): f64 {
  return <f64>count;
}

// @ts-ignore: decorator
@inline
export function visit(key: u64, second: u64): i32 {
  const mask = slots - 1;
  let at = <usize>key & mask;
  for (;;) {
    const found = load<u64>(table + (at << 4));
    if (found == 0) break;
    if (found == key && load<u64>(table + (at << 4), 8) == second) return SEEN;
    at = (at + 1) & mask;
  }
  if (count >= comfortable) return insertCrowded(key, second);
  store<u64>(table + (at << 4), key);
  store<u64>(table + (at << 4), second, 8);
  count++;
  return NEW;
}

/** Doubles the table, or where memory forbids it fills the old one up to nine tenths before giving up. */
function insertCrowded(key: u64, second: u64): i32 {
  if (growable) growable = grow();
  if (!growable && count >= (slots / 10) * 9) return FULL;
  insert(key, second);
  count++;
  return NEW;
}

function grow(): bool {
  if (slots >= 1 << 28) return false;
  const old = table;
  const oldSlots = slots;
  const larger = allocate(slots << 5);
  if (larger == 0) return false;
  table = larger;
  slots = slots << 1;
  comfortable = (slots / 10) * 6;
  memory.fill(table, 0, slots << 4);
  for (let i: usize = 0; i < oldSlots; i++) {
    const key = load<u64>(old + (i << 4));
    if (key != 0) insert(key, load<u64>(old + (i << 4), 8));
  }
  return true;
}

function insert(key: u64, second: u64): void {
  const mask = slots - 1;
  let at = <usize>key & mask;
  while (load<u64>(table + (at << 4)) != 0) at = (at + 1) & mask;
  store<u64>(table + (at << 4), key);
  store<u64>(table + (at << 4), second, 8);
}
