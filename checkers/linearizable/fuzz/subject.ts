/**
 * What the fuzzer is about: a model, and how clients and objects of its kind talk. Unlike a Draw of the unit tests, a
 * script sees the state of the object that it answers for, so that histories of sixty operations can be mostly legal; and
 * it is made anew for each history, so that values can be unique.
 */
import type { Random } from '../../../harness/core/random.ts';
import type { Vocabulary } from '../../../histories/op.ts';
import type { AnyModel } from '../../models/index.ts';
import type { Model } from '../../models/model.ts';

export interface Ask<V extends Vocabulary> {
  readonly f: keyof V & string;
  readonly input: unknown;
}

/** The clients and the object of one history. */
export interface Script<V extends Vocabulary, S> {
  ask(): Ask<V>;
  /** What an object in this state could answer. A right one gives the first that is legal, a wrong one gives any. */
  answers(f: string, input: unknown, state: S): readonly unknown[];
}

export interface Subject<V extends Vocabulary = Vocabulary, S = unknown> {
  /** As `--models` names it. */
  readonly name: string;
  readonly model: Model<V, S>;
  readonly script: (random: Random, values: Values) => Script<V, S>;
  /** Whether inputs may carry a key, which tells several objects apart. */
  readonly isKeyed: boolean;
}

/** A subject of which only the name is known. */
export type AnySubject = Subject<Vocabulary, unknown>;

export function subject<V extends Vocabulary, S>(
  model: Model<V, S>,
  script: (random: Random, values: Values) => Script<V, NoInfer<S>>,
  { isKeyed = true }: { readonly isKeyed?: boolean } = {},
): AnySubject {
  return {
    name: model.name,
    model: model as unknown as AnyModel,
    script: script as unknown as AnySubject['script'],
    isKeyed,
  };
}

/** Lookalikes among them, since models must tell 1 from '1'. */
const TINY: readonly (number | string)[] = [1, '1', 2, 3];
const RECENT = 6;

/** The values of one history: from a domain so small that they collide, or each used once. */
export class Values {
  readonly #random: Random;
  /** The size of the domain; 0 for unique values. */
  readonly #domain: number;
  #last = 0;

  constructor(random: Random, domain: number) {
    this.#random = random;
    this.#domain = domain;
  }

  get areUnique(): boolean {
    return this.#domain === 0;
  }

  /** One to put in. */
  fresh(): number {
    return this.areUnique ? ++this.#last : this.#random.int(this.#domain);
  }

  /** One that may have been put in, of late if it is unique. */
  known(): number {
    if (!this.areUnique) return this.#random.int(this.#domain);
    return Math.max(0, this.#last - this.#random.int(RECENT));
  }

  freshElement(): number | string {
    return this.#element(this.fresh());
  }

  knownElement(): number | string {
    return this.#element(this.known());
  }

  #element(value: number): number | string {
    return this.areUnique ? value : (TINY[value] ?? value);
  }
}
