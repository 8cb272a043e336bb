/**
 * The configurations that the just-in-time search has refuted: two 64-bit fingerprints, and what makes one better than
 * another of the same fingerprints. The later the last overwriting, the more can be absorbed; the fewer optional operations
 * used, the more are left; the fewer burdens (see burdens.ts) the better, provided that the other's overwritings can
 * still be absorbed. Whatever is no better than a refuted one is refuted. A configuration is noted when the search leaves
 * it for good: none can come up again below itself, and a history without dead ends needs no memory. Colliding
 * fingerprints could hide a branch, never invent one; both would have to collide at once.
 */
import { burdensAt, burdenWords } from './burdens';
import { allocate, get, set } from './memory';
import { groups, largestGroup, usedOf } from './optional';
import { ABSORPTION_FORGOTTEN_BY_MEMO, ANTICHAIN_ANY_USE, BROKEN, BURDENS_NEED_NOT_BE_FEWER } from './rules';

const FIRST_SLOTS: usize = 1 << 10;
/** Both fingerprints, the last overwriting, the first record. */
const SLOT: usize = 24;
/** Groups of optional operations up to which their use is compared rather than hashed. */
const MOST_GROUPS: i32 = 32;
const MOST_IN_GROUP: i32 = 65535;

let table: usize = 0;
let slots: usize = 0;
let entries: usize = 0;
let growable: bool = true;

/** What was seen with one pair of fingerprints, as a list of records: next, last overwriting, burdens, a count per group. */
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

/** Whether a configuration as good as this one was refuted. `gather` is called when burdens are to be compared. */
export function isRefuted(keyA: u64, keyB: u64, lastOverwrite: i32, blocked: i32, gather: (blocked: i32) => void): bool {
  const slot = slotOf(keyA, keyB);
  if (load<u64>(slot) == 0) return false;
  const forgets = BROKEN == ABSORPTION_FORGOTTEN_BY_MEMO;
  if (isPlain()) return load<i32>(slot, 16) >= lastOverwrite || forgets;
  gather(blocked);
  for (let record = load<i32>(slot, 20); record != 0; record = load<i32>(recordAt(record))) {
    const at = recordAt(record);
    const theirs = load<i32>(at, 4);
    if ((theirs >= lastOverwrite || forgets) && isAsGood(at)) return true;
  }
  return false;
}

/** Notes that this configuration is refuted. False when out of memory. */
export function noteRefuted(keyA: u64, keyB: u64, lastOverwrite: i32, blocked: i32, gather: (blocked: i32) => void): bool {
  let slot = slotOf(keyA, keyB);
  const isNew = load<u64>(slot) == 0;
  if (isNew) {
    if (entries >= (slots / 10) * 6) {
      if (growable) growable = grow();
      if (!growable && entries >= (slots / 10) * 9) return false;
      slot = slotOf(keyA, keyB);
    }
    store<u64>(slot, keyA);
    store<u64>(slot, keyB, 8);
    store<i32>(slot, lastOverwrite, 16);
    store<i32>(slot, 0, 20);
    entries++;
  }
  if (isPlain()) {
    if (load<i32>(slot, 16) < lastOverwrite) store<i32>(slot, lastOverwrite, 16);
    return true;
  }
  gather(blocked);
  if (!isNew) dropWorse(slot, lastOverwrite);
  return addRecord(slot, lastOverwrite);
}

// @ts-ignore: decorator
@inline
function isPlain(): bool {
  return words == 0 && compared == 0;
}

/** Unlinks the records that the present configuration is better than. */
function dropWorse(slot: usize, lastOverwrite: i32): void {
  let link = slot + 20;
  for (let record = load<i32>(link); record != 0; ) {
    const at = recordAt(record);
    const next = load<i32>(at);
    if (load<i32>(at, 4) <= lastOverwrite && isNoBetter(at)) {
      store<i32>(link, next);
      store<i32>(at, freeRecord);
      freeRecord = record;
    } else {
      link = at;
    }
    record = next;
  }
}

/**
 * Whether the record has no more uses and burdens than the present configuration. It can absorb the overwritings that this
 * one has placed more: each was called before the overwriting that this one placed last, and the record's came no earlier.
 */
function isAsGood(record: usize): bool {
  const burdens = burdensAt();
  for (let group: i32 = 0; group < compared; group++) {
    if (<i32>load<u16>(countAt(record, group)) > usedOf(group)) return BROKEN == ANTICHAIN_ANY_USE;
  }
  for (let word: i32 = 0; word < words; word++) {
    if (get(record + 8, word) & ~get(burdens, word)) return BROKEN == BURDENS_NEED_NOT_BE_FEWER;
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

function addRecord(slot: usize, lastOverwrite: i32): bool {
  let record = freeRecord;
  if (record != 0) {
    freeRecord = load<i32>(recordAt(record));
  } else {
    if (recordCount >= recordRoom && !growRecords()) return false;
    record = recordCount;
    recordCount++;
  }
  const at = recordAt(record);
  store<i32>(at, load<i32>(slot, 20));
  store<i32>(at, lastOverwrite, 4);
  memory.copy(at + 8, burdensAt(), <usize>words << 2);
  for (let group: i32 = 0; group < compared; group++) store<u16>(countAt(at, group), <u16>usedOf(group));
  store<i32>(slot, record, 20);
  return true;
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
    const to = slotOf(key, load<u64>(from, 8));
    memory.copy(to, from, SLOT);
  }
  return true;
}

/** The slot that holds both keys, or the free one where they belong. */
function slotOf(keyA: u64, keyB: u64): usize {
  const mask = slots - 1;
  let at = <usize>keyA & mask;
  for (;;) {
    const slot = table + at * SLOT;
    const found = load<u64>(slot);
    if (found == 0 || (found == keyA && load<u64>(slot, 8) == keyB)) return slot;
    at = (at + 1) & mask;
  }
  return 0;
}
