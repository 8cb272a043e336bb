/**
 * Ends: generators that stop another one after a number of operations, after a time, or after a success. They only
 * stop asking; operations already under way run on, so whoever needs quiet afterwards says `phases`.
 */
import type { Generator, GeneratorContext, GeneratorEvent, Next, Thread } from './generator.ts';

/** At most `count` operations; those that fail count as well. */
export function limit<O>(count: number, generator: Generator<O>): Generator<O> {
  return new Limit(count, generator);
}

/** At most one operation. */
export function once<O>(generator: Generator<O>): Generator<O> {
  return limit(1, generator);
}

/**
 * Operations during `ns` nanoseconds, counted from when it is first asked (not from the start of the run: in
 * `phases(a, timeLimit(s, b))` b has its full time however long a took).
 */
export function timeLimit<O>(ns: number, generator: Generator<O>): Generator<O> {
  return new TimeLimit(ns, null, generator);
}

/**
 * Goes on until one of *its own* operations is ok: an ok that a neighbour earned, or that was invoked by the phase
 * before and completes late, ends nothing.
 */
export function untilOk<O>(generator: Generator<O>): Generator<O> {
  return new UntilOk(generator, new Set());
}

/** Exhausted from the start; the neutral element. */
export const nothing: Generator<never> = {
  op: () => null,
  update: () => nothing,
};

class Limit<O> implements Generator<O> {
  private readonly remaining: number;
  private readonly generator: Generator<O>;

  constructor(remaining: number, generator: Generator<O>) {
    this.remaining = remaining;
    this.generator = generator;
  }

  op(context: GeneratorContext): Next<O> {
    if (this.remaining <= 0) return null;
    const next = this.generator.op(context);
    if (next === null) return null;
    const taken = next.scheduled === 'pending' ? 0 : 1;
    return { ...next, rest: this.with(this.remaining - taken, next.rest) };
  }

  update(context: GeneratorContext, event: GeneratorEvent<O>): Generator<O> {
    return this.with(this.remaining, this.generator.update(context, event));
  }

  private with(remaining: number, generator: Generator<O>): Generator<O> {
    return remaining === this.remaining && generator === this.generator ? this : new Limit(remaining, generator);
  }
}

class TimeLimit<O> implements Generator<O> {
  private readonly ns: number;
  /** Null until first asked. */
  private readonly deadline: number | null;
  private readonly generator: Generator<O>;

  constructor(ns: number, deadline: number | null, generator: Generator<O>) {
    this.ns = ns;
    this.deadline = deadline;
    this.generator = generator;
  }

  op(context: GeneratorContext): Next<O> {
    const deadline = this.deadline ?? context.time + this.ns;
    if (context.time >= deadline) return null;
    const next = this.generator.op(context);
    if (next === null) return null;
    if (next.scheduled === 'pending') {
      return { ...next, until: Math.min(next.until, deadline), rest: this.with(deadline, next.rest) };
    }
    // An operation beyond the deadline is no end yet: an event may still make the generator offer an earlier one.
    if (next.scheduled.time >= deadline) {
      return { scheduled: 'pending', until: deadline, rest: this.with(deadline, this.generator) };
    }
    // An operation of the future may be dropped, and the deadline with it; a wait is sure to be taken.
    if (this.deadline === null && next.scheduled.time > context.time) {
      return { scheduled: 'pending', until: next.scheduled.time, rest: this.with(deadline, this.generator) };
    }
    return { ...next, rest: this.with(deadline, next.rest) };
  }

  update(context: GeneratorContext, event: GeneratorEvent<O>): Generator<O> {
    return this.with(this.deadline, this.generator.update(context, event));
  }

  private with(deadline: number | null, generator: Generator<O>): Generator<O> {
    const same = deadline === this.deadline && generator === this.generator;
    return same ? this : new TimeLimit(this.ns, deadline, generator);
  }
}

class UntilOk<O> implements Generator<O> {
  private readonly generator: Generator<O>;
  /** Threads on which an operation of ours is under way: a thread has one at a time. */
  private readonly underWay: ReadonlySet<Thread>;

  constructor(generator: Generator<O>, underWay: ReadonlySet<Thread>) {
    this.generator = generator;
    this.underWay = underWay;
  }

  op(context: GeneratorContext): Next<O> {
    const next = this.generator.op(context);
    if (next === null) return null;
    if (next.scheduled === 'pending') {
      return next.rest === this.generator ? { ...next, rest: this } : this.resume(next, this.underWay);
    }
    return this.resume(next, new Set(this.underWay).add(next.scheduled.thread));
  }

  update(context: GeneratorContext, event: GeneratorEvent<O>): Generator<O> {
    const generator = this.generator.update(context, event);
    if (event.type === 'invoke' || !this.underWay.has(event.thread)) {
      return generator === this.generator ? this : new UntilOk(generator, this.underWay);
    }
    if (event.type === 'ok') return nothing;
    const underWay = new Set(this.underWay);
    underWay.delete(event.thread);
    return new UntilOk(generator, underWay);
  }

  private resume(next: NonNullable<Next<O>>, underWay: ReadonlySet<Thread>): Next<O> {
    return { ...next, rest: new UntilOk(next.rest, underWay) };
  }
}
