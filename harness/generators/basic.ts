/**
 * The leaves of every generator: those that make operations rather than arrange them. Each offers its operation at
 * once, to a free thread drawn at random, is pending while all threads are busy, and is exhausted where it has no
 * threads at all (waiting for a worker that does not exist would hang the run). Timing is not their business.
 */
import type { Generator, GeneratorContext, GeneratorEvent, Next, Thread } from './generator.ts';

/** One step of an unfolding: the operation, and the state that goes on. */
export interface Step<S, O> {
  readonly op: O;
  readonly state: S;
}

/** How operations follow from a state; both functions are pure but for `context.random`. */
export interface Unfolding<S, O> {
  /** The next operation, for this thread; null when there is no more. */
  next(state: S, context: GeneratorContext, thread: Thread): Step<S, O> | null;
  /** What an event teaches; by default nothing. */
  update?(state: S, event: GeneratorEvent<O>): S;
}

/** Operations from a state that each of them, and each event, may change. */
export function unfold<S, O>(state: S, unfolding: Unfolding<S, O>): Generator<O> {
  return new Unfold(state, unfolding);
}

/** Asks the function for each operation, until it says null. */
export function from<O>(invent: (context: GeneratorContext, thread: Thread) => O | null): Generator<O> {
  return unfold(null, {
    next: (state, context, thread) => {
      const op = invent(context, thread);
      return op === null ? null : { op, state };
    },
  });
}

/** The same operation for ever. */
export function repeat<O>(op: O): Generator<O> {
  return from(() => op);
}

/** Each operation of the list once, in order of invocation (their completions may come in another). */
export function ops<O>(list: readonly O[]): Generator<O> {
  return unfold(0, {
    next: (index: number) => (index < list.length ? { op: list[index] as O, state: index + 1 } : null),
  });
}

class Unfold<S, O> implements Generator<O> {
  private readonly state: S;
  private readonly unfolding: Unfolding<S, O>;

  constructor(state: S, unfolding: Unfolding<S, O>) {
    this.state = state;
    this.unfolding = unfolding;
  }

  op(context: GeneratorContext): Next<O> {
    const { threads, free } = context;
    const candidate = free.length > 0 ? context.random.pick(free) : threads[0];
    if (candidate === undefined) return null;
    // Asked even while nobody is free: an exhausted list must say so at once, not when a slow operation returns.
    const step = this.unfolding.next(this.state, context, candidate);
    if (step === null) return null;
    if (free.length === 0) return { scheduled: 'pending', until: Number.POSITIVE_INFINITY, rest: this };
    const rest = Object.is(step.state, this.state) ? this : new Unfold(step.state, this.unfolding);
    return { scheduled: { thread: candidate, time: context.time, op: step.op }, rest };
  }

  update(_context: GeneratorContext, event: GeneratorEvent<O>): Generator<O> {
    if (this.unfolding.update === undefined) return this;
    const state = this.unfolding.update(this.state, event);
    return Object.is(state, this.state) ? this : new Unfold(state, this.unfolding);
  }
}
