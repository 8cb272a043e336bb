/**
 * Jepsen's majorities-ring: links such that every node sees a majority and no two nodes see the same one. Here links
 * work both ways, because a majority that cannot answer is none, and every node has as few of them as that allows.
 *
 * A majority is floor(n/2) others. Put the nodes on a ring: an even number of others is the nearest ones, half on either
 * side (n = 5: both neighbours). For an odd number, one more link goes straight across; with an odd n such links cannot
 * pair all nodes up, so that one node gets two of them (n = 3: a chain, whose middle sees everybody).
 */
import type { NodeId } from '../targets/runtime.ts';

/** Whom each node sees, itself left out. Below three nodes, everybody sees everybody: there is but one majority. */
export function ringNeighbours(ring: readonly NodeId[]): ReadonlyMap<NodeId, ReadonlySet<NodeId>> {
  const n = ring.length;
  const seen = new Map(ring.map((node) => [node, new Set<NodeId>()]));
  const connect = (i: number, j: number): void => {
    const [a, b] = [ring[i % n], ring[j % n]];
    if (a === undefined || b === undefined || a === b) return;
    seen.get(a)?.add(b);
    seen.get(b)?.add(a);
  };
  const others = Math.floor(n / 2);
  for (let i = 0; i < n; i++) {
    for (let step = 1; step <= Math.floor(others / 2); step++) connect(i, i + step);
  }
  if (others % 2 === 1) {
    // i and i + others for the first half: with n even, n/2 pairs; with n odd, node `others` is in the first and the last.
    for (let i = 0; i < Math.ceil(n / 2); i++) connect(i, i + others);
  }
  return seen;
}
