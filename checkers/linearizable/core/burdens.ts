/**
 * What makes one configuration worse than another that is otherwise alike: completed overwriting operations that it has
 * placed before their returns stood in the way (it could have absorbed them later), and observations that it still owes.
 * The memo compares these burdens instead of hashing them. Each such operation has a slot, which no other one has while it
 * runs, so that a set of them is a few words of bits.
 */
import { callOf, entryCount, matchOf, operationOf } from './entries';
import { allocate, get, set } from './memory';

let operationCount: i32 = 0;
/** By operation: its slot, or -1. */
let slots: usize = 0;
/** By operation, while it is placed: which one was in its slot before. */
let replaced: usize = 0;
/** By slot: the operation placed last, or -1. */
let occupants: usize = 0;
let free: usize = 0;
let slotCount: i32 = 0;
let bits: usize = 0;

export function resetBurdens(operationsWanted: i32): bool {
  operationCount = operationsWanted;
  const bytes = (<usize>operationsWanted + 1) << 2;
  slots = allocate(bytes);
  replaced = allocate(bytes);
  occupants = allocate(bytes);
  free = allocate(bytes);
  bits = allocate(bytes);
  return slots != 0 && replaced != 0 && occupants != 0 && free != 0 && bits != 0;
}

/** No operation has a slot: then all of them are hashed. */
export function startBurdens(): void {
  slotCount = 0;
  memory.fill(slots, 0xff, <usize>operationCount << 2);
}

/** Gives slots to the completed operations that `isBurden` says yes to, in the order of time. */
export function assignSlots(isBurden: (operation: i32) => bool): void {
  let freed: i32 = 0;
  for (let entry: i32 = 1; entry <= entryCount(); entry++) {
    const match = matchOf(entry);
    const operation = operationOf(entry);
    if (match > 0) {
      if (isBurden(operation)) set(slots, operation, freed > 0 ? get(free, --freed) : slotCount++);
    } else if (match == 0) {
      const slot = get(slots, operation);
      if (slot >= 0) set(free, freed++, slot);
    }
  }
  memory.fill(occupants, 0xff, <usize>slotCount << 2);
}

// @ts-ignore: decorator
@inline
export function hasSlot(operation: i32): bool {
  return get(slots, operation) >= 0;
}

// @ts-ignore: decorator
@inline
export function occupy(operation: i32): void {
  const slot = get(slots, operation);
  set(replaced, operation, get(occupants, slot));
  set(occupants, slot, operation);
}

/** Undoes the latest occupation of its slot. */
// @ts-ignore: decorator
@inline
export function vacate(operation: i32): void {
  set(occupants, get(slots, operation), get(replaced, operation));
}

/** Words of 32 bits that a set of burdens takes. */
export function burdenWords(): i32 {
  return (slotCount + 31) >> 5;
}

export function clearBurdens(): void {
  const words = burdenWords();
  for (let word: i32 = 0; word < words; word++) set(bits, word, 0);
}

/** An observation of the present window that is not placed yet. */
// @ts-ignore: decorator
@inline
export function owe(operation: i32): void {
  const slot = get(slots, operation);
  if (slot >= 0) mark(slot);
}

/** Adds the overwritings placed whose returns come after this one. */
export function gatherEarly(blocked: i32): void {
  for (let slot: i32 = 0; slot < slotCount; slot++) {
    const operation = get(occupants, slot);
    if (operation >= 0 && matchOf(callOf(operation)) > blocked) mark(slot);
  }
}

// @ts-ignore: decorator
@inline
function mark(slot: i32): void {
  const word = slot >> 5;
  set(bits, word, get(bits, word) | (1 << (slot & 31)));
}

/** The burdens of the present configuration, as bits. */
export function burdensAt(): usize {
  return bits;
}
