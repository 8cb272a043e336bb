/**
 * Numbers for everything the search handles: model states, sets of them and classes of operations. A nondeterministic
 * model is determinised on the fly: a "state" of the search is the set of model states that the same operations in
 * the same order could have led to. Models are called from here alone, so that what they throw gets a name.
 */
import type { Operation, Vocabulary } from '../../histories/op.ts';
import { isBuiltIn } from '../models/index.ts';
import type { Model } from '../models/model.ts';

export const ILLEGAL = -1;

/** The model threw; the message says on which operation. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
}

/** More distinct states than the memory bound allows. */
export class StatesExhausted extends Error {
  override readonly name = 'StatesExhausted';
}

/** A rough account of what a state costs beside the characters of its key. */
const BYTES_PER_STATE = 200;
/** A state that is named by a hint and that no step has led to so far. */
const NOT_MET = Symbol('not met');

/** What a model says of a class of operations before any step; see model.ts. */
export interface Hints {
  readonly readonly: boolean;
  readonly overwrites: boolean;
  readonly requires: number | undefined;
  readonly produces: number | undefined;
  readonly avoids: number | undefined;
}

type Promises = Pick<Hints, 'readonly' | 'overwrites'>;

const DEPENDS = 'it is declared to overwrite, yet what it leads to depends on the state';
const STATES_VERIFIED = 6;

export class StateSpace<V extends Vocabulary, S> {
  readonly initial: number;
  /** Whether the model is one of ours, whose hints are held against it by the fuzzer rather than in every check. */
  readonly isTrusted: boolean;
  /** The operation that the model was asked about last. */
  asked: Operation<V> | undefined;
  readonly #model: Model<V, S>;
  readonly #bytesLimit: number;
  readonly #reach: ((state: S, operation: Operation<V>) => boolean) | undefined;
  #bytes = 0;
  readonly #states: (S | typeof NOT_MET)[] = [];
  readonly #stateOfKey = new Map<string, number>();
  readonly #sets: (readonly number[])[] = [];
  readonly #setOfKey = new Map<string, number>();
  readonly #classOfKey = new Map<string | number, number>();
  readonly #classes: Operation<V>[] = [];
  readonly #steps = new Map<number, Map<number, number>>();
  readonly #overwrites = new Map<number, number>();
  readonly #promises: Promises[] = [];
  readonly #singletons: number[] = [];
  #produced: (operationClass: number) => number = () => ILLEGAL;
  #producers: Map<number, number[]> | undefined;

