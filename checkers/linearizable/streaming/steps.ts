/**
 * Asks the model what a state becomes under a class of operations, and remembers it for as long as it may matter: states
 * and classes have numbers and records here, and are forgotten when no configuration and no operation needs them. Hints are
 * checked against what the model does, as the search does it. A nondeterministic step leads to several states, each of
 * which is a configuration of its own.
 */
import type { Operation, Vocabulary } from '../../../histories/op.ts';
import type { Model } from '../../models/model.ts';
import { guarded, ModelError } from '../states.ts';

/** Operations of one class behave the same in every state. */
export interface OperationClass<V extends Vocabulary = Vocabulary> {
  readonly key: string | number;
  /** The first one. */
  readonly operation: Operation<V>;
  readonly readonly: boolean;
  readonly overwrites: boolean;
  /** The key of the only state in which it is legal, if there is one and it is known. */
  readonly requires: string | undefined;
  /** What follows a state, as far as it was asked. */
  readonly next: Map<number, readonly number[]>;
  /** What follows any state, if it overwrites and was compared with what it is declared to be in a few of them. */
  believed: readonly number[] | undefined;
  /** Operations that have it now. */
  users: number;
  /** Set by a walk through operations that wants each class once; see pending.ts. */
  readonly stamps: [number, number];
}

const NOWHERE: readonly number[] = [];
/** An overwriting is compared in so many states, then believed. */
const VERIFIED = 6;
const FIRST_SWEEP = 512;

export class Steps<V extends Vocabulary, S> {
  readonly #model: Model<V, S>;
  readonly #classes = new Map<string | number, OperationClass<V>>();
  readonly #numbers = new Map<string, number>();
  readonly #states = new Map<number, { readonly state: S; readonly key: string }>();
  #nextNumber = 0;
  #sweepAt = FIRST_SWEEP;

  constructor(model: Model<V, S>) {
    this.#model = model;
  }

  /** The number of a state that the model has led to before, or of the one that it begins with. */
  numberOf(state: S): number {
    return guarded('key', this.#model, undefined, () => this.#intern(state));
  }

  stateOf(number: number): S {
    return this.#at(number).state;
  }

  keyOf(number: number): string {
    return this.#at(number).key;
  }

  #at(number: number): { readonly state: S; readonly key: string } {
    const found = this.#states.get(number);
    if (found === undefined) throw new RangeError(`no state ${number}`);
    return found;
  }

  /** States that are remembered. */
  get states(): number {
    return this.#states.size;
  }

  /** The class of an operation that begins to matter; `release` when it no longer does. */
  classOf(operation: Operation<V>): OperationClass<V> {
    const key = this.#keyOf(operation);
    let known = this.#classes.get(key);
    if (known === undefined) {
      const hints = this.#hintsOf(operation);
      const fresh = { next: new Map(), believed: undefined, users: 0, stamps: [0, 0] as [number, number] };
      known = { key, operation, ...hints, ...fresh };
      this.#classes.set(key, known);
    }
    known.users++;
    return known;
  }

  release(operationClass: OperationClass<V>): void {
    if (--operationClass.users === 0) this.#classes.delete(operationClass.key);
  }

  /** The states that may follow: none if the operation is illegal here. */
  next(state: number, operationClass: OperationClass<V>): readonly number[] {
    if (operationClass.believed !== undefined) return operationClass.believed;
    const known = operationClass.next.get(state);
    if (known !== undefined) return known;
    const next = this.#ask(state, operationClass);
    operationClass.next.set(state, next);
    return next;
  }

  #ask(state: number, operationClass: OperationClass<V>): readonly number[] {
    const { operation, readonly, overwrites, requires } = operationClass;
    const before = this.stateOf(state);
    return guarded('step', this.#model, operation, () => {
      const after = this.#model.step(before, operation);
      if (overwrites && after.length !== 1)
        throw this.#caught(operation, 'overwrites, yet it does not always lead to one state');
      if (after.length === 0) return NOWHERE;
      const next = [...new Set(after.map((one) => (one === before ? state : this.#intern(one))))];
      if (requires !== undefined && requires !== this.keyOf(state))
        throw this.#caught(operation, 'requires one state, yet it is legal in another');
      if (readonly && next.some((one) => one !== state))
        throw this.#caught(operation, 'readonly, yet it changes the state');
      if (overwrites) {
        this.#verify(operationClass, next[0]);
        if (operationClass.next.size + 1 >= VERIFIED) operationClass.believed = next;
      }
      return next;
    });
  }

  #verify({ operation, next }: OperationClass<V>, target: number | undefined): void {
    for (const [elsewhere] of next.values())
      if (elsewhere !== target) throw this.#caught(operation, 'overwrites, yet what it leads to depends on the state');
  }

  #caught({ id, f }: Operation<V>, lie: string): ModelError {
    return new ModelError(`model ${this.#model.name} on operation ${id} (${f}): it is declared ${lie}`);
  }

  describe(state: number): string {
    const { state: what, key } = this.#at(state);
    try {
      return this.#model.describeState?.(what) ?? key;
    } catch {
      return '(a state that the model cannot describe)';
    }
  }

  /** Forgets all states but these, if so many were met since the last time that it is worth it. */
  sweep(configurations: readonly { readonly state: number }[]): void {
    if (this.#states.size < this.#sweepAt) return;
    const live = new Set(configurations.map(({ state }) => state));
    for (const { believed } of this.#classes.values()) for (const state of believed ?? NOWHERE) live.add(state);
    for (const [key, number] of this.#numbers) {
      if (live.has(number)) continue;
      this.#numbers.delete(key);
      this.#states.delete(number);
    }
    for (const { next } of this.#classes.values()) next.clear();
    this.#sweepAt = Math.max(FIRST_SWEEP, 4 * live.size);
  }

  #intern(state: S): number {
    const key = this.#model.key(state);
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#nextNumber++;
      this.#numbers.set(key, number);
      this.#states.set(number, { state, key });
    }
    return number;
  }

  #keyOf(operation: Operation<V>): string | number {
    const model = this.#model;
    if (!model.operationClass) {
      const { f, outcome, input } = operation;
      return JSON.stringify([f, outcome, input, operation.outcome === 'ok' ? operation.output : undefined]);
    }
    return guarded('operationClass', model, operation, () => model.operationClass?.(operation) ?? '');
  }

  #hintsOf(operation: Operation<V>): Pick<OperationClass<V>, 'readonly' | 'overwrites' | 'requires'> {
    const model = this.#model;
    return guarded('a hint', model, operation, () => ({
      readonly: model.readonly?.(operation) ?? false,
      overwrites: model.overwrites?.(operation) ?? false,
      requires: model.requires?.(operation),
    }));
  }
}
