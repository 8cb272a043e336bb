/**
 * The few operations that show why a history is illegal. An operation is left out by releasing it (see frontier.ts),
 * not by deleting it: deleting a write would make the reads of its value look wrong for a reason that the full history
 * does not have. What remains is therefore illegal in its own right and also a reason of the whole; operations that
 * could have made one of them legal (the write whose value a stale read saw) are shown beside them.
 */
import type { Operation, Vocabulary } from '../../histories/op.ts';
import { Frontier } from './frontier.ts';
import type { Limits } from './limits.ts';
import type { StateSpace } from './states.ts';
import { everChanges, supporters } from './supporters.ts';
import { timelineOf } from './timeline.ts';

export interface WitnessCore {
  /** Positions in `operations`, in the order of their calls. */
  readonly operations: readonly number[];
  /** False when the bound was reached first: the operations shown are then merely those around the failure. */
  readonly minimal: boolean;
}

const NEAREST = 12;

export async function witnessOf<V extends Vocabulary, S>(
  operations: readonly Operation<V>[],
  blocked: number,
  space: StateSpace<V, S>,
  limits: Limits,
): Promise<WitnessCore> {
  const classes = Int32Array.from(operations, (operation) => space.classOf(operation));
  const step = (state: number, operationClass: number): number => space.step(state, operationClass);
  const events = timelineOf(operations).events;
  // What comes after the return that nothing gets past is not needed: the history is illegal already.
  const cut = events.indexOf(2 * blocked + 1) + 1;
  const history = { events: events.subarray(0, cut), classes, initial: space.initial, step };
  const frontier = new Frontier(history, limits);
  const required = await requiredOf(frontier, history.events, blocked, limits);
  const supported = (shown: ReadonlySet<number>): ReadonlySet<number> =>
    new Set([...shown, ...supporters(operations, [...shown], classes, space)]);

  let chosen: ReadonlySet<number> = nearest(history.events, blocked);
  if (required) {
    chosen = supported(required);
    // A write that was just shown as a support may say by itself what a read said for it.
    const changes = (i: number): boolean => everChanges(classes[i] ?? 0, space);
    const other = supported(releaseReads(frontier, chosen, operations, blocked, changes));
    if (other.size < chosen.size) chosen = other;
  }
  const byCall = (a: number, b: number): number => (operations[a]?.call ?? 0) - (operations[b]?.call ?? 0);
  return { operations: [...chosen].sort(byCall), minimal: required !== undefined };
}

/**
 * The least set of operations, with the blocked one, that cannot all happen. More of them is never more legal, so each
 * next member is found by bisection, the latest operations first; undefined at the bound.
 */
async function requiredOf(
  frontier: Frontier,
  events: Int32Array,
  blocked: number,
  limits: Limits,
): Promise<ReadonlySet<number> | undefined> {
  const required = new Set([blocked]);
  let candidates = Array.from(events)
    .filter((event) => event & 1 && event >> 1 !== blocked)
    .map((event) => event >> 1)
    .reverse();
  const refutedWith = async (count: number): Promise<boolean | undefined> => {
    if (limits.isPauseDue) await limits.pause();
    return frontier.refutes(new Set([...required, ...candidates.slice(0, count)]));
  };

  for (;;) {
    const enough = await refutedWith(0);
    if (enough === undefined) return undefined;
    if (enough) return required;
    let legal = 0;
    let illegal = 1;
    for (;;) {
      const refuted = await refutedWith(Math.min(illegal, candidates.length));
      if (refuted === undefined) return undefined;
      if (refuted) break;
      if (illegal >= candidates.length) return undefined;
      legal = illegal;
      illegal *= 2;
    }
    illegal = Math.min(illegal, candidates.length);
    while (illegal - legal > 1) {
      const middle = (legal + illegal) >> 1;
      const refuted = await refutedWith(middle);
      if (refuted === undefined) return undefined;
      if (refuted) illegal = middle;
      else legal = middle;
    }
    const necessary = candidates[illegal - 1];
    if (necessary === undefined) return undefined;
    required.add(necessary);
    candidates = candidates.slice(0, illegal - 1);
  }
}

/** What must happen among the operations shown, observers released before those that change the state. */
function releaseReads<V extends Vocabulary>(
  frontier: Frontier,
  shown: ReadonlySet<number>,
  operations: readonly Operation<V>[],
  blocked: number,
  changes: (i: number) => boolean,
): ReadonlySet<number> {
  const required = new Set([...shown].filter((i) => operations[i]?.outcome === 'ok'));
  const observers = [...required].filter((i) => !changes(i));
  const others = [...required].filter((i) => changes(i));
  for (const i of [...observers, ...others]) {
    if (i === blocked) continue;
    required.delete(i);
    if (frontier.refutes(required) !== true) required.add(i);
  }
  return required;
}

/** Without a proof, what happened last before the failure has to do. */
function nearest(events: Int32Array, blocked: number): Set<number> {
  const recent = new Set([blocked]);
  for (let i = events.length - 1; i >= 0 && recent.size < NEAREST; i--) recent.add((events[i] ?? 0) >> 1);
  return recent;
}
