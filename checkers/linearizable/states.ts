/**
 * Numbers for everything the search handles: model states, sets of them and classes of operations. A nondeterministic
 * model is determinised on the fly: a "state" of the search is the set of model states that the same operations in
 * the same order could have led to. Models are called from here alone, so that what they throw gets a name.
 */
import type { Operation, Vocabulary } from '../../histories/op.ts';
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

export class StateSpace<V extends Vocabulary, S> {
  readonly initial: number;
  readonly #model: Model<V, S>;
  readonly #bytesLimit: number;
  #bytes = 0;
  readonly #states: S[] = [];
  readonly #stateOfKey = new Map<string, number>();
  readonly #sets: (readonly number[])[] = [];
  readonly #setOfKey = new Map<string, number>();
  readonly #classOfKey = new Map<string, number>();
  readonly #classes: Operation<V>[] = [];
  readonly #steps = new Map<number, Map<number, number>>();

  constructor(model: Model<V, S>, bytesLimit: number) {
    this.#model = model;
    this.#bytesLimit = bytesLimit;
    this.initial = guarded('init', model, undefined, () => this.#internSet([this.#intern(model.init())]));
  }

  get classCount(): number {
    return this.#classes.length;
  }

  get setCount(): number {
    return this.#sets.length;
  }

  /** Operations of one class behave the same in every state. */
  classOf(operation: Operation<V>): number {
    const model = this.#model;
    const key = model.operationClass
      ? guarded('operationClass', model, operation, () => model.operationClass?.(operation) ?? '')
      : JSON.stringify([operation.f, operation.outcome, operation.input, outputOf(operation)]);
    let id = this.#classOfKey.get(key);
    if (id === undefined) {
      id = this.#classes.length;
      this.#classOfKey.set(key, id);
      this.#classes.push(operation);
    }
    return id;
  }

  /** Whether the model says that this operation never changes a state; what it says is checked at every transition. */
  isReadonly(operation: Operation<V>): boolean {
    const model = this.#model;
    return guarded('readonly', model, operation, () => model.readonly?.(operation) ?? false);
  }

  /** The set that follows, or ILLEGAL. Not remembered: the core does that. */
  transition(set: number, operationClass: number): number {
    const operation = this.#classes[operationClass];
    const members = this.#sets[set];
    if (operation === undefined || members === undefined)
      throw new RangeError(`no transition ${set}/${operationClass}`);
    const claimsReadonly = this.isReadonly(operation);
    const next = guarded('step', this.#model, operation, () => {
      const found = new Set<number>();
      for (const member of members) {
        for (const state of this.#model.step(this.#states[member] as S, operation)) {
          const reached = this.#intern(state);
          if (claimsReadonly && reached !== member)
            throw new Error('it is declared readonly, yet it changes the state');
          found.add(reached);
        }
      }
      return found;
    });
    return next.size === 0 ? ILLEGAL : this.#internSet([...next]);
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
    const texts = members.slice(0, 4).map((member) => this.#describeState(this.#states[member] as S));
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
    const key = this.#model.key(state);
    let id = this.#stateOfKey.get(key);
    if (id === undefined) {
      this.#bytes += BYTES_PER_STATE + 2 * key.length;
      if (this.#bytes > this.#bytesLimit) throw new StatesExhausted(`${this.#states.length} states`);
      id = this.#states.length;
      this.#stateOfKey.set(key, id);
      this.#states.push(state);
    }
    return id;
  }

  #internSet(members: number[]): number {
    const key = members.length === 1 ? String(members[0]) : members.sort((a, b) => a - b).join();
    let id = this.#setOfKey.get(key);
    if (id === undefined) {
      this.#bytes += BYTES_PER_STATE + 10 * members.length;
      if (this.#bytes > this.#bytesLimit) throw new StatesExhausted(`${this.#sets.length} states`);
      id = this.#sets.length;
      this.#setOfKey.set(key, id);
      this.#sets.push(members);
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
    if (error instanceof StatesExhausted || error instanceof ModelError) throw error;
    const where = operation ? ` on operation ${operation.id} (${operation.f})` : '';
    const what = error instanceof Error ? error.message : String(error);
    throw new ModelError(`model ${model.name} threw in ${method}${where}: ${what}`, { cause: error });
  }
}
