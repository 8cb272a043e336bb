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
  const classes = Int32Array.from(operations, (operation) => space.classOf(operation));
  const table = classTableOf(space);
  const events = eventsOf(operations);
  const isOpen = (i: number): boolean => operations[i]?.outcome !== 'ok';
  const observes = Uint8Array.from(classes, (operationClass, i) =>
    isOpen(i) && table.isReadonly(operationClass) ? 0 : 1,
  );
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
  const wanted = new Set<number>();
  const openBy = new Map<number, number[]>();
  const open: number[] = [];
  for (let i = 0; i < operations.length; i++) {
    const operationClass = classes[i] ?? 0;
    if (operations[i]?.outcome === 'ok') {
      const required = table.requires(operationClass);
      if (required !== ILLEGAL) wanted.add(required);
    } else if (!table.isReadonly(operationClass)) {
      open.push(i);
      const produced = table.produces(operationClass);
      const others = openBy.get(produced);
      if (others) others.push(i);
      else openBy.set(produced, [i]);
    }
  }
  const queue = [...wanted];
  for (let state = queue.pop(); state !== undefined; state = queue.pop()) {
    for (const i of openBy.get(state) ?? []) {
      const required = table.requires(classes[i] ?? 0);
      if (required === ILLEGAL || wanted.has(required)) continue;
      wanted.add(required);
      queue.push(required);
    }
  }
  return open.filter((i) => !wanted.has(table.produces(classes[i] ?? 0)));
}

function restricted(
  events: Int32Array,
  classes: Int32Array,
  kept: Uint8Array,
  { words, namedStates }: ClassTable,
): { readonly history: CoreHistory; readonly positions: Int32Array } {
  const all = Int32Array.from(classes.keys());
  const positions = all.filter((i) => kept[i] === 1);
  if (positions.length === all.length) {
    return { history: { events, classes, classTable: words, namedStates }, positions: all };
  }
  const numbers = new Int32Array(classes.length);
  positions.forEach((position, i) => {
    numbers[position] = i;
  });
  return {
    history: {
      events: events
        .filter((event) => kept[event >> 1] === 1)
        .map((event) => 2 * (numbers[event >> 1] ?? 0) + (event & 1)),
      classes: positions.map((position) => classes[position] ?? 0),
      classTable: words,
      namedStates,
    },
    positions,
  };
}
