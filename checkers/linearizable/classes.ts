/**
 * What the core needs to know of each class of operations before it searches, from the hints of the model. Where every
 * class of a part says what it requires and produces, transitions need no table, and value liveness applies.
 */
import type { Vocabulary } from '../../histories/op.ts';
import { type Arrays, freshArrays } from './arrays.ts';
import { type Hints, ILLEGAL, type StateSpace } from './states.ts';

/** As in core/classes.ts. */
const KIND = { general: 0, requires: 1, produces: 2, moves: 3, avoids: 4 } as const;
const READONLY = 1;
const OVERWRITES = 2;

/** Hints are compared with the model for so many classes, and for one in so many after them. */
const VERIFIED = 256;
const VERIFIED_LATER = 64;

export class ClassTable {
  /** Kind, required (or avoided) state, produced state and flags of each class. */
  readonly words: Int32Array;
  /** Whether every class names states, or observes only. */
  readonly isNamed: boolean;
  /** Numbers of states that hints name are below this. */
  readonly namedStates: number;

  constructor(words: Int32Array, isNamed: boolean, namedStates: number) {
    this.words = words;
    this.isNamed = isNamed;
    this.namedStates = namedStates;
  }

  isReadonly(operationClass: number): boolean {
    return (this.#flags(operationClass) & READONLY) !== 0;
  }

  /** Observes, and is content with more than one state. */
  isPicky(operationClass: number): boolean {
    return this.isReadonly(operationClass) && this.words[4 * operationClass] !== KIND.requires;
  }

  /** The state that it requires, or ILLEGAL. */
  requires(operationClass: number): number {
    const kind = this.words[4 * operationClass];
    return kind === KIND.requires || kind === KIND.moves ? (this.words[4 * operationClass + 1] ?? ILLEGAL) : ILLEGAL;
  }

  /** The state that it leads to, or ILLEGAL. */
  produces(operationClass: number): number {
    return this.words[4 * operationClass + 2] ?? ILLEGAL;
  }

  #flags(operationClass: number): number {
    return this.words[4 * operationClass + 3] ?? 0;
  }
}

export function classTableOf<V extends Vocabulary, S>(
  space: StateSpace<V, S>,
  arrays: Arrays = freshArrays,
): ClassTable {
  const count = space.classCount;
  const words = arrays.ints(4 * count);
  const all: Hints[] = [];
  let isNamed = true;
  for (let i = 0; i < count; i++) {
    const hints = space.hintsOf(i);
    all.push(hints);
    const { readonly, overwrites, requires, produces = ILLEGAL, avoids } = hints;
    const kind = kindOf(hints);
    words[4 * i] = kind;
    words[4 * i + 1] = requires ?? avoids ?? ILLEGAL;
    words[4 * i + 2] = produces;
    words[4 * i + 3] = (readonly ? READONLY : 0) + (overwrites ? OVERWRITES : 0);
    isNamed &&= readonly || kind !== KIND.general;
  }
  const table = new ClassTable(words, isNamed, space.setCount);
  space.namedBy((operationClass) => table.produces(operationClass));
  if (!space.isTrusted) {
    for (let i = 0; i < count; i += i < VERIFIED ? 1 : VERIFIED_LATER) space.verify(i, all[i] ?? space.hintsOf(i));
  }
  return table;
}

function kindOf({ readonly, overwrites, requires, produces, avoids }: Hints): number {
  if (requires !== undefined) {
    if (readonly) return KIND.requires;
    return produces === undefined ? KIND.general : KIND.moves;
  }
  if (readonly) return avoids === undefined ? KIND.general : KIND.avoids;
  return overwrites && produces !== undefined ? KIND.produces : KIND.general;
}
