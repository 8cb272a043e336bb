/**
 * Where: generators confined to some of the threads. Each sees a context in which the others do not exist, hears only
 * of events on its own, and is exhausted where none are left to it. The set of threads is fixed for a run, so who
 * belongs where is settled when it is first asked.
 */
import type { Generator, GeneratorContext, GeneratorEvent, Next, Thread } from './generator.ts';
import { type Lane, race } from './race.ts';

/** The generator on the threads that the predicate names. */
export function onThreads<O>(belongs: (thread: Thread) => boolean, generator: Generator<O>): Generator<O> {
  return new OnThreads(laneOf(belongs, 1), generator);
}

/** On all threads but the nemesis'. */
export function clients<O>(generator: Generator<O>): Generator<O> {
  return onThreads((thread) => thread !== 'nemesis', generator);
}

/** On the nemesis' thread alone. */
export function nemesis<O>(generator: Generator<O>): Generator<O> {
  return onThreads((thread) => thread === 'nemesis', generator);
}

/**
 * The first `count` threads for the first generator, the next for the second, ..., and what is left for `others`, so
 * that slow writes cannot keep all threads from reading. Refuses a run with too few threads for its reservations.
 */
export function reserve<O>(
  reservations: readonly (readonly [count: number, generator: Generator<O>])[],
  others: Generator<O>,
): Generator<O> {
  const generators = [...reservations.map(([, generator]) => generator), others];
  return new Allotted((threads) => {
    const lanes: Lane[] = [];
    let taken = 0;
    for (const [count] of reservations) {
      lanes.push(laneOfThreads(threads.slice(taken, taken + count)));
      taken += count;
    }
    if (taken > threads.length) {
      throw new RangeError(`${taken} threads are reserved, but there are ${threads.length}: raise the concurrency`);
    }
    lanes.push(laneOfThreads(threads.slice(taken)));
    return race(lanes, generators);
  });
}

/** Every thread has the whole generator to itself, and the end is when all have come to theirs. */
export function eachThread<O>(generator: Generator<O>): Generator<O> {
  return new Allotted((threads) =>
    race(
      threads.map((thread) => laneOfThreads([thread])),
      threads.map(() => generator),
    ),
  );
}

class OnThreads<O> implements Generator<O> {
  private readonly lane: Lane;
  private readonly generator: Generator<O>;

  constructor(lane: Lane, generator: Generator<O>) {
    this.lane = lane;
    this.generator = generator;
  }

  op(context: GeneratorContext): Next<O> {
    const next = this.generator.op(this.lane.confine(context));
    return next === null ? null : { ...next, rest: this.with(next.rest) };
  }

  update(context: GeneratorContext, event: GeneratorEvent<O>): Generator<O> {
    if (!this.lane.concerns(event.thread)) return this;
    return this.with(this.generator.update(this.lane.confine(context), event));
  }

  private with(generator: Generator<O>): Generator<O> {
    return generator === this.generator ? this : new OnThreads(this.lane, generator);
  }
}

/** Becomes another generator as soon as it learns which threads there are. */
class Allotted<O> implements Generator<O> {
  private readonly allot: (threads: readonly Thread[]) => Generator<O>;

  constructor(allot: (threads: readonly Thread[]) => Generator<O>) {
    this.allot = allot;
  }

  op(context: GeneratorContext): Next<O> {
    return this.allot(context.threads).op(context);
  }

  update(context: GeneratorContext, event: GeneratorEvent<O>): Generator<O> {
    return this.allot(context.threads).update(context, event);
  }
}

function laneOfThreads(threads: readonly Thread[]): Lane {
  const own = new Set(threads);
  return laneOf((thread) => own.has(thread), threads.length);
}

function laneOf(belongs: (thread: Thread) => boolean, weight: number): Lane {
  return { weight, concerns: belongs, confine: (context) => new Confined(context, belongs) };
}

/** A context with some of its threads; the lists are made only if somebody looks at them, and once. */
class Confined implements GeneratorContext {
  readonly time: number;
  readonly random: GeneratorContext['random'];
  readonly #outer: GeneratorContext;
  readonly #belongs: (thread: Thread) => boolean;
  #threads: readonly Thread[] | undefined;
  #free: readonly Thread[] | undefined;

  constructor(outer: GeneratorContext, belongs: (thread: Thread) => boolean) {
    this.time = outer.time;
    this.random = outer.random;
    this.#outer = outer;
    this.#belongs = belongs;
  }

  get threads(): readonly Thread[] {
    this.#threads ??= this.#outer.threads.filter(this.#belongs);
    return this.#threads;
  }

  get free(): readonly Thread[] {
    this.#free ??= this.#outer.free.filter(this.#belongs);
    return this.#free;
  }

  process(thread: Thread): number | 'nemesis' {
    return this.#outer.process(thread);
  }
}
