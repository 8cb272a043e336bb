/**
 * Absorption: an overwriting hides whatever came right before it. So operations that were pending when the last
 * overwriting was placed can be placed unseen before it, later, when they have to be: in runs, each of which begins with an
 * overwriting (it does not matter what was there) and goes on with operations that are legal then. This is what keeps
 * the frontier of a register narrow: which of twenty writes came before the one that is seen is never asked until it
 * matters.
 */
import type { Vocabulary } from '../../../histories/op.ts';
import type { Configuration } from './configuration.ts';
import { GivenUp } from './given-up.ts';
import type { OpenOperations } from './open-operations.ts';
import type { Pending, Running } from './pending.ts';
import { difference, has, isEmpty, type Slots, slotsIn, withoutSlot, withSlot } from './slots.ts';
import type { OperationClass, Steps } from './steps.ts';
import { type Uses, withUse } from './uses.ts';

/** Of what a run would have to take in, so many that change the state without overwriting it are tried in all orders. */
const MOST_CHANGING = 4;

export class Absorption<V extends Vocabulary, S> {
  readonly #pending: Pending<V>;
  readonly #open: OpenOperations<V>;
  readonly #steps: Steps<V, S>;
  readonly #mostHidden: number;
  #hidden = 0;

  constructor(pending: Pending<V>, open: OpenOperations<V>, steps: Steps<V, S>, mostHidden: number) {
    this.#pending = pending;
    this.#open = open;
    this.#steps = steps;
    this.#mostHidden = mostHidden;
  }

  /** Another return: what was tried for the last one no longer counts. */
  begin(): void {
    this.#hidden = 0;
  }

  #count(): void {
    if (++this.#hidden <= this.#mostHidden) return;
    throw new GivenUp(`more than ${this.#mostHidden} steps of runs that nobody saw are possible`);
  }

  /** The position before which calls can be told from others, at present or ever. */
  normal(position: number): number {
    if (position === 0) return 0;
    // Nothing that must be placed was pending then, and what is called from now on was not.
    const latest = this.#pending.latestCallBefore(position);
    if (latest === 0) return 0;
    return Math.max(latest, this.#open.latestOverwritingBefore(position)) + 1;
  }

  /** The configurations in which a run with this operation was placed before the last overwriting. */
  runsWith(x: Running<V>, from: Configuration): Configuration[] {
    if (x.operation.call >= from.overwritten) return [];
    const found: Configuration[] = [];
    for (const { class: start, ...begun } of this.#starts(x, from)) {
      const [state] = this.#steps.next(from.state, start);
      if (state !== undefined) this.#walk(x, { ...from, ...begun }, state, found);
    }
    return found;
  }

  *#starts(
    x: Running<V>,
    { placed, uses, overwritten }: Configuration,
  ): Generator<{ readonly class: OperationClass<V>; readonly placed: Slots; readonly uses: Uses }> {
    if (x.class.overwrites) {
      yield { class: x.class, placed: withSlot(placed, x.slot), uses };
      return;
    }
    const mandatory = new Set<OperationClass<V>>();
    for (const { slot, class: start } of this.#pending.changingBefore(placed, overwritten)) {
      if (!start.overwrites) continue;
      mandatory.add(start);
      yield { class: start, placed: withSlot(placed, slot), uses };
    }
    for (const { number, class: start } of this.#open.overwriting(uses)) {
      if (mandatory.has(start) || this.#open.nextCall(number, uses) >= overwritten) continue;
      yield { class: start, placed, uses: withUse(uses, number) };
    }
  }

  /** Goes on with a run that stands at this state, in all ways; what only observes is placed as soon as it fits. */
  #walk(x: Running<V>, configuration: Configuration, state: number, found: Configuration[]): void {
    this.#count();
    const { overwritten } = configuration;
    let { placed } = configuration;
    if (x.class.readonly && this.#isLegal(state, x.class)) placed = withSlot(placed, x.slot);
    for (const { slot, operation, class: observing } of this.#pending.observers) {
      if (operation.call >= overwritten || has(placed, slot)) continue;
      if (this.#isLegal(state, observing)) placed = withSlot(placed, slot);
    }
    if (has(placed, x.slot)) found.push({ ...configuration, placed });
    const candidates = this.#pending.changingBefore(placed, overwritten);
    if (!x.class.readonly && !has(placed, x.slot)) candidates.push(x);
    for (const { slot, class: changing } of candidates) {
      if (changing.overwrites) continue;
      for (const next of this.#steps.next(state, changing)) {
        this.#walk(x, { ...configuration, placed: withSlot(placed, slot) }, next, found);
      }
    }
  }

  /** Whether one configuration could still place, unseen, what another one has placed more. */
  canCatchUp(one: Configuration, more: readonly number[], moreUses: Uses): boolean {
    if (isEmpty(more)) return true;
    for (const slot of slotsIn(more)) if (this.#pending.at(slot).operation.call >= one.overwritten) return false;
    const { overwriting, observing } = this.#pending;
    const rest = difference(more, overwriting);
    if (isEmpty(rest)) return true;
    if (slotsIn(difference(rest, observing)).length > MOST_CHANGING) return false;
    const starts: OperationClass<V>[] = [];
    for (const slot of slotsIn(more)) if (has(overwriting, slot)) starts.push(this.#pending.at(slot).class);
    // The other one used them no later than its last overwriting, which is no later than this one's.
    for (const group of moreUses) {
      const start = this.#open.classOf(group);
      if (start?.overwrites) starts.push(start);
    }
    return this.#areTaken(rest, starts, 0, one.state);
  }

  /** Whether runs that begin with these, each once, can take in all of the rest. */
  #areTaken(rest: Slots, starts: readonly OperationClass<V>[], from: number, anywhere: number): boolean {
    if (isEmpty(rest)) return true;
    const start = starts[from];
    if (start === undefined) return false;
    const [state] = this.#steps.next(anywhere, start);
    return state !== undefined && this.#areTakenFrom(state, rest, () => from + 1, starts, anywhere);
  }

  #areTakenFrom(
    state: number,
    wanted: Slots,
    next: () => number,
    starts: readonly OperationClass<V>[],
    anywhere: number,
  ): boolean {
    this.#count();
    let rest = wanted;
    const changing: number[] = [];
    for (const slot of slotsIn(wanted)) {
      const { class: operationClass } = this.#pending.at(slot);
      if (!operationClass.readonly) changing.push(slot);
      else if (this.#isLegal(state, operationClass)) rest = withoutSlot(rest, slot);
    }
    for (const slot of changing) {
      for (const after of this.#steps.next(state, this.#pending.at(slot).class)) {
        if (this.#areTakenFrom(after, withoutSlot(rest, slot), next, starts, anywhere)) return true;
      }
    }
    return this.#areTaken(rest, starts, next(), anywhere);
  }

  #isLegal(state: number, operationClass: OperationClass<V>): boolean {
    return this.#steps.next(state, operationClass).length > 0;
  }
}
