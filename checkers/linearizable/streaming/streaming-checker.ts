/**
 * Judges a history while it is being recorded: it is fed with events and can be asked at any time whether what it was fed
 * is already illegal. It says so as soon as the operations around the offending return have ended, and what it says is
 * true of all that may follow. It never says that a history is legal on less than a proof: keys that cost too much are
 * given up and named, and are for the search after the run, which also finds the witness of a violation.
 */
import type { Op, Operation, Vocabulary } from '../../../histories/op.ts';
import type { Model } from '../../models/model.ts';
import { guarded, ModelError } from '../states.ts';
import { because } from './because.ts';
import { Frontier } from './frontier.ts';
import { GivenUp } from './given-up.ts';
import { DEFAULT_LIMITS, type StreamingLimits } from './limits.ts';
import { Outcomes } from './outcomes.ts';

export interface StreamingViolation {
  /** As the model's `partition` says it. */
  readonly key?: string;
  /** The id of the operation that fits nowhere in any legal order: the index of its invocation. */
  readonly operation: number;
  readonly because: string;
}

export interface Undecided {
  /** Absent where the history was given up as a whole. */
  readonly key?: string;
  readonly because: string;
}

export type StreamingVerdict =
  | { readonly valid: true; readonly keys: number }
  | { readonly valid: false; readonly violation: StreamingViolation }
  | { readonly valid: 'unknown'; readonly keys: number; readonly undecided: readonly Undecided[] };

export class StreamingChecker<V extends Vocabulary, S> {
  readonly #model: Model<V, S>;
  readonly #limits: StreamingLimits;
  readonly #frontiers = new Map<string | undefined, Frontier<V, S>>();
  /** Keys at rest, of which the possible states are all that has to be kept. */
  readonly #resting = new Map<string | undefined, readonly S[]>();
  readonly #undecided = new Map<string | undefined, string>();
  #outcomes: Outcomes<V> | undefined;
  #violation: StreamingViolation | undefined;

  constructor(model: Model<V, S>, limits: Partial<StreamingLimits> = {}) {
    this.#model = model;
    this.#limits = { ...DEFAULT_LIMITS, ...limits };
    this.#outcomes = new Outcomes<V>(
      {
        called: (operation) => this.#tell(operation, (frontier) => frontier.called(operation)),
        returned: (operation) => this.#tell(operation, (frontier, key) => this.#return(frontier, operation, key)),
      },
      this.#limits.waiting,
    );
  }

  /** Takes the next event, in the order in which they were recorded. Never throws on account of the history. */
  add(op: Op<V>): void {
    this.#attempt((outcomes) => outcomes.add(op));
  }

  violation(): StreamingViolation | undefined {
    return this.#violation;
  }

  /** No more events: what has not ended stays open. */
  finish(): StreamingVerdict {
    this.#attempt((outcomes) => outcomes.finish());
    this.#outcomes = undefined;
    if (this.#violation !== undefined) return { valid: false, violation: this.#violation };
    const keys = this.#frontiers.size + this.#resting.size;
    if (this.#undecided.size === 0) return { valid: true, keys };
    const undecided = Array.from(this.#undecided, ([key, why]) => ({ ...named(key), because: why }));
    return { valid: 'unknown', keys, undecided };
  }

  /** Sizes of all keys together, for tests of the memory it takes. */
  get size(): { readonly configurations: number; readonly states: number; readonly open: number } {
    const sizes = Array.from(this.#frontiers.values(), ({ size }) => size);
    const sum = (of: (size: (typeof sizes)[number]) => number) => sizes.reduce((total, size) => total + of(size), 0);
    return {
      configurations: sum(({ configurations }) => configurations),
      states: sum(({ states }) => states),
      open: sum(({ open }) => open),
    };
  }

  #attempt(feed: (outcomes: Outcomes<V>) => void): void {
    if (this.#outcomes === undefined) return;
    try {
      feed(this.#outcomes);
    } catch (error) {
      if (!(error instanceof GivenUp || error instanceof ModelError)) throw error;
      this.#end();
      this.#undecided.set(undefined, error.message);
    }
  }

  #tell(operation: Operation<V>, tell: (frontier: Frontier<V, S>, key: string | undefined) => void): void {
    if (this.#violation !== undefined) return;
    if (!this.#model.fs.includes(operation.f)) {
      throw new GivenUp(`operation ${operation.id} is a ${operation.f}, which model ${this.#model.name} does not know`);
    }
    const key = guarded('partition', this.#model, operation, () => this.#model.partition?.(operation));
    if (this.#undecided.has(key)) return;
    try {
      tell(this.#frontiers.get(key) ?? this.#wake(key), key);
    } catch (error) {
      if (!(error instanceof GivenUp || error instanceof ModelError)) throw error;
      this.#frontiers.delete(key);
      this.#undecided.set(key, error.message);
    }
  }

  #wake(key: string | undefined): Frontier<V, S> {
    const states = this.#resting.get(key) ?? guarded('init', this.#model, undefined, () => [this.#model.init()]);
    const frontier = new Frontier(this.#model, states, this.#limits);
    this.#frontiers.set(key, frontier);
    this.#resting.delete(key);
    return frontier;
  }

  #return(frontier: Frontier<V, S>, operation: Operation<V>, key: string | undefined): void {
    const stuck = frontier.returned(operation);
    if (stuck === undefined) {
      const { atRest } = frontier;
      if (atRest === undefined) return;
      this.#frontiers.delete(key);
      this.#resting.set(key, atRest);
      return;
    }
    this.#violation = {
      ...named(key),
      operation: operation.id,
      because: because(operation, key, stuck, this.#model),
    };
    this.#end();
  }

  /** Nothing more will be looked at, so nothing more is kept. */
  #end(): void {
    this.#outcomes = undefined;
    this.#frontiers.clear();
    this.#resting.clear();
    this.#undecided.clear();
  }
}

function named(key: string | undefined): { readonly key?: string } {
  return key === undefined || key === '' ? {} : { key };
}
