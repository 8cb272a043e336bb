/**
 * A generator says what to do next, without knowing any cluster: a pure value that, asked for an operation, answers
 * with nothing (it is exhausted, for good), `pending` (not now), or an operation, and the generator that goes on from
 * there (the design of Jepsen's generators). Events flow back through `update`. Asking twice without taking changes
 * nothing but the random stream.
 */
import type { Random } from '../core/random.ts';

/** A worker; processes come and go on it. The nemesis is a worker of its own. */
export type Thread = number | 'nemesis';

export interface GeneratorContext {
  /** Nanoseconds since the run began. */
  readonly time: number;
  /** Workers that this generator may use, ascending, nemesis last. */
  readonly threads: readonly Thread[];
  /** Those of them that wait for work, in the same order. */
  readonly free: readonly Thread[];
  /** The process that each worker runs at present. */
  process(thread: Thread): number | 'nemesis';
  readonly random: Random;
}

/** An operation to be: where, and not before when. */
export interface Scheduled<O> {
  readonly thread: Thread;
  /** Nanoseconds since the run began; at once if in the past. */
  readonly time: number;
  readonly op: O;
}

/**
 * Not now. Go on from `rest` (unlike an operation, a wait is always taken: that is how `sleep` remembers when it
 * began), and ask again after the next event, or at `until` if nothing happens before; Infinity if time alone will not
 * help. `until` is later than the time of asking.
 */
export interface Pending<O> {
  readonly scheduled: 'pending';
  /** Nanoseconds since the run began. */
  readonly until: number;
  readonly rest: Generator<O>;
}

/**
 * An operation. It is taken when its time has come; if an event comes first, it is dropped, and the generator that
 * was asked (not `rest`) is updated and asked again, because it may know better by then.
 */
export interface Ready<O> {
  readonly scheduled: Scheduled<O>;
  readonly rest: Generator<O>;
}

export type Next<O> = null | Pending<O> | Ready<O>;

/** What became of an operation, for generators that care (until-ok, flip-flop, synchronize). */
export interface GeneratorEvent<O> {
  readonly type: 'invoke' | 'ok' | 'fail' | 'info';
  readonly thread: Thread;
  readonly time: number;
  readonly op: O;
}

export interface Generator<O> {
  op(context: GeneratorContext): Next<O>;
  update(context: GeneratorContext, event: GeneratorEvent<O>): Generator<O>;
}
