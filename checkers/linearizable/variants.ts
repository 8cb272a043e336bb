/**
 * Makes a part of a history ready for the core: numbers for states and classes, events in order, and without the
 * operations that cannot matter. An open observation never matters. An open operation whose result nobody saw matters only
 * to an observation that is content with anything else: without one, leaving it out is exact; with one, the history is
 * also judged in full, since only "legal" can be believed of the lean one.
 */
import type { Operation, Vocabulary } from '../../histories/op.ts';
import type { Arrays } from './arrays.ts';
import { type ClassTable, classTableOf } from './classes.ts';
import { type CoreHistory, RULES } from './core.ts';
import { ILLEGAL, type StateSpace } from './states.ts';
import type { Workbench } from './workbench.ts';

/** What all variants of a part share. */
interface Whole {
  readonly events: Int32Array;
  readonly classes: Int32Array;
  readonly table: ClassTable;
  readonly arrays: Arrays;
  /** The rules that do not apply. */
  readonly rulesOff: number;
}

/** Made when it is first looked at: mostly the first one decides. */
export class Variant {
  /** Whether what is illegal in it is illegal in the part. */
  readonly isExact: boolean;
  readonly #whole: Whole;
  readonly #kept: Uint8Array | undefined;
  #made: { readonly history: CoreHistory; readonly positions: Int32Array } | undefined;

  /** Keeps the operations marked with 1; all of them if nothing is said. */
  constructor(whole: Whole, kept: Uint8Array | undefined, isExact: boolean) {
    this.#whole = whole;
    this.#kept = kept;
    this.isExact = isExact;
  }

  get rulesOff(): number {
    return this.#whole.rulesOff;
  }

  get history(): CoreHistory {
    return this.#parts().history;
  }

  /** Positions of its operations among those of the part. */
  get positions(): Int32Array {
    return this.#parts().positions;
  }

  #parts(): { readonly history: CoreHistory; readonly positions: Int32Array } {
    this.#made ??= restricted(this.#whole, this.#kept);
    return this.#made;
  }
}

/** In the order in which to try them; the last one is exact. */
export function variantsOf<V extends Vocabulary, S>(
  operations: readonly Operation<V>[],
  space: StateSpace<V, S>,
  { timeline: { events }, arrays }: Workbench,
): readonly Variant[] {
  const classes = arrays.ints(operations.length);
  for (let i = 0; i < operations.length; i++) classes[i] = space.classOf(operations[i] as Operation<V>);
  const table = classTableOf(space, arrays);
  const rulesOff = (table.isNamed ? 0 : RULES.liveness) | (space.knowsReach ? 0 : RULES.reach);
  const whole = { events, classes, table, arrays, rulesOff };

  let hasPicky = false;
  const idle: number[] = [];
  const open: number[] = [];
  for (let i = 0; i < classes.length; i++) {
    const operationClass = classes[i] ?? 0;
    if (operations[i]?.outcome === 'ok') hasPicky ||= table.isPicky(operationClass);
    else if (table.isReadonly(operationClass)) idle.push(i);
    else open.push(i);
  }
  const full = without(idle, undefined, classes.length, arrays);
  const dead = table.isNamed && open.length > 0 ? deadOf(operations, open, classes, table) : [];
  if (dead.length === 0) return [new Variant(whole, full, true)];
  const lean = without(dead, full, classes.length, arrays);
  return hasPicky
    ? [new Variant(whole, lean, false), new Variant(whole, full, true)]
    : [new Variant(whole, lean, true)];
}

function without(
  dropped: readonly number[],
  kept: Uint8Array | undefined,
  count: number,
  arrays: Arrays,
): Uint8Array | undefined {
  if (dropped.length === 0) return kept;
  const left = arrays.bytes(count);
  if (kept === undefined) left.fill(1);
  else left.set(kept);
  for (const i of dropped) left[i] = 0;
  return left;
}

/** Open operations that lead to a state which no completed operation requires, not even by way of other open ones. */
function deadOf<V extends Vocabulary>(
  operations: readonly Operation<V>[],
  open: readonly number[],
  classes: Int32Array,
  table: ClassTable,
): readonly number[] {
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
  { events, classes, table, arrays }: Whole,
  kept: Uint8Array | undefined,
): { readonly history: CoreHistory; readonly positions: Int32Array } {
  const { words, namedStates } = table;
  const count = classes.length;
  const numbers = arrays.ints(count);
  const positions = arrays.ints(count);
  let size = 0;
  for (let i = 0; i < count; i++) {
    if (kept !== undefined && kept[i] !== 1) continue;
    positions[size] = i;
    numbers[i] = size++;
  }
  if (size === count) return { history: { events, classes, classTable: words, namedStates }, positions };
  const left = arrays.ints(events.length);
  let length = 0;
  for (const event of events) {
    const i = event >> 1;
    if (kept?.[i] === 1) left[length++] = 2 * (numbers[i] ?? 0) + (event & 1);
  }
  const own = arrays.ints(size);
  for (let i = 0; i < size; i++) own[i] = classes[positions[i] ?? 0] ?? 0;
  return {
    history: { events: left.subarray(0, length), classes: own, classTable: words, namedStates },
    positions: positions.subarray(0, size),
  };
}
