/**
 * Stacks and priority queues with takes of unknown outcome: nobody knows which values they took, if any. Values that a
 * completed operation took must fit by themselves, whatever became of the others; and if all fit under one guess, the
 * guess is as good as the truth. The guess: a value that was left must be out before the end of whatever it is in the way
 * of, and open takes, in the order of their calls, take what must be out first. Too few of them are a refutation; with
 * enough of them, and still no order, the question stays open.
 */

import { NEVER, type Timeline } from '../timeline.ts';
import type { Decision } from './algorithm.ts';
import { illegal, text, undecided } from './decisions.ts';
import { type Items, withOpenTakes, withoutLeft } from './items.ts';

export interface Taking {
  decide(items: Items, timeline: Timeline): Decision;
  /** All items, so that a value that was left is in the way of those takes only that stand before it. */
  byPrecedence(items: Items, timeline: Timeline): Int32Array;
}

export function decideWithOpenTakes(items: Items, timeline: Timeline, taking: Taking): Decision {
  if (items.openTakes.length === 0 || items.left.length === 0) return taking.decide(items, timeline);
  const certain = taking.decide(withoutLeft(items, timeline), timeline);
  if (certain.decision !== 'legal') return certain;
  const outBy = deadlines(items, taking.byPrecedence(items, timeline), timeline);
  // What may stay had better stay: to take it is one more thing to fit in.
  const mustGo = items.left.filter((item) => (outBy[item] ?? NEVER) < NEVER);
  const left = mustGo.sort((a, b) => (outBy[a] ?? 0) - (outBy[b] ?? 0));
  const tooLate = left.findIndex((item, at) => !(callOf(items.openTakes[at], timeline) < (outBy[item] ?? 0)));
  if (tooLate !== -1) return tooFew(items, left.subarray(0, tooLate + 1), outBy, timeline);
  const guessed = taking.decide(withOpenTakes({ ...items, left }, timeline), timeline);
  if (guessed.decision === 'legal') return guessed;
  return undecided('Operations of unknown outcome may have taken values, and it is not known which.');
}

const callOf = (take: number | undefined, timeline: Timeline): number =>
  take === undefined ? NEVER : (timeline.call[take] ?? 0);

/** All these must be out by the deadline of the last of them, and fewer open takes were called by then. */
function tooFew(items: Items, left: Int32Array, outBy: Int32Array, timeline: Timeline): Decision {
  const putOfTake = new Map<number, number>();
  items.take.forEach((take, item) => {
    putOfTake.set(take, items.put[item] ?? 0);
  });
  const named: number[] = [...items.openTakes.subarray(0, left.length - 1)];
  for (const item of left) {
    // The end is that of a take, or of an operation that found nothing.
    const position = (timeline.events[outBy[item] ?? 0] ?? 0) >> 1;
    named.push(items.put[item] ?? 0, position, putOfTake.get(position) ?? position);
  }
  const because =
    left.length === 1
      ? `Value ${text(items.values[left[0] ?? 0] ?? 0)} was in the way, and nothing can have taken it out in time.`
      : `${left.length} values were in the way, and fewer operations can have taken them out in time.`;
  return illegal(because, named);
}

/** By item that was left: the earliest end of what begins when the item is certainly in, and must not find it there. */
function deadlines(items: Items, byPrecedence: Int32Array, timeline: Timeline): Int32Array {
  const ends = new EarliestEnd(timeline.events.length);
  for (const empty of items.empties) ends.add(timeline.call[empty] ?? 0, timeline.return[empty] ?? 0);
  const outBy = new Int32Array(items.put.length).fill(NEVER);
  for (const item of byPrecedence) {
    if (items.take[item] === -1) outBy[item] = ends.from(items.putEnd[item] ?? 0);
    else ends.add(items.takeStart[item] ?? 0, items.takeEnd[item] ?? 0);
  }
  return outBy;
}

/** The earliest end of all intervals added that start at a rank or later (a Fenwick tree of minima). */
class EarliestEnd {
  readonly #least: Int32Array;

  constructor(ranks: number) {
    this.#least = new Int32Array(ranks + 1).fill(NEVER);
  }

  add(start: number, end: number): void {
    const least = this.#least;
    for (let at = least.length - 1 - start; at < least.length; at += at & -at) {
      if ((least[at] ?? 0) > end) least[at] = end;
    }
  }

  from(start: number): number {
    let end = NEVER;
    for (let at = this.#least.length - 1 - start; at > 0; at -= at & -at) end = Math.min(end, this.#least[at] ?? 0);
    return end;
  }
}
