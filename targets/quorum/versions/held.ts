/**
 * What a replica holds of a key, whatever the way in which versions are told apart: the values that nothing has
 * overwritten, each with the write that put it there, and (with version vectors) which writes have been seen at all.
 * Values of these types are never changed in place.
 */
import type { Context, Stamp, Stamped } from '../../../histories/ops/quorum.ts';

export interface Held {
  readonly found: readonly Stamped[];
  readonly seen: Context;
}

export const NOTHING: Held = { found: [], seen: {} };

/** How two states of one key become one. Commutative, associative, idempotent: the order of arrival does not matter. */
export interface Versions {
  merge(one: Held, other: Held): Held;
}

export function compareStamps([counter, actor]: Stamp, [otherCounter, otherActor]: Stamp): number {
  if (counter !== otherCounter) return counter - otherCounter;
  return actor < otherActor ? -1 : actor > otherActor ? 1 : 0;
}

/** Equal texts mean equal states; what a Merkle tree hashes. */
export function digestOf({ found, seen }: Held): string {
  const stamps = found.map(({ stamp: [counter, actor], value }) => `${counter}@${actor}=${JSON.stringify(value)}`);
  const vector = Object.entries(seen).map(([actor, counter]) => `${actor}:${counter}`);
  return `${stamps.sort().join(',')};${vector.sort().join(',')}`;
}

export const sameHeld = (one: Held, other: Held): boolean => one === other || digestOf(one) === digestOf(other);
