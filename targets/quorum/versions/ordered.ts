/**
 * Versions in one order: of two writes the one with the greater stamp wins, and the other is gone. Where the counter is
 * a wall clock this is last write wins (Cassandra; Dynamo, section 4.4, "timestamp based reconciliation"); where it is one
 * more than the greatest known, it is a Lamport pair (Lynch and Shvartsman 1997, section 4, tags). A removal is a write
 * of a tombstone, here null: it must win against what it removed wherever that comes back.
 */
import type { Stamped } from '../../../histories/ops/quorum.ts';
import { compareStamps, type Held, type Versions } from './held.ts';

export const ordered: Versions = {
  merge(one, other) {
    const [mine] = one.found;
    const [theirs] = other.found;
    if (theirs === undefined) return one;
    return mine === undefined || compare(mine, theirs) < 0 ? other : one;
  },
};

/** The only version of a state. */
export const holding = (stamped: Stamped): Held => ({ found: [stamped], seen: {} });

/** The greatest counter among these; 0 before any write. */
export function greatestCounter(states: readonly Held[]): number {
  return states.flatMap(({ found }) => found).reduce((most, { stamp: [counter] }) => Math.max(most, counter), 0);
}

/** The newest version of a state, if it has any. */
export function newestOf({ found }: Held): Stamped | undefined {
  return found.toSorted(compare).at(-1);
}

/** Stamps are unique; were two the same all the same, all replicas must at least choose alike (as Cassandra does, by value). */
function compare(one: Stamped, other: Stamped): number {
  const byStamp = compareStamps(one.stamp, other.stamp);
  if (byStamp !== 0) return byStamp;
  const [a, b] = [JSON.stringify(one.value), JSON.stringify(other.value)];
  return a < b ? -1 : a > b ? 1 : 0;
}
