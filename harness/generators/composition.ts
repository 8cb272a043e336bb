/**
 * One after another: generators made of several that take turns in a fixed order. Each hears only the events that
 * happen during its turn, including late completions of operations that an earlier one invoked.
 */
import type { Generator, GeneratorContext, GeneratorEvent, Next } from './generator.ts';

/**
 * Each to exhaustion, in order, without a barrier: operations of the one may still be under way when the next begins.
 * Counter-example: `sequence(writes, reads)` may read before the last write returned; say `phases` where that matters.
 */
export function sequence<O>(...generators: readonly Generator<O>[]): Generator<O> {
  return new Sequence(generators, 0, generators[0] ?? null);
}

/** Waits until all its threads are free (a barrier), then goes on as the generator. */
export function synchronize<O>(generator: Generator<O>): Generator<O> {
  return new Synchronize(generator);
}

/** Each to exhaustion, in order, and none begins before all operations of the one before have completed. */
export function phases<O>(...generators: readonly Generator<O>[]): Generator<O> {
  return sequence(...generators.map((generator) => synchronize(generator)));
}

/** `first`, a barrier, `second`. (Not `then`: `await import()` takes a module that exports a `then` for a promise.) */
export function andThen<O>(first: Generator<O>, second: Generator<O>): Generator<O> {
  return sequence(first, synchronize(second));
}

/** Begins anew whenever it is exhausted, `times` times in all; ends early if it has nothing at all to offer. */
export function cycle<O>(generator: Generator<O>, times = Number.POSITIVE_INFINITY): Generator<O> {
  return new Cycle(generator, times, generator);
}

/**
 * An operation of `a`, one of `b`, one of `a`, ... until either is exhausted. In order of invocation: with several
 * threads, the `stop` that follows a `start` may complete before it.
 */
export function flipFlop<O>(a: Generator<O>, b: Generator<O>): Generator<O> {
  return new FlipFlop(a, b);
}

class Sequence<O> implements Generator<O> {
  private readonly generators: readonly Generator<O>[];
  private readonly index: number;
  private readonly current: Generator<O> | null;

  constructor(generators: readonly Generator<O>[], index: number, current: Generator<O> | null) {
    this.generators = generators;
    this.index = index;
    this.current = current;
  }

  op(context: GeneratorContext): Next<O> {
    let current = this.current;
    for (let index = this.index; current !== null; current = this.generators[++index] ?? null) {
      const next = current.op(context);
      if (next === null) continue;
      return { ...next, rest: this.with(index, next.rest) };
    }
    return null;
  }

  update(context: GeneratorContext, event: GeneratorEvent<O>): Generator<O> {
    if (this.current === null) return this;
    return this.with(this.index, this.current.update(context, event));
  }

  private with(index: number, current: Generator<O>): Generator<O> {
    if (index === this.generators.length - 1) return current; // nothing follows: no need to stand in between
    return index === this.index && current === this.current ? this : new Sequence(this.generators, index, current);
  }
}

class Synchronize<O> implements Generator<O> {
  private readonly generator: Generator<O>;

  constructor(generator: Generator<O>) {
    this.generator = generator;
  }

  op(context: GeneratorContext): Next<O> {
    if (context.free.length === context.threads.length) return this.generator.op(context);
    return { scheduled: 'pending', until: Number.POSITIVE_INFINITY, rest: this };
  }

  /** Until the barrier opens, what happens is the business of those before it. */
  update(): Generator<O> {
    return this;
  }
}

class Cycle<O> implements Generator<O> {
  private readonly original: Generator<O>;
  /** Turns that are left, this one included. */
  private readonly turns: number;
  private readonly current: Generator<O>;

  constructor(original: Generator<O>, turns: number, current: Generator<O>) {
    this.original = original;
    this.turns = turns;
    this.current = current;
  }

  op(context: GeneratorContext): Next<O> {
    if (this.turns <= 0) return null;
    const next = this.current.op(context);
    if (next !== null) return { ...next, rest: this.with(this.turns, next.rest) };
    if (this.turns === 1) return null;
    const anew = this.original.op(context);
    return anew === null ? null : { ...anew, rest: this.with(this.turns - 1, anew.rest) };
  }

  update(context: GeneratorContext, event: GeneratorEvent<O>): Generator<O> {
    return this.with(this.turns, this.current.update(context, event));
  }

  private with(turns: number, current: Generator<O>): Generator<O> {
    return turns === this.turns && current === this.current ? this : new Cycle(this.original, turns, current);
  }
}

class FlipFlop<O> implements Generator<O> {
  private readonly mine: Generator<O>;
  private readonly other: Generator<O>;

  constructor(mine: Generator<O>, other: Generator<O>) {
    this.mine = mine;
    this.other = other;
  }

  op(context: GeneratorContext): Next<O> {
    const next = this.mine.op(context);
    if (next === null) return null;
    if (next.scheduled === 'pending') return { ...next, rest: this.with(next.rest, this.other) };
    return { ...next, rest: new FlipFlop(this.other, next.rest) };
  }

  update(context: GeneratorContext, event: GeneratorEvent<O>): Generator<O> {
    return this.with(this.mine.update(context, event), this.other.update(context, event));
  }

  private with(mine: Generator<O>, other: Generator<O>): Generator<O> {
    return mine === this.mine && other === this.other ? this : new FlipFlop(mine, other);
  }
}
