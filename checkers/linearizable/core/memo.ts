/**
 * The configurations that the just-in-time search has entered: a 64-bit fingerprint, and what makes one better than
 * another of the same fingerprint. The later the last overwriting, the more can be absorbed; the fewer optional operations
 * used, the more are left; the fewer burdens (see burdens.ts) the better, provided that the other's overwritings can
 * still be absorbed. Only what no other one is better than is kept. Colliding fingerprints can hide a branch, never invent one; the caller repeats a
 * refutation under another seed.
 */
import { burdensAt, burdenWords, earlyCallIn, gatherBurdens } from './burdens';
import { allocate, get, set } from './memory';
import { groups, largestGroup, usedOf } from './optional';
import { ABSORPTION_FORGOTTEN_BY_MEMO, ANTICHAIN_ANY_USE, BROKEN, EARLY_NEED_NOT_OVERLAP } from './rules';

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

/** What was seen with one fingerprint, as a list of records: next, last overwriting, burdens, a count per group. */
let records: usize = 0;
let recordBytes: usize = 0;
let recordCount: i32 = 0;
let recordRoom: i32 = 0;
let freeRecord: i32 = 0;
let words: i32 = 0;
let compared: i32 = 0;

export function resetMemo(): bool {
  slots = FIRST_SLOTS;
  table = allocate(slots * SLOT);
  records = 0;
  recordRoom = 0;
  recordBytes = 0;
  growable = true;
  return table != 0;
}

/** Forgets everything; a table that has grown is kept. */
export function startMemo(comparesUses: bool): void {
  memory.fill(table, 0, slots * SLOT);
  entries = 0;
  recordCount = 1;
  freeRecord = 0;
  compared = comparesUses && groups() <= MOST_GROUPS && largestGroup() <= MOST_IN_GROUP ? groups() : 0;
  words = burdenWords();
  const wanted: usize = 8 + (<usize>words << 2) + ((<usize>compared * 2 + 3) & ~3);
  if (wanted == recordBytes) return;
  recordBytes = wanted;
  recordRoom = 0;
}

/** Whether uses of optional operations are compared, and so must not be part of the fingerprint. */
export function comparesUses(): bool {
  return compared > 0;
}

/** NEW when nothing entered before is as good as this. */
export function enterMemo(key: u64, lastOverwrite: i32, blocked: i32): i32 {
  const mask = slots - 1;
  let at = table + (<usize>key & mask) * SLOT;
  const end = table + slots * SLOT;
  const isPlain = words == 0 && compared == 0;
  gatherBurdens(blocked);
  for (;;) {
    const found = load<u64>(at);
    if (found == key) {
      if (!isPlain) return compare(at, lastOverwrite, blocked);
      if (load<i32>(at, 8) >= lastOverwrite || BROKEN == ABSORPTION_FORGOTTEN_BY_MEMO) return SEEN;
      store<i32>(at, lastOverwrite, 8);
      return NEW;
    }
    if (found == 0) break;
    at += SLOT;
    if (at == end) at = table;
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
  return isPlain ? NEW : addRecord(at, lastOverwrite);
}

/** Looks for a record that is as good as the present configuration, and drops those that it is better than. */
function compare(slot: usize, lastOverwrite: i32, blocked: i32): i32 {
  let link = slot + 12;
  for (let record = load<i32>(link); record != 0; ) {
    const at = recordAt(record);
    const next = load<i32>(at);
    const theirs = load<i32>(at, 4);
    if (theirs >= lastOverwrite || BROKEN == ABSORPTION_FORGOTTEN_BY_MEMO) {
      if (isAsGood(at, theirs, blocked)) return SEEN;
    }
    if (theirs <= lastOverwrite && isNoBetter(at)) {
      store<i32>(link, next);
      store<i32>(at, freeRecord);
      freeRecord = record;
    } else {
      link = at;
    }
    record = next;
  }
  return addRecord(slot, lastOverwrite);
}

/** Whether the record has no more uses and burdens than the present configuration, and can absorb the difference. */
function isAsGood(record: usize, theirs: i32, blocked: i32): bool {
  const burdens = burdensAt();
  for (let group: i32 = 0; group < compared; group++) {
    if (<i32>load<u16>(countAt(record, group)) > usedOf(group)) return BROKEN == ANTICHAIN_ANY_USE;
  }
  for (let word: i32 = 0; word < words; word++) {
    if (get(record + 8, word) & ~get(burdens, word)) return false;
  }
  for (let word: i32 = 0; word < words; word++) {
    if (!canAbsorb(get(burdens, word) & ~get(record + 8, word), word, theirs, blocked)) return false;
  }
  return true;
}

/** The same the other way round, for the same burdens: which calls other bits stand for is not known here. */
function isNoBetter(record: usize): bool {
  const burdens = burdensAt();
  for (let group: i32 = 0; group < compared; group++) {
    if (<i32>load<u16>(countAt(record, group)) < usedOf(group)) return false;
  }
  for (let word: i32 = 0; word < words; word++) {
    if (get(record + 8, word) != get(burdens, word)) return false;
  }
  return true;
}

/** Whether what was placed early in these slots was called before that overwriting. */
function canAbsorb(bits: i32, word: i32, overwriting: i32, blocked: i32): bool {
  if (BROKEN == EARLY_NEED_NOT_OVERLAP) return true;
  for (let left = bits; left != 0; left &= left - 1) {
    if (earlyCallIn((word << 5) + ctz(left), blocked) >= overwriting) return false;
  }
  return true;
}

function addRecord(slot: usize, lastOverwrite: i32): i32 {
  let record = freeRecord;
  if (record != 0) {
    freeRecord = load<i32>(recordAt(record));
  } else {
    if (recordCount >= recordRoom && !growRecords()) return FULL;
    record = recordCount;
    recordCount++;
  }
  const at = recordAt(record);
  store<i32>(at, load<i32>(slot, 12));
  store<i32>(at, lastOverwrite, 4);
  memory.copy(at + 8, burdensAt(), <usize>words << 2);
  for (let group: i32 = 0; group < compared; group++) store<u16>(countAt(at, group), <u16>usedOf(group));
  store<i32>(slot, record, 12);
  return NEW;
}

// @ts-ignore: decorator
@inline
function countAt(record: usize, group: i32): usize {
  return record + 8 + (<usize>words << 2) + (<usize>group << 1);
}

// @ts-ignore: decorator
@inline
function recordAt(record: i32): usize {
  return records + <usize>record * recordBytes;
}

function growRecords(): bool {
  const room: i32 = recordRoom == 0 ? 1024 : recordRoom << 1;
  if (<u64>room * <u64>recordBytes >= 1 << 31) return false;
  const larger = allocate(<usize>room * recordBytes);
  if (larger == 0) return false;
  if (recordRoom != 0) memory.copy(larger, records, <usize>recordCount * recordBytes);
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
