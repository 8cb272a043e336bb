/**
 * What a history says of each value of a queue, stack or priority queue, if no value is put in twice: when it was put in
 * and taken out, as ranks. From `putEnd` to before `takeStart` the value is inside whatever the order: a queue that
 * someone found empty in such a gap did not have it. All containers share what is wrong with a value by itself; what
 * values may do to each other is the algorithms' business.
 */
import type { Operation, Vocabulary } from '../../../histories/op.ts';
import type { Element } from '../../../histories/ops/set.ts';
import { NEVER, type Timeline } from '../timeline.ts';
import type { Decision } from './algorithm.ts';
import { illegal, text, undecided } from './decisions.ts';
import { Numbering } from './numbering.ts';

/** How a vocabulary puts in and takes out, and the words for it. */
export interface Container<V extends Vocabulary> {
  readonly name: string;
  /** Past participles: enqueued, dequeued. */
  readonly put: string;
  readonly taken: string;
  /** The value put in; undefined if the operation takes. */
  putOf(operation: Operation<V>): Element | undefined;
  /** The value taken, null from an empty container; undefined if nobody knows. */
  takenOf(operation: Operation<V>): Element | null | undefined;
}

/** Arrays by item, except the last three. An open put whose value nobody took is no item: it may as well not have happened. */
export interface Items {
  readonly values: readonly Element[];
  /** Positions of operations; -1 for a value that was never taken. */
  readonly put: Int32Array;
  readonly take: Int32Array;
  readonly putCall: Int32Array;
  /** The put, which came before the take, took effect before this. */
  readonly putEnd: Int32Array;
  /** The take, which came after the put, took effect after this; NEVER for a value that was never taken. */
  readonly takeStart: Int32Array;
  readonly takeEnd: Int32Array;
  /** Items that no completed operation took, in the order of `putEnd`. */
  readonly left: Int32Array;
  /** Positions of the operations that found nothing, and of takes of unknown outcome, in the order of their calls. */
  readonly empties: Int32Array;
  readonly openTakes: Int32Array;
}

/** The take of a value that stays inside for ever ends even after open ones. */
export const STAYS = NEVER + 1;

export function itemsOf<V extends Vocabulary>(
  operations: readonly Operation<V>[],
  timeline: Timeline,
  container: Container<V>,
): Items | Decision {
  const found = pair(operations, timeline, container);
  if ('decision' in found) return found;
  const { values, put, take, empties, openTakes } = found;
  const happened = (id: number): boolean => take[id] !== -1 || operations[put[id] ?? 0]?.outcome === 'ok';
  const kept = new Int32Array(values.length);
  const itemOfPut = new Int32Array(operations.length).fill(-1);
  let count = 0;
  for (let id = 0; id < values.length; id++) {
    if (!happened(id)) continue;
    itemOfPut[put[id] ?? 0] = count;
    kept[count++] = id;
  }
  const ids = kept.subarray(0, count);
  const left: number[] = [];
  for (const event of timeline.events) {
    const item = event & 1 ? (itemOfPut[event >> 1] ?? -1) : -1;
    if (item >= 0 && take[ids[item] ?? 0] === -1) left.push(item);
  }
  return inRanks(
    {
      values: count === values.length ? values : Array.from(ids, (id) => values[id] ?? 0),
      put: ids.map((id) => put[id] ?? 0),
      take: ids.map((id) => take[id] ?? -1),
      left: Int32Array.from(left),
      empties: Int32Array.from(empties),
      openTakes: Int32Array.from(openTakes),
    },
    timeline,
  );
}

/**
 * Lets the takes of unknown outcome take what was left, each the earliest one that is still there. An open take has no
 * deadline, so one that was called earlier can do whatever a later one can.
 */
export function withOpenTakes(items: Items, timeline: Timeline): Items {
  const take = items.take.slice();
  const matched = Math.min(items.left.length, items.openTakes.length);
  for (let i = 0; i < matched; i++) take[items.left[i] ?? 0] = items.openTakes[i] ?? -1;
  return inRanks({ ...items, take }, timeline);
}

/** Only the values that a completed operation took. Values never depend on each other to be put in or taken. */
export function withoutLeft(items: Items, timeline: Timeline): Items {
  const ids = items.take.map((_, item) => item).filter((item) => items.take[item] !== -1);
  return inRanks(
    {
      ...items,
      values: Array.from(ids, (item) => items.values[item] ?? 0),
      put: ids.map((item) => items.put[item] ?? 0),
      take: ids.map((item) => items.take[item] ?? -1),
      left: new Int32Array(0),
    },
    timeline,
  );
}

interface Pairs {
  readonly values: Element[];
  readonly put: readonly number[];
  readonly take: Int32Array;
  readonly empties: readonly number[];
  readonly openTakes: readonly number[];
}

function pair<V extends Vocabulary>(
  operations: readonly Operation<V>[],
  timeline: Timeline,
  container: Container<V>,
): Pairs | Decision {
  const ids = new Numbering<Element>(2 * operations.length);
  const { values } = ids;
  const put: number[] = [];
  for (let i = 0; i < operations.length; i++) {
    const operation = operations[i];
    const value = operation && container.putOf(operation);
    if (value === undefined) continue;
    if (ids.add(value) < put.length) return undecided(`Value ${text(value)} is ${container.put} more than once.`);
    put.push(i);
  }
  const take = new Int32Array(values.length).fill(-1);
  const empties: number[] = [];
  const openTakes: number[] = [];
  for (let i = 0; i < operations.length; i++) {
    const operation = operations[i];
    if (operation === undefined || container.putOf(operation) !== undefined) continue;
    const value = container.takenOf(operation);
    if (value === null) empties.push(i);
    else if (value === undefined) openTakes.push(i);
    else {
      const id = ids.find(value);
      if (id === -1) {
        return illegal(`Value ${text(value)} was ${container.taken}, but never ${container.put}.`, [i]);
      }
      const source = put[id] ?? 0;
      const other = take[id] ?? -1;
      if (other !== -1) return illegal(`Value ${text(value)} was ${container.taken} twice.`, [source, other, i]);
      if ((timeline.return[i] ?? 0) < (timeline.call[source] ?? 0)) {
        return illegal(`Value ${text(value)} was ${container.taken} before it was ${container.put}.`, [i, source]);
      }
      take[id] = i;
    }
  }
  return { values, put, take, empties, openTakes };
}

function inRanks(
  pairs: Pick<Items, 'values' | 'put' | 'take' | 'left' | 'empties' | 'openTakes'>,
  timeline: Timeline,
): Items {
  const { put, take } = pairs;
  const count = put.length;
  const putCall = new Int32Array(count);
  const putEnd = new Int32Array(count);
  const takeStart = new Int32Array(count).fill(NEVER);
  const takeEnd = new Int32Array(count).fill(STAYS);
  for (let item = 0; item < count; item++) {
    const source = put[item] ?? 0;
    const target = take[item] ?? -1;
    const called = timeline.call[source] ?? 0;
    const ended = timeline.return[source] ?? 0;
    putCall[item] = called;
    putEnd[item] = ended;
    if (target === -1) continue;
    const end = timeline.return[target] ?? 0;
    takeEnd[item] = end;
    takeStart[item] = Math.max(timeline.call[target] ?? 0, called);
    if (end < ended) putEnd[item] = end;
  }
  return { ...pairs, putCall, putEnd, takeStart, takeEnd };
}
