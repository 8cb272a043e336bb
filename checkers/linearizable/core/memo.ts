/**
 * The configurations that the just-in-time search has entered: a 64-bit fingerprint of the operations placed and the
 * state, and what makes one better than another. Of two that are otherwise alike the one with the later last overwriting
 * can absorb more, and the one that has used fewer optional operations can use more. Colliding fingerprints can hide a
 * branch, never invent one; the caller repeats a refutation under another seed.
 */
import { allocate, get, set } from './memory';
import { groups, largestGroup, usedOf } from './optional';
import { ABSORPTION_FORGOTTEN_BY_MEMO, ANTICHAIN_ANY_USE, BROKEN } from './rules';

export const SEEN: i32 = 0;
export const NEW: i32 = 1;
export const FULL: i32 = -1;

const FIRST_SLOTS: usize = 1 << 10;
const SLOT: usize = 16;
/** Groups of optional operations up to which their use is compared rather than hashed. */
const MOST_GROUPS: i32 = 32;
const MOST_IN_GROUP: i32 = 65535;

let table: usize = 0;
let slots: usize = 0;
let entries: usize = 0;
let growable: bool = true;

/** Uses seen with one fingerprint, as a list of records: next, last overwriting, a count for each group. */
let records: usize = 0;
let recordBytes: usize = 0;
let recordCount: usize = 0;
let recordRoom: usize = 0;
let compares: bool = false;

export function resetMemo(): bool {
  slots = FIRST_SLOTS;
  table = allocate(slots * SLOT);
  records = 0;
  recordRoom = 0;
  recordBytes = 0;
  growable = true;
  return table != 0;
}

/** Forgets everything; a table that has grown is kept. Says whether uses are compared. */
export function startMemo(wantsComparison: bool): bool {
  memory.fill(table, 0, slots * SLOT);
  entries = 0;
  recordCount = 1;
  compares = wantsComparison && groups() > 0 && groups() <= MOST_GROUPS && largestGroup() <= MOST_IN_GROUP;
  const wanted: usize = 8 + ((<usize>groups() * 2 + 3) & ~3);
  if (compares && wanted != recordBytes) {
    recordRoom = 0;
    recordBytes = wanted;
  }
  return compares;
}

/** Whether uses are compared, and so must not be part of the fingerprint. */
export function comparesUses(): bool {
  return compares;
}

export function memoCount(): f64 {
  return <f64>entries;
}

/** NEW when nothing entered before is as good as this. */
export function enterMemo(key: u64, lastOverwrite: i32): i32 {
  const mask = slots - 1;
  let at = table + (<usize>key & mask) * SLOT;
  for (;;) {
    const found = load<u64>(at);
    if (found == key) {
      if (compares) return compareUses(at, lastOverwrite);
      if (load<i32>(at, 8) >= lastOverwrite || BROKEN == ABSORPTION_FORGOTTEN_BY_MEMO) return SEEN;
      store<i32>(at, lastOverwrite, 8);
      return NEW;
    }
    if (found == 0) break;
    at += SLOT;
    if (at == table + slots * SLOT) at = table;
  }
  if (entries >= (slots / 10) * 6) {
    if (growable) growable = grow();
    if (!growable && entries >= (slots / 10) * 9) return FULL;
    at = freeSlot(key);
  }
  store<u64>(at, key);
  store<i32>(at, lastOverwrite, 8);
  store<i32>(at, 0, 12);
  entries++;
  return compares ? addUse(at, lastOverwrite) : NEW;
}

function compareUses(slot: usize, lastOverwrite: i32): i32 {
  const count = groups();
  for (let record = load<i32>(slot, 12); record != 0; record = load<i32>(recordAt(record))) {
    const at = recordAt(record);
    if (load<i32>(at, 4) < lastOverwrite && BROKEN != ABSORPTION_FORGOTTEN_BY_MEMO) continue;
    let asGood = true;
    for (let group: i32 = 0; group < count; group++) {
      if (<i32>load<u16>(at + (<usize>group << 1), 8) > usedOf(group)) {
        asGood = BROKEN == ANTICHAIN_ANY_USE;
        break;
      }
    }
    if (asGood) return SEEN;
  }
  return addUse(slot, lastOverwrite);
}

function addUse(slot: usize, lastOverwrite: i32): i32 {
  if (recordCount >= recordRoom && !growRecords()) return FULL;
  const record = <i32>recordCount;
  recordCount++;
  const at = recordAt(record);
  store<i32>(at, load<i32>(slot, 12));
  store<i32>(at, lastOverwrite, 4);
  const count = groups();
  for (let group: i32 = 0; group < count; group++) store<u16>(at + (<usize>group << 1), <u16>usedOf(group), 8);
  store<i32>(slot, record, 12);
  return NEW;
}

// @ts-ignore: decorator
@inline
function recordAt(record: i32): usize {
  return records + <usize>record * recordBytes;
}

function growRecords(): bool {
  const room: usize = recordRoom == 0 ? 1024 : recordRoom << 1;
  const larger = allocate(room * recordBytes);
  if (larger == 0) return false;
  memory.copy(larger, records, recordCount * recordBytes);
  records = larger;
  recordRoom = room;
  return true;
}

function grow(): bool {
  if (slots >= 1 << 27) return false;
  const old = table;
  const end = table + slots * SLOT;
  const larger = allocate(slots * SLOT * 2);
  if (larger == 0) return false;
  table = larger;
  slots <<= 1;
  memory.fill(table, 0, slots * SLOT);
  for (let from = old; from < end; from += SLOT) {
    const key = load<u64>(from);
    if (key == 0) continue;
    const to = freeSlot(key);
    store<u64>(to, key);
    store<u64>(to, load<u64>(from, 8), 8);
  }
  return true;
}

function freeSlot(key: u64): usize {
  const mask = slots - 1;
  let at = <usize>key & mask;
  while (load<u64>(table + at * SLOT) != 0) at = (at + 1) & mask;
  return table + at * SLOT;
}
