/**
 * Sets of slots: an operation that was called and has not returned has a slot, a small number that is its own as long as
 * it runs. A set is a few words of 32 bits, as many for every set of one frontier, and is never changed once it is made:
 * configurations share them.
 */
export type Slots = readonly number[];

export function noSlots(most: number): Slots {
  return new Array<number>(Math.ceil(most / 32)).fill(0);
}

export function has(set: Slots, slot: number): boolean {
  return (((set[slot >> 5] ?? 0) >>> (slot & 31)) & 1) === 1;
}

export function withSlot(set: Slots, slot: number): Slots {
  const copy = set.slice();
  copy[slot >> 5] = (copy[slot >> 5] ?? 0) | (1 << (slot & 31));
  return copy;
}

export function withoutSlot(set: Slots, slot: number): Slots {
  const copy = set.slice();
  copy[slot >> 5] = (copy[slot >> 5] ?? 0) & ~(1 << (slot & 31));
  return copy;
}

/** What is in the first and not in the second. */
export function difference(one: Slots, other: Slots): number[] {
  const left = one.slice();
  for (let word = 0; word < left.length; word++) left[word] = (left[word] ?? 0) & ~(other[word] ?? 0);
  return left;
}

export function isEmpty(set: Slots): boolean {
  for (let word = 0; word < set.length; word++) if (set[word] !== 0) return false;
  return true;
}

/** Ascending. */
export function slotsIn(set: Slots): number[] {
  const slots: number[] = [];
  for (let word = 0; word < set.length; word++) {
    for (let left = set[word] ?? 0; left !== 0; left &= left - 1) slots.push(32 * word + 31 - Math.clz32(left & -left));
  }
  return slots;
}
