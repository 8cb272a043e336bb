/**
 * The operations of one key that were called, have not returned, and are known to return: each must be placed by then. It
 * hands out slots, knows which operations only observe or overwrite, and picks, of operations that behave alike, the one
 * that returns first: whoever places another one might as well place that (symmetry).
 */
import type { Operation, Vocabulary } from '../../../histories/op.ts';
import { GivenUp } from './given-up.ts';
import { has, noSlots, type Slots, withoutSlot, withSlot } from './slots.ts';
import { below, insert, remove } from './sorted.ts';
import type { OperationClass } from './steps.ts';

export interface Running<V extends Vocabulary> {
  readonly slot: number;
  readonly operation: Operation<V>;
  readonly class: OperationClass<V>;
}

export class Pending<V extends Vocabulary> {
  readonly #most: number;
  readonly #bySlot: (Running<V> | undefined)[] = [];
  readonly #slotOf = new Map<number, number>();
  /** In the order of returns. */
  readonly #byReturn: Running<V>[] = [];
  readonly #calls: number[] = [];
  readonly #observers: Running<V>[] = [];
  /** How many require which state; overwritings fit anywhere and are not counted. */
  readonly #required = new Map<string, number>();
  readonly #undemanding: Running<V>[] = [];
  #observing: Slots;
  #overwriting: Slots;
  #stamp = 0;

  constructor(most: number) {
    this.#most = most;
    this.#observing = noSlots(most);
    this.#overwriting = noSlots(most);
  }

  get count(): number {
    return this.#byReturn.length;
  }

  /** Those that never change the state. */
  get observers(): readonly Running<V>[] {
    return this.#observers;
  }

  /** Those that do not overwrite and name no state that they require. */
  get undemanding(): readonly Running<V>[] {
    return this.#undemanding;
  }

  /** Whether any is legal in the state with this key alone. */
  requires(key: string): boolean {
    return this.#required.has(key);
  }

  /** Slots of those that never change the state. */
  get observing(): Slots {
    return this.#observing;
  }

  /** Slots of those that lead to one state, wherever they are placed. */
  get overwriting(): Slots {
    return this.#overwriting;
  }

  add(operation: Operation<V>, operationClass: OperationClass<V>): Running<V> {
    const free = this.#bySlot.indexOf(undefined);
    const slot = free < 0 ? this.#bySlot.length : free;
    if (slot === this.#most) throw new GivenUp(`more than ${this.#most} operations are pending at once`);
    const running = { slot, operation, class: operationClass };
    this.#bySlot[slot] = running;
    this.#slotOf.set(operation.id, slot);
    const later = this.#byReturn.findIndex((other) => other.operation.return > operation.return);
    this.#byReturn.splice(later < 0 ? this.#byReturn.length : later, 0, running);
    insert(this.#calls, operation.call);
    if (operationClass.readonly) {
      this.#observing = withSlot(this.#observing, slot);
      this.#observers.push(running);
    } else if (operationClass.overwrites) this.#overwriting = withSlot(this.#overwriting, slot);
    if (!operationClass.overwrites) this.#demand(running, 1);
    return running;
  }

  /** Takes out the one that returns; its slot is not given away before the next call. */
  remove(id: number): Running<V> | undefined {
    const slot = this.#slotOf.get(id);
    const running = slot === undefined ? undefined : this.#bySlot[slot];
    if (slot === undefined || running === undefined) return undefined;
    this.#slotOf.delete(id);
    this.#bySlot[slot] = undefined;
    this.#byReturn.splice(this.#byReturn.indexOf(running), 1);
    remove(this.#calls, running.operation.call);
    if (running.class.readonly) {
      this.#observing = withoutSlot(this.#observing, slot);
      this.#observers.splice(this.#observers.indexOf(running), 1);
    } else if (running.class.overwrites) this.#overwriting = withoutSlot(this.#overwriting, slot);
    if (!running.class.overwrites) this.#demand(running, -1);
    return running;
  }

  #demand(running: Running<V>, change: 1 | -1): void {
    const { requires } = running.class;
    if (requires === undefined) {
      if (change > 0) this.#undemanding.push(running);
      else this.#undemanding.splice(this.#undemanding.indexOf(running), 1);
      return;
    }
    const count = (this.#required.get(requires) ?? 0) + change;
    if (count === 0) this.#required.delete(requires);
    else this.#required.set(requires, count);
  }

  at(slot: number): Running<V> {
    const running = this.#bySlot[slot];
    if (running === undefined) throw new RangeError(`nothing has slot ${slot}`);
    return running;
  }

  /** The latest call before this position; 0 if there is none. */
  latestCallBefore(position: number): number {
    return this.#calls[below(this.#calls, position) - 1] ?? 0;
  }

  /** Those that change the state and are not placed yet, one of each class, called before the position. */
  changingBefore(placed: Slots, position: number): Running<V>[] {
    const stamp = ++this.#stamp;
    return this.#byReturn.filter(({ slot, operation, class: { readonly, stamps } }) => {
      if (readonly || has(placed, slot) || operation.call >= position || stamps[0] === stamp) return false;
      stamps[0] = stamp;
      return true;
    });
  }

  /**
   * The same without regard to when they were called; where one does not overwrite, it is another thing to place one
   * that could still be absorbed before the last overwriting, and to place one that could not.
   */
  changing(placed: Slots, lastOverwriting: number): Running<V>[] {
    const stamp = ++this.#stamp;
    return this.#byReturn.filter(({ slot, operation, class: { readonly, overwrites, stamps } }) => {
      if (readonly || has(placed, slot)) return false;
      const side = overwrites || operation.call < lastOverwriting ? 0 : 1;
      if (stamps[side] === stamp) return false;
      stamps[side] = stamp;
      return true;
    });
  }
}
