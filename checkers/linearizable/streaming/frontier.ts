/**
 * All configurations that the operations of one key can have led to so far. It moves on with every return, and only there
 * (just-in-time linearization, Lowe, "Testing for linearizability", 2017, section 4): the operation that returns is placed,
 * after whatever others make it legal, and what placed it nowhere is dropped. When nothing is left, no order of
 * operations exists. Its size depends on what is pending, on what is open and on the states that are possible; how long
 * the history is does not matter.
 */
import type { Operation, Vocabulary } from '../../../histories/op.ts';
import type { Model } from '../../models/model.ts';
import { Absorption } from './absorption.ts';
import { Antichain } from './antichain.ts';
import type { Configuration } from './configuration.ts';
import { GivenUp } from './given-up.ts';
import type { FrontierLimits } from './limits.ts';
import { OpenOperations } from './open-operations.ts';
import { Pending, type Running } from './pending.ts';
import { has, noSlots, type Slots, slotsIn, withoutSlot, withSlot } from './slots.ts';
import { type OperationClass, Steps } from './steps.ts';
import { common, NO_USES, surplus, type Uses, withUse } from './uses.ts';
import { Wanted } from './wanted.ts';

/** What the operations could have led to when one of them could not be placed. */
export interface Stuck {
  readonly states: readonly string[];
  /** Operations that were running then and could be placed first, or not at all. */
  readonly beside: number;
}

/** A configuration on the way to the operation that returns. */
interface Node extends Configuration {
  /**
   * Something was overwritten on the way, and nothing since that could not be absorbed: a further overwriting would hide
   * all of that, and might as well have come first.
   */
  readonly hides: boolean;
}

export class Frontier<V extends Vocabulary, S> {
  readonly #limits: FrontierLimits;
  readonly #steps: Steps<V, S>;
  readonly #pending: Pending<V>;
  readonly #open = new OpenOperations<V>();
  readonly #absorption: Absorption<V, S>;
  readonly #wanted: Wanted<V, S>;
  /** Those in which the returning operation is placed, and those on the way to it. */
  readonly #after: Antichain<V, S>;
  readonly #met: Antichain<V, S>;
  #configurations: Configuration[];

  /** Begins with any of these states. */
  constructor(model: Model<V, S>, states: readonly S[], limits: FrontierLimits) {
    this.#limits = limits;
    this.#steps = new Steps(model);
    this.#pending = new Pending(limits.pending);
    this.#absorption = new Absorption(this.#pending, this.#open, this.#steps, limits.hidden);
    this.#wanted = new Wanted(this.#pending, this.#open, this.#steps);
    this.#after = new Antichain(this.#pending, this.#absorption);
    this.#met = new Antichain(this.#pending, this.#absorption);
    const nothing = { placed: noSlots(limits.pending), uses: NO_USES, overwritten: 0 };
    this.#configurations = states.map((state) => ({ state: this.#steps.numberOf(state), ...nothing }));
  }

