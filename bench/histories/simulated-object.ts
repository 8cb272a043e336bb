/**
 * The contract of the objects behind generated histories: a real object, which answers at the one instant at which an
 * operation takes effect, and the knowledge of which wrong answer no order could explain. It holds no clients and no time.
 */
import type { Random } from '../../harness/core/random.ts';
import type { Invocation, Operation, Output, Vocabulary } from '../../histories/op.ts';

export interface SimulatedObject<V extends Vocabulary> {
  /** What a client does next. */
  draw(client: number, moment: Moment): Invocation<V>;
  /** Takes effect now. Nobody will see the output of an operation whose outcome stays open. */
  apply(invocation: Invocation<V>, open: boolean): Output<V>;
  /** The client hears the answer, or gives up waiting for it (undefined). */
  answered?(client: number, invocation: Invocation<V>, output: Output<V> | undefined): void;
  /** Late answers which, changed to these, make a legal history illegal beyond doubt; none if it offers no place for any. */
  spoil(operations: readonly Operation<V>[]): readonly Change<V>[];
}

export interface Change<V extends Vocabulary> {
  readonly position: number;
  readonly output: Output<V>;
}

/** When something is drawn. */
export interface Moment {
  readonly random: Random;
  /** Of all operations, the share that was invoked before. */
  readonly share: number;
  /** Whether the outcome of this one will be unknown. */
  readonly open: boolean;
}

/** `small`: five values that collide all the time; `unique`: no value is put in twice. */
export type Domain = 'small' | 'unique';

export const SMALL_DOMAIN = 5;

/**
 * The one value of the small domain that is put in by completed operations alone, and by none at all once DROUGHT of the
 * operations were invoked. Where it must be gone by then, seeing it again is wrong, whatever else is going on; without
 * such a value nearly any answer from a domain that small could be right.
 */
export const SCARCE = SMALL_DOMAIN - 1;
const DROUGHT = 0.7;

export function smallValue({ random, share, open }: Moment): number {
  return random.int(open || share >= DROUGHT ? SCARCE : SMALL_DOMAIN);
}

/** Where spoiling begins. */
const LATE = 0.9;

/** Positions in the order in which to look for an answer to spoil: the late ones, then backwards from there. */
export function* lateFirst(length: number): Generator<number> {
  const from = Math.floor(length * LATE);
  for (let position = from; position < length; position++) yield position;
  for (let position = from - 1; position >= 0; position--) yield position;
}
