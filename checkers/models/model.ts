/**
 * A model: the sequential specification of an object, in plain TypeScript. A checker asks it what a state becomes
 * under an operation; it never learns about processes, time or the search.
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
   * the object is nondeterministic. An operation of unknown outcome has no output and is judged by its effect alone.
   */
  step(state: S, operation: Operation<V>): readonly S[];
  /** Equal keys mean equal states. */
  key(state: S): string;
  /** Splits a history into parts that can be judged one by one (Herlihy and Wing 1990, locality). */
  partition?(operation: Operation<V>): string;
  /** Operations with the same class behave the same in every state; the default is f, input, outcome and output as JSON. */
  operationClass?(operation: Operation<V>): string;
  /**
   * True for operations that leave every state as it is wherever they are legal (a read, a cas that was refused). The
   * search then places such an operation as soon as it fits, and never tries it later: a hint that lies is caught and
   * makes the verdict unknown.
   */
  readonly?(operation: Operation<V>): boolean;
  /** How people read an operation: `read x -> 3`. */
  describe(operation: Operation<V>): string;
  /** How people read a state. */
  describeState?(state: S): string;
}
