/**
 * Makes a part of a history ready for the core: numbers for states and classes, events in order, and without the
 * operations that cannot matter. An open observation never matters. An open operation whose result nobody saw matters only
 * to an observation that is content with anything else: without one, leaving it out is exact; with one, the history is
 * also judged in full, since only "legal" can be believed of the lean one.
 */
import type { Operation, Vocabulary } from '../../histories/op.ts';
import { type ClassTable, classTableOf } from './classes.ts';
import { type CoreHistory, RULES } from './core.ts';
import { eventsOf, isCompleted } from './events.ts';
import { ILLEGAL, type StateSpace } from './states.ts';

export interface Variant {
  readonly history: CoreHistory;
  /** The rules that do not apply to it. */
  readonly rulesOff: number;
  /** Positions of its operations among those of the part. */
  readonly positions: Int32Array;
  /** Whether what is illegal in it is illegal in the part. */
  readonly isExact: boolean;
}

/** In the order in which to try them; the last one is exact. */
export function variantsOf<V extends Vocabulary, S>(
  operations: readonly Operation<V>[],
  space: StateSpace<V, S>,
): readonly Variant[] {
  const classes = new Int32Array(operations.length);
  for (const [i, operation] of operations.entries()) classes[i] = space.classOf(operation);
  const table = classTableOf(space);
  const events = eventsOf(operations);
  const isOpen = (i: number): boolean => operations[i]?.outcome !== 'ok';
  const observes = new Uint8Array(classes.length).fill(1);
  for (let i = 0; i < classes.length; i++) if (isOpen(i) && table.isReadonly(classes[i] ?? 0)) observes[i] = 0;
  const rulesOff = (table.isNamed ? 0 : RULES.liveness) | (space.knowsReach ? 0 : RULES.reach);
  const made = (kept: Uint8Array, isExact: boolean): Variant => ({
    ...restricted(events, classes, kept, table),
    rulesOff,
    isExact,
  });

  const full = made(observes, true);
  const dead = table.isNamed ? deadOf(operations, classes, table) : [];
  if (dead.length === 0) return [full];
  const useful = observes.slice();
  for (const i of dead) useful[i] = 0;
  const hasPicky = operations.some((operation, i) => isCompleted(operation) && table.isPicky(classes[i] ?? 0));
  return hasPicky ? [made(useful, false), full] : [made(useful, true)];
}

/** Open operations that lead to a state which no completed operation requires, not even by way of other open ones. */
function deadOf<V extends Vocabulary>(
  operations: readonly Operation<V>[],
  classes: Int32Array,
  table: ClassTable,
): readonly number[] {
  const open: number[] = [];
  for (let i = 0; i < classes.length; i++) {
    if (operations[i]?.outcome !== 'ok' && !table.isReadonly(classes[i] ?? 0)) open.push(i);
  }
  if (open.length === 0) return open;
  const isWanted = new Uint8Array(table.namedStates);
  for (let i = 0; i < classes.length; i++) {
    const required = operations[i]?.outcome === 'ok' ? table.requires(classes[i] ?? 0) : ILLEGAL;
    if (required !== ILLEGAL) isWanted[required] = 1;
  }
  // What an open operation requires is wanted if what it produces is.
  const openBy = new Map<number, number[]>();
  for (const i of open) {
    const produced = table.produces(classes[i] ?? 0);
    const others = openBy.get(produced);
    if (others) others.push(i);
    else openBy.set(produced, [i]);
  }
  const queue = [...openBy.keys()].filter((state) => isWanted[state] === 1);
  for (let state = queue.pop(); state !== undefined; state = queue.pop()) {
    for (const i of openBy.get(state) ?? []) {
      const required = table.requires(classes[i] ?? 0);
      if (required === ILLEGAL || isWanted[required] === 1) continue;
      isWanted[required] = 1;
      queue.push(required);
    }
  }
  return open.filter((i) => isWanted[table.produces(classes[i] ?? 0)] !== 1);
}

function restricted(
  events: Int32Array,
  classes: Int32Array,
  kept: Uint8Array,
  { words, namedStates }: ClassTable,
): { readonly history: CoreHistory; readonly positions: Int32Array } {
  const count = classes.length;
  const numbers = new Int32Array(count);
  const positions = new Int32Array(count);
  let size = 0;
  for (let i = 0; i < count; i++) {
    if (kept[i] !== 1) continue;
    positions[size] = i;
    numbers[i] = size++;
  }
  if (size === count) return { history: { events, classes, classTable: words, namedStates }, positions };
  const left = new Int32Array(events.length);
  let length = 0;
  for (const event of events) {
    const i = event >> 1;
    if (kept[i] === 1) left[length++] = 2 * (numbers[i] ?? 0) + (event & 1);
  }
  const own = new Int32Array(size);
  for (let i = 0; i < size; i++) own[i] = classes[positions[i] ?? 0] ?? 0;
  return {
    history: { events: left.slice(0, length), classes: own, classTable: words, namedStates },
    positions: positions.slice(0, size),
  };
}
