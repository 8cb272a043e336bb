/**
 * Which operations to name when values of a container get in the way of something. A value is named with its put and its
 * take. If only takes of unknown outcome could have taken it, then it takes counting: every value left before it is
 * named too, and the open takes, of which there is one too few.
 */

import type { Timeline } from '../timeline.ts';
import type { Items } from './items.ts';

/** All operations on these items, and on those that compete with them for open takes. */
export function operationsOn(items: Items, chain: readonly number[]): number[] {
  const named = new Set<number>();
  const takenFor = new Map<number, number>();
  items.left.forEach((item, rank) => {
    takenFor.set(item, rank);
  });
  let competing = 0;
  for (const item of chain) {
    const rank = takenFor.get(item);
    named.add(items.put[item] ?? 0);
    if (rank === undefined) named.add(items.take[item] ?? 0);
    else competing = Math.max(competing, Math.min(rank, items.openTakes.length));
  }
  for (let rank = 0; rank < competing; rank++) {
    named.add(items.put[items.left[rank] ?? 0] ?? 0);
    named.add(items.openTakes[rank] ?? 0);
  }
  return [...named];
}

/** The least number of these items that are, one after the other, inside in all gaps from `first` to before `end`. */
export function covering(
  items: Pick<Items, 'putEnd' | 'takeStart'>,
  members: Iterable<number>,
  first: number,
  end: number,
  timeline: Timeline,
): number[] {
  const startingAt = new Int32Array(timeline.events.length + 1).fill(-1);
  for (const item of members) {
    if ((items.putEnd[item] ?? 0) < (items.takeStart[item] ?? 0)) startingAt[items.putEnd[item] ?? 0] = item;
  }
  const chain: number[] = [];
  let covered = first;
  let rank = 0;
  while (covered < end) {
    let best = -1;
    let reach = covered;
    for (; rank <= covered && rank < startingAt.length; rank++) {
      const item = startingAt[rank] ?? -1;
      if (item === -1) continue;
      const until = items.takeStart[item] ?? 0;
      if (until > reach) {
        reach = until;
        best = item;
      }
    }
    if (best === -1) throw new Error('the items leave a gap');
    chain.push(best);
    covered = reach;
  }
  return chain;
}