  /** The states that are possible, where they are all that matters: nothing is pending or open. */
  get atRest(): readonly S[] | undefined {
    if (this.#pending.count + this.#open.count > 0) return undefined;
    return this.#configurations.map(({ state }) => this.#steps.stateOf(state));
  }

  /** All that is possible now, for people: the state of the object, and what is pending and took effect already. */
  get possible(): readonly { readonly state: string; readonly placed: readonly Operation<V>[] }[] {
    return this.#configurations.map(({ state, placed }) => ({
      state: this.#steps.describe(state),
      placed: slotsIn(placed).map((slot) => this.#pending.at(slot).operation),
    }));
  }

  /** For tests of the memory it takes: configurations, states, and operations that are open. */
  get size(): { readonly configurations: number; readonly states: number; readonly open: number } {
    return { configurations: this.#configurations.length, states: this.#steps.states, open: this.#open.count };
  }

  called(operation: Operation<V>): void {
    const operationClass = this.#steps.classOf(operation);
    if (operation.outcome === 'info') {
      if (operationClass.readonly) this.#steps.release(operationClass);
      else this.#open.add(operationClass, operation.call);
      if (this.#open.count > this.#limits.open) {
        throw new GivenUp(`more than ${this.#limits.open} operations of unknown outcome are open`);
      }
      return;
    }
    const { slot } = this.#pending.add(operation, operationClass);
    if (!operationClass.readonly) return;
    // What never changes the state is placed as soon as it fits.
    this.#configurations = this.#configurations.map((configuration) => {
      if (this.#steps.next(configuration.state, operationClass).length === 0) return configuration;
      return { ...configuration, placed: withSlot(configuration.placed, slot) };
    });
  }

  /** Undefined as long as there is an order that explains all that has returned. */
  returned(operation: Operation<V>): Stuck | undefined {
    const x = this.#pending.remove(operation.id);
    if (x === undefined) throw new Error(`operation ${operation.id} returns and was never called`);
    const after = this.#place(x);
    if (after.length === 0) return this.#stuck();
    this.#steps.release(x.class);
    this.#configurations = this.#withoutCommonUses(after);
    this.#steps.sweep(this.#configurations);
    return undefined;
  }

  #place(x: Running<V>): Configuration[] {
    this.#absorption.begin();
    this.#after.clear();
    this.#met.clear();
    this.#wanted.forget();
    const todo: Node[] = [];
    for (const configuration of this.#configurations) {
      // What returns no longer counts among what could be absorbed.
      const overwritten = this.#absorption.normal(configuration.overwritten);
      if (!has(configuration.placed, x.slot)) {
        for (const run of this.#absorption.runsWith(x, configuration)) this.#keep({ ...run, overwritten }, x);
      }
      this.#reach({ ...configuration, overwritten, hides: false }, x, todo);
    }
    for (let node = todo.pop(); node; node = todo.pop()) this.#goOn(node, x, todo);
    return this.#after.toArray();
  }

  #reach(node: Node, x: Running<V>, todo: Node[]): void {
    if (has(node.placed, x.slot)) this.#keep(node, x);
    else if (this.#met.add(node)) todo.push(node);
    if (this.#after.size + this.#met.size > this.#limits.configurations) {
      throw new GivenUp(`more than ${this.#limits.configurations} configurations are possible at once`);
    }
  }

  #keep({ state, placed, uses, overwritten }: Configuration, x: Running<V>): void {
    this.#after.add({ state, placed: withoutSlot(placed, x.slot), uses, overwritten });
  }

  /** Places what returns, and each other operation that could come before it. */
  #goOn(node: Node, x: Running<V>, todo: Node[]): void {
    const { state, placed, uses } = node;
    // What only observes would have been placed if it fitted here. An overwriting that hides another one came first.
    if (!x.class.readonly && !(x.class.overwrites && node.hides)) {
      for (const next of this.#steps.next(state, x.class)) {
        this.#reach(this.#settled(node, next, withSlot(placed, x.slot), uses, x.class, x), x, todo);
      }
    }
    // Whatever was pending could be absorbed; open operations that do not overwrite never are.
    const skipsOverwriting = node.hides || (x.class.overwrites && this.#open.alteringCount === 0);
    const mandatory = new Set<OperationClass<V>>();
    for (const { slot, class: other } of this.#pending.changing(placed, node.overwritten)) {
      mandatory.add(other);
      // Of two that behave alike the one that returns now is placed, and the other one is left for later.
      if (other === x.class || (skipsOverwriting && other.overwrites)) continue;
      for (const next of this.#steps.next(state, other)) {
        if (other.overwrites && !this.#wanted.isWanted(next, x)) continue;
        this.#reach(this.#settled(node, next, withSlot(placed, slot), uses, other, x), x, todo);
      }
    }
    for (const { number, class: other } of this.#open.altering(uses, this.#steps.keyOf(state))) {
      if (other === x.class) continue;
      for (const next of this.#steps.next(state, other)) {
        if (next === state || !this.#wanted.isWanted(next, x)) continue;
        const reached = this.#settled(node, next, placed, withUse(uses, number), other, x);
        this.#reach({ ...reached, hides: false }, x, todo);
      }
    }
    if (skipsOverwriting) return;
    // An overwriting makes others absorbable even where it changes nothing.
    for (const { number, class: other } of this.#open.overwriting(uses)) {
      if (other === x.class || mandatory.has(other)) continue;
      for (const next of this.#steps.next(state, other)) {
        if (!this.#wanted.isWanted(next, x)) continue;
        this.#reach(this.#settled(node, next, placed, withUse(uses, number), other, x), x, todo);
      }
    }
  }

  /** After a step by this class: observations are placed where they fit, and an overwriting is noted. */
  #settled(node: Node, state: number, slots: Slots, uses: Uses, by: OperationClass<V>, x: Running<V>): Node {
    let placed = slots;
    if (x.class.readonly && this.#steps.next(state, x.class).length > 0) placed = withSlot(placed, x.slot);
    for (const { slot, class: observing } of this.#pending.observers) {
      if (!has(placed, slot) && this.#steps.next(state, observing).length > 0) placed = withSlot(placed, slot);
    }
    if (!by.overwrites) return { state, placed, uses, overwritten: node.overwritten, hides: node.hides };
    return { state, placed, uses, overwritten: this.#absorption.normal(x.operation.return), hides: true };
  }

  #withoutCommonUses(configurations: Configuration[]): Configuration[] {
    const shared = configurations.map(({ uses }) => uses).reduce(common);
    if (shared.length === 0) return configurations;
    for (const operationClass of this.#open.forget(shared)) this.#steps.release(operationClass);
    return configurations.map((one) => ({ ...one, uses: surplus(one.uses, shared) ?? one.uses }));
  }

  #stuck(): Stuck {
    const states = new Set(this.#configurations.map(({ state }) => state));
    return {
      states: [...states].map((state) => this.#steps.describe(state)),
      beside: this.#pending.count + this.#open.count,
    };
  }
}