  /** The operations are those of the part to come; only the model's `reach` looks at them. */
  constructor(model: Model<V, S>, bytesLimit: number, operations: readonly Operation<V>[]) {
    this.#model = model;
    this.#bytesLimit = bytesLimit;
    this.isTrusted = isBuiltIn(model);
    this.initial = guarded('init', model, undefined, () => this.#internSet([this.#intern(model.init())]));
    this.#reach = guarded('reach', model, undefined, () => model.reach?.(operations));
  }

  get classCount(): number {
    return this.#classes.length;
  }

  get setCount(): number {
    return this.#sets.length;
  }

  get knowsReach(): boolean {
    return this.#reach !== undefined;
  }

  /** The first operation of a class. */
  representative(operationClass: number): Operation<V> {
    const operation = this.#classes[operationClass];
    if (operation === undefined) throw new RangeError(`no class ${operationClass}`);
    return operation;
  }

  /** Operations of one class behave the same in every state. */
  classOf(operation: Operation<V>): number {
    this.asked = operation;
    const model = this.#model;
    let key: string | number;
    try {
      key =
        model.operationClass?.(operation) ??
        JSON.stringify([operation.f, operation.outcome, operation.input, outputOf(operation)]);
    } catch (error) {
      throw modelError('operationClass', model, operation, error);
    }
    let id = this.#classOfKey.get(key);
    if (id === undefined) {
      id = this.#classes.length;
      this.#classOfKey.set(key, id);
      this.#classes.push(operation);
    }
    return id;
  }

  /** What the model's hints say of a class; states are numbered as elsewhere here. */
  hintsOf(operationClass: number): Hints {
    const model = this.#model;
    const operation = this.representative(operationClass);
    this.asked = operation;
    return guarded('a hint', model, operation, () => {
      const requires = model.requires?.(operation);
      const produces = model.produces?.(operation);
      const avoids = model.avoids?.(operation);
      return {
        readonly: model.readonly?.(operation) ?? false,
        overwrites: model.overwrites?.(operation) ?? false,
        requires: requires === undefined ? undefined : this.#named(requires),
        produces: produces === undefined ? undefined : this.#named(produces),
        avoids: avoids === undefined ? undefined : this.#named(avoids),
      };
    });
  }

  /** Lets states that hints name be found by way of the operations that produce them: the produced state of each class. */
  namedBy(produced: (operationClass: number) => number): void {
    this.#produced = produced;
  }

  /** Compares what the hints say of a class with what the model does in a few states; throws ModelError if it lies. */
  verify(operationClass: number, { readonly, overwrites, requires, produces, avoids }: Hints): void {
    const operation = this.representative(operationClass);
    const states = Math.min(this.#sets.length, STATES_VERIFIED);
    for (let state = 0; state < states; state++) {
      // Hints speak of one state; of several that are possible at once, an operation may rule some out.
      if (!this.#isMet(state) || this.#membersOf(state).length > 1) continue;
      const next = this.transition(state, operationClass);
      const says = (hint: string): never => this.#caught(operation, hint);
      if (overwrites && next === ILLEGAL) says('overwrites, yet it is illegal in some state');
      if (requires !== undefined && requires !== state && next !== ILLEGAL)
        says('requires one state, yet it is legal in another');
      if (produces !== undefined && next !== ILLEGAL && next !== produces)
        says('produces one state, yet it leads to another');
      if (avoids !== undefined && (avoids === state) !== (next === ILLEGAL))
        says('avoids one state, yet it is illegal in another or legal in that one');
      if (readonly && next !== ILLEGAL && next !== state) says('readonly, yet it changes the state');
    }
  }

  /** The set that follows, or ILLEGAL. Not remembered: the core does that. */
  transition(set: number, operationClass: number): number {
    if (operationClass >= this.#classes.length) return this.#isInReach(set, operationClass - this.#classes.length);
    const operation = this.representative(operationClass);
    this.asked = operation;
    const members = this.#membersOf(set);
    const promises = this.#promisesOf(operationClass);
    const found = this.#step(members, operation, promises);
    if (promises.overwrites && found !== this.#overwriting(operationClass, found)) {
      this.#caught(operation, 'to overwrite, yet what it leads to depends on the state');
    }
    return found;
  }

  #step(members: readonly number[], operation: Operation<V>, promises: Promises): number {
    try {
      const [only = -1] = members;
      const next = this.#next(only, operation, promises);
      // Mostly there is one state and one that follows: no set is made for it.
      if (members.length === 1 && next.length <= 1) return next[0] === undefined ? ILLEGAL : this.#singleton(next[0]);
      const all = new Set(next);
      for (const member of members.slice(1)) for (const one of this.#next(member, operation, promises)) all.add(one);
      if (promises.overwrites && all.size > 1) throw new Error(DEPENDS);
      return all.size === 0 ? ILLEGAL : this.#internSet([...all]);
    } catch (error) {
      throw modelError('step', this.#model, operation, error);
    }
  }

  #next(member: number, operation: Operation<V>, { readonly, overwrites }: Promises): readonly number[] {
    const states = this.#model.step(this.#met(member), operation);
    if (overwrites && states.length !== 1) throw new Error('it is declared to overwrite, yet it is not always legal');
    const next = states.map((state) => this.#intern(state));
    if (readonly && next.some((one) => one !== member))
      throw new Error('it is declared readonly, yet it changes the state');
    return next;
  }

  /** What an overwriting class led to when it was first asked. */
  #overwriting(operationClass: number, now: number): number {
    const known = this.#overwrites.get(operationClass);
    if (known === undefined) this.#overwrites.set(operationClass, now);
    return known ?? now;
  }

  #isInReach(set: number, operationClass: number): number {
    const operation = this.representative(operationClass);
    this.asked = operation;
    const isInReach = this.#reach;
    if (isInReach === undefined) return set;
    try {
      for (const member of this.#membersOf(set)) if (isInReach(this.#met(member), operation)) return set;
      return ILLEGAL;
    } catch (error) {
      throw modelError('reach', this.#model, operation, error);
    }
  }

  #promisesOf(operationClass: number): Promises {
    const known = this.#promises[operationClass];
    if (known !== undefined) return known;
    const model = this.#model;
    const operation = this.representative(operationClass);
    const promises = guarded('a hint', model, operation, () => ({
      readonly: model.readonly?.(operation) ?? false,
      overwrites: model.overwrites?.(operation) ?? false,
    }));
    this.#promises[operationClass] = promises;
    return promises;
  }

  #caught(operation: Operation<V>, lie: string): never {
    throw new ModelError(
      `model ${this.#model.name} on operation ${operation.id} (${operation.f}): it is declared ${lie}`,
    );
  }

  #membersOf(set: number): readonly number[] {
    const members = this.#sets[set];
    if (members === undefined) throw new RangeError(`no state ${set}`);
    return members;
  }

  #isMet(set: number): boolean {
    return this.#membersOf(set).every((member) => this.#states[member] !== NOT_MET);
  }

  /** The state itself; one that was only named so far is found by way of the operations that produce it. */
  #met(member: number): S {
    const known = this.#states[member] as S | typeof NOT_MET;
    if (known !== NOT_MET) return known;
    this.#resolve(member, new Set());
    const found = this.#states[member] as S | typeof NOT_MET;
    if (found === NOT_MET) throw new Error('a hint names a state that no operation leads to');
    return found;
  }

