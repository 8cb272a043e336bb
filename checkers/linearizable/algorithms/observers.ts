/**
 * Where operations that only look fit into an order of those that change something. The order stands; each observer
 * goes, in the order of their calls, into the first gap of it that is late enough and where it likes what it sees. If
 * that is too late for one, no other choice had helped: those before it are as early as can be.
 */
import type { Timeline } from '../timeline.ts';

/** Place `p` is before the p-th operation of the order; the last place is behind all. */
export interface Observers {
  /** Positions of the operations that change something, in their order. */
  readonly order: Int32Array;
  /** Whether an operation is an observer to place. */
  isObserver(position: number): boolean;
  /** The first place from this one on where it is legal; more than the last if there is none. */
  nextPlace(position: number, place: number): number;
}

export type Placed =
  | { readonly order: Int32Array }
  /**
   * The first observer that fits nowhere, and what keeps it from earlier and from later places, step by step; and all of
   * them, as far as they are told without the others in the way.
   */
  | { readonly misfit: number; readonly causes: readonly number[]; readonly misfits: readonly number[] };

export function placeObservers(observers: Observers, timeline: Timeline): Placed {
  const { order } = observers;
  const rankInOrder = new Int32Array(timeline.call.length).fill(-1);
  order.forEach((position, at) => {
    rankInOrder[position] = at;
  });
  const deadlines = lastPlaces(observers, rankInOrder, timeline);
  const placeOf = new Int32Array(timeline.call.length).fill(-1);
  const starts = new Int32Array(order.length + 2);
  // What must be before the observers that come next, and what had to be before that when it came.
  let earliest = 0;
  let cause = -1;
  const causeOf = new Int32Array(timeline.call.length).fill(-1);
  const misfits: number[] = [];
  let causes: readonly number[] = [];
  let placed = 0;
  for (const event of timeline.events) {
    const position = event >> 1;
    const at = rankInOrder[position] ?? -1;
    if (event & 1) {
      const least = at === -1 ? (placeOf[position] ?? -1) : at + 1;
      if (least > earliest) {
        earliest = least;
        cause = position;
      }
    } else if (at === -1 && observers.isObserver(position)) {
      const place = observers.nextPlace(position, earliest);
      causeOf[position] = cause;
      const deadline = deadlines[position] ?? 0;
      if (place > deadline) {
        if (misfits.length === 0) causes = causesOf(position, causeOf, order, deadline);
        misfits.push(position);
        continue;
      }
      placeOf[position] = place;
      starts[place + 1] = (starts[place + 1] ?? 0) + 1;
      placed++;
    }
  }
  const [misfit] = misfits;
  if (misfit !== undefined) return { misfit, causes, misfits };
  return { order: merge(order, placeOf, starts, placed, timeline) };
}

function causesOf(misfit: number, causeOf: Int32Array, order: Int32Array, deadline: number): number[] {
  const causes: number[] = [];
  for (let cause = causeOf[misfit] ?? -1; cause !== -1; cause = causeOf[cause] ?? -1) causes.push(cause);
  const after = order[deadline];
  return after === undefined ? causes : [...causes, after];
}

/** By observer: the first operation of the order that was called after its return. */
function lastPlaces(observers: Observers, rankInOrder: Int32Array, timeline: Timeline): Int32Array {
  const last = new Int32Array(timeline.call.length).fill(observers.order.length);
  let first = observers.order.length;
  for (let rank = timeline.events.length - 1; rank >= 0; rank--) {
    const event = timeline.events[rank] ?? 0;
    const at = rankInOrder[event >> 1] ?? -1;
    if (event & 1) {
      if (at === -1) last[event >> 1] = first;
    } else if (at !== -1) first = Math.min(first, at);
  }
  return last;
}

function merge(
  order: Int32Array,
  placeOf: Int32Array,
  starts: Int32Array,
  placed: number,
  timeline: Timeline,
): Int32Array {
  for (let place = 1; place < starts.length; place++) starts[place] = (starts[place] ?? 0) + (starts[place - 1] ?? 0);
  const merged = new Int32Array(order.length + placed);
  // The p-th of the order stands behind p others and the observers of all places up to p.
  order.forEach((position, at) => {
    merged[at + (starts[at + 1] ?? 0)] = position;
  });
  const next = starts.map((before, place) => before + place);
  for (const event of timeline.events) {
    const place = event & 1 ? -1 : (placeOf[event >> 1] ?? -1);
    if (place === -1) continue;
    const at = next[place] ?? 0;
    merged[at] = event >> 1;
    next[place] = at + 1;
  }
  return merged;
}
