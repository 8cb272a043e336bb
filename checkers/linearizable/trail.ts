/**
 * Reads an order of operations off the trail of a search. A word of the trail is an entry (one more than an event) and
 * how the operation came there; an absorbed one stands, unseen, just before the last overwriting that was placed when it
 * was absorbed.
 */
import { type Arrays, freshArrays } from './arrays.ts';
import type { CoreHistory } from './core.ts';

const ABSORBED = 2;
const EAGERLY = 1;
const OVERWRITES = 2;

export function orderOfTrail(
  trail: Int32Array,
  { events, classes, classTable }: CoreHistory,
  arrays: Arrays = freshArrays,
): Int32Array {
  const operationAt = (word: number): number => (events[(word >> 2) - 1] ?? 0) >> 1;
  const overwrites = (operation: number): boolean =>
    ((classTable[4 * (classes[operation] ?? 0) + 3] ?? 0) & OVERWRITES) !== 0;

  const absorbedBefore = new Map<number, number[]>();
  let lastOverwriting = -1;
  for (let at = 0; at < trail.length; at++) {
    const word = trail[at] ?? 0;
    const operation = operationAt(word);
    if ((word & 3) === ABSORBED) {
      const absorbed = absorbedBefore.get(lastOverwriting);
      if (absorbed) absorbed.push(operation);
      else absorbedBefore.set(lastOverwriting, [operation]);
    } else if ((word & 3) !== EAGERLY && overwrites(operation)) lastOverwriting = at;
  }

  const order = arrays.ints(trail.length);
  let length = 0;
  for (let at = 0; at < trail.length; at++) {
    const absorbed = absorbedBefore.get(at);
    if (absorbed !== undefined) for (const operation of absorbed) order[length++] = operation;
    const word = trail[at] ?? 0;
    if ((word & 3) !== ABSORBED) order[length++] = operationAt(word);
  }
  return order;
}
