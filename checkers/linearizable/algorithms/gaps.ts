/**
 * Orders of a container's operations from the gaps of the timeline in which each takes effect, and the operations that
 * found it empty: one is legal if and only if a gap within it is free of values. To such a gap everything else adapts,
 * for what was certainly put in before it can be out by then, and the rest can wait.
 */

import type { Timeline } from '../timeline.ts';
import type { Decision } from './algorithm.ts';
import { illegal } from './decisions.ts';
import { FreeGaps } from './free-gaps.ts';
import type { Container, Items } from './items.ts';
import { sortByKey } from './order.ts';
import { covering, operationsOn } from './witnesses.ts';

/** The gaps where no item is certainly inside. */
export function freeGapsOf(items: Items, timeline: Timeline): FreeGaps {
  const free = new FreeGaps(timeline.events.length);
  for (let item = 0; item < items.put.length; item++) {
    free.cover(items.putEnd[item] ?? 0, items.takeStart[item] ?? 0);
  }
  return free;
}

/** For each operation that found nothing the first gap where that can be, or why there is none. */
export function gapsOfEmpties(
  items: Items,
  free: FreeGaps,
  timeline: Timeline,
  container: Pick<Container<never>, 'name'>,
): Int32Array | Decision {
  const gaps = new Int32Array(items.empties.length);
  for (let i = 0; i < gaps.length; i++) {
    const empty = items.empties[i] ?? 0;
    const call = timeline.call[empty] ?? 0;
    const end = timeline.return[empty] ?? 0;
    const gap = free.from(call);
    if (gap >= end) {
      const chain = covering(
        items,
        items.put.map((_, item) => item),
        call,
        end,
        timeline,
      );
      const because = `The ${container.name} was found empty, although there was a value in it all the while.`;
      return illegal(because, [...operationsOn(items, chain), empty]);
    }
    gaps[i] = gap;
  }
  return gaps;
}

export interface Placement {
  /** Items, in the order in which those of one gap are taken, and in which those of one gap are put in. */
  readonly sequence: Int32Array;
  /** By item; the put is in the gap of the take or in an earlier one. */
  readonly putGap: Int32Array;
  readonly takeGap: Int32Array;
  readonly emptyGap: Int32Array;
}

/**
 * Gap by gap: first what is taken, each value that is also put in there right after its put; then those that find the
 * container empty; then what is put in to stay for a while.
 */
export function orderByGaps(items: Items, placement: Placement, timeline: Timeline): Int32Array {
  const { sequence, putGap, takeGap, emptyGap } = placement;
  const order = new Int32Array(2 * items.put.length + emptyGap.length);
  const keys = new Int32Array(order.length);
  let size = 0;
  const place = (position: number, key: number): void => {
    order[size] = position;
    keys[size++] = key;
  };
  for (let i = 0; i < sequence.length; i++) {
    const item = sequence[i] ?? 0;
    const put = items.put[item] ?? 0;
    const take = items.take[item] ?? -1;
    const putAt = putGap[item] ?? 0;
    const takeAt = takeGap[item] ?? 0;
    const atOnce = take !== -1 && putAt === takeAt;
    place(put, atOnce ? 3 * putAt : 3 * putAt + 2);
    if (take !== -1) place(take, 3 * takeAt);
  }
  for (let i = 0; i < emptyGap.length; i++) place(items.empties[i] ?? 0, 3 * (emptyGap[i] ?? 0) + 1);
  return sortByKey(order.subarray(0, size), keys.subarray(0, size), 3 * timeline.events.length);
}
