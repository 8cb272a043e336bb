/**
 * A model: the sequential specification of an object, in plain TypeScript. A checker asks it what a state becomes
 * under an operation; it never learns about processes, time or the search. Only `name` to `key` and `describe` are the
 * specification; all else are hints, which make a search shorter and may be left out. A hint must hold as written here,
 * for all operations of a class alike: one that is caught lying makes the verdict unknown, one that is not caught
 * makes it wrong.
 */
import type { Operation, Vocabulary } from '../../histories/op.ts';

export interface Model<V extends Vocabulary, S> {
  readonly name: string;
  /** One sentence for `harness list models`. */
  readonly summary: string;
  /** The function names that the model knows; a history with another one is refused, not guessed at. */
  readonly fs: readonly (keyof V & string)[];
  init(): S;
  /**
   * The states that may follow: none if the operation, with the output seen, is illegal in this state; several if
   * the object is nondeterministic. An operation of unknown outcome has no output and is judged by its effect alone;
   * it need not happen at all, so that one without effect may be illegal.
   */
  step(state: S, operation: Operation<V>): readonly S[];
  /** Equal keys mean equal states, among the states that come from one call of `init`. */
  key(state: S): string;
  /** Splits a history into parts that can be judged one by one (Herlihy and Wing 1990, locality). */
  partition?(operation: Operation<V>): string;
  /**
   * Operations of one part with the same class behave the same in every state; the default is f, input, outcome and
   * output as JSON. It is asked once for every operation, so it should cost no more than putting a string together; a
   * number costs less.
   */
  operationClass?(operation: Operation<V>): string | number;
  /**
   * True for operations that leave every state as it is wherever they are legal (a read, a cas that was refused). The
   * search then places such an operation as soon as it fits, and never tries it later. Checked at every transition.
   */
  readonly?(operation: Operation<V>): boolean;
  /**
   * True for operations that are legal in every state and always lead to one and the same (a write, a delete). The
   * search may then place one unseen, right before another one. Checked at every transition.
   */
  overwrites?(operation: Operation<V>): boolean;
  /**
   * The key of the one state in which alone this operation is legal (a read of 3, a cas from 3 that applied); undefined
   * if it is legal in another one as well.
   */
  requires?(operation: Operation<V>): string | undefined;
  /**
   * The key of the state to which this operation leads wherever it is legal (a write of 3, a cas to 3); undefined if
   * that depends on where it begins, or if it never changes the state. Where every operation of a part that is not
   * `readonly` says what it produces, a value that someone has yet to see and nobody can bring back is not left.
   */
  produces?(operation: Operation<V>): string | undefined;
  /**
   * For an operation that is `readonly`: the key of the one state in which it is illegal (a cas from 3 that was refused);
   * undefined if there is another one, or none.
   */
  avoids?(operation: Operation<V>): string | undefined;
  /**
   * Looks at all operations of a part and tells, from then on, whether an operation can still become legal: false
   * only if it is illegal in this state and would stay so after any others of these operations, in any order, each at
   * most once. True when in doubt.
   */
  reach?(operations: readonly Operation<V>[]): (state: S, operation: Operation<V>) => boolean;
  /** A twin that goes through one long order without making a state for each step; undefined: `step` is as good. */
  replayer?(): Replayer<V>;
  /** How people read an operation: `read x -> 3`. */
  describe(operation: Operation<V>): string;
  /** How people read a state. */
  describeState?(state: S): string;
}

/** An object of the model's kind that changes in place. It begins as `init` does and agrees with `step`. */
export interface Replayer<V extends Vocabulary> {
  /** Does what the operation does, and says whether it was legal; after an illegal one it is of no more use. */
  apply(operation: Operation<V>): boolean;
}