  #resolve(member: number, trying: Set<number>): boolean {
    if (this.#states[member] !== NOT_MET) return true;
    if (trying.has(member)) return false;
    trying.add(member);
    const set = this.#internSet([member]);
    return (this.#producersOf(set) ?? []).some((operationClass) => {
      const required = this.#model.requires?.(this.representative(operationClass));
      const from = required === undefined ? this.initial : this.#named(required);
      const [only = 0] = this.#membersOf(from);
      if (!this.#resolve(only, trying)) return false;
      this.transition(from, operationClass);
      return this.#states[member] !== NOT_MET;
    });
  }

  #producersOf(set: number): readonly number[] | undefined {
    if (this.#producers === undefined) {
      this.#producers = new Map();
      for (let operationClass = 0; operationClass < this.#classes.length; operationClass++) {
        const produced = this.#produced(operationClass);
        if (produced === ILLEGAL) continue;
        const others = this.#producers.get(produced);
        if (others) others.push(operationClass);
        else this.#producers.set(produced, [operationClass]);
      }
    }
    return this.#producers.get(set);
  }

  /** The set that holds just the state with this key, which no step may have led to yet. */
  #named(key: string): number {
    return this.#internSet([this.#internKey(key)]);
  }

  /**
   * The same for explanations, which run outside the core and when the verdict is settled: remembered here, and what
   * the model cannot say about states that the search never met counts as illegal.
   */
  step(set: number, operationClass: number): number {
    const row = this.#steps.get(set) ?? new Map<number, number>();
    this.#steps.set(set, row);
    const known = row.get(operationClass);
    if (known !== undefined) return known;
    const next = this.#transitionOrIllegal(set, operationClass);
    row.set(operationClass, next);
    return next;
  }

  #transitionOrIllegal(set: number, operationClass: number): number {
    try {
      return this.transition(set, operationClass);
    } catch (error) {
      if (error instanceof ModelError || error instanceof StatesExhausted) return ILLEGAL;
      throw error;
    }
  }

  describe(set: number): string {
    const members = this.#sets[set] ?? [];
    const texts = members.slice(0, 4).map((member) => this.#describeState(this.#met(member)));
    if (members.length > texts.length) texts.push('...');
    return texts.join(' or ');
  }

  #describeState(state: S): string {
    try {
      return this.#model.describeState?.(state) ?? this.#model.key(state);
    } catch {
      return '(a state that the model cannot describe)';
    }
  }

  #intern(state: S): number {
    const id = this.#internKey(this.#model.key(state));
    if (this.#states[id] === NOT_MET) this.#states[id] = state;
    return id;
  }

  #internKey(key: string): number {
    let id = this.#stateOfKey.get(key);
    if (id === undefined) {
      this.#bytes += BYTES_PER_STATE + 2 * key.length;
      if (this.#bytes > this.#bytesLimit) throw new StatesExhausted(`${this.#states.length} states`);
      id = this.#states.length;
      this.#stateOfKey.set(key, id);
      this.#states.push(NOT_MET);
    }
    return id;
  }

  #singleton(member: number): number {
    let id = this.#singletons[member];
    if (id === undefined) {
      id = this.#addSet([member]);
      this.#singletons[member] = id;
    }
    return id;
  }

  #addSet(members: readonly number[]): number {
    this.#bytes += BYTES_PER_STATE + 10 * members.length;
    if (this.#bytes > this.#bytesLimit) throw new StatesExhausted(`${this.#sets.length} states`);
    return this.#sets.push(members) - 1;
  }

  #internSet(members: number[]): number {
    const [only] = members;
    if (members.length === 1 && only !== undefined) return this.#singleton(only);
    const key = members.sort((a, b) => a - b).join();
    let id = this.#setOfKey.get(key);
    if (id === undefined) {
      id = this.#addSet(members);
      this.#setOfKey.set(key, id);
    }
    return id;
  }
}

export function outputOf<V extends Vocabulary>(operation: Operation<V>): V[keyof V & string]['output'] | undefined {
  return operation.outcome === 'ok' ? operation.output : undefined;
}

/** Runs a function of the model; what it throws becomes a ModelError that names the operation. */
export function guarded<V extends Vocabulary, S, T>(
  method: string,
  model: Model<V, S>,
  operation: Operation<V> | undefined,
  call: () => T,
): T {
  try {
    return call();
  } catch (error) {
    throw modelError(method, model, operation, error);
  }
}

export function modelError<V extends Vocabulary, S>(
  method: string,
  model: Model<V, S>,
  operation: Operation<V> | undefined,
  error: unknown,
): Error {
  if (error instanceof StatesExhausted || error instanceof ModelError) return error;
  const where = operation ? ` on operation ${operation.id} (${operation.f})` : '';
  const what = error instanceof Error ? error.message : String(error);
  return new ModelError(`model ${model.name} threw in ${method}${where}: ${what}`, { cause: error });
}
