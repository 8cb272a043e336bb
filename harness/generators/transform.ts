/**
 * Operations changed on their way out: generators that rewrite or drop what another one says. They know nothing of
 * time or threads.
 */
import type { Generator, GeneratorContext, GeneratorEvent, Next, Thread } from './generator.ts';

/** So many operations dropped in a row mean that the filter lets nothing through; to go on would be to hang. */
const maxDropped = 100_000;

/**
 * Each operation rewritten. The generator within goes on to see its own operations, unchanged, in the events, and
 * none of its neighbours' (there is no way back from theirs).
 */
export function map<A, B>(rewrite: (op: A) => B, generator: Generator<A>): Generator<B> {
  return new Mapped(rewrite, generator, new Map());
}

/** Only those operations that the predicate keeps; the others are as if never said, and take no time. */
export function filter<O>(keep: (op: O) => boolean, generator: Generator<O>): Generator<O> {
  return new Filtered(keep, generator);
}

class Mapped<A, B> implements Generator<B> {
  private readonly rewrite: (op: A) => B;
  private readonly generator: Generator<A>;
  /** What the generator said, of the operations under way. */
  private readonly originals: ReadonlyMap<Thread, A>;

  constructor(rewrite: (op: A) => B, generator: Generator<A>, originals: ReadonlyMap<Thread, A>) {
    this.rewrite = rewrite;
    this.generator = generator;
    this.originals = originals;
  }

  op(context: GeneratorContext): Next<B> {
    const next = this.generator.op(context);
    if (next === null) return null;
    if (next.scheduled === 'pending') return { ...next, rest: this.with(next.rest, this.originals) };
    const { thread, op } = next.scheduled;
    const originals = new Map(this.originals).set(thread, op);
    return {
      scheduled: { ...next.scheduled, op: this.rewrite(op) },
      rest: this.with(next.rest, originals),
    };
  }

  update(context: GeneratorContext, event: GeneratorEvent<B>): Generator<B> {
    if (!this.originals.has(event.thread)) return this;
    const original = this.originals.get(event.thread) as A;
    const generator = this.generator.update(context, { ...event, op: original });
    if (event.type === 'invoke') return this.with(generator, this.originals);
    const originals = new Map(this.originals);
    originals.delete(event.thread);
    return this.with(generator, originals);
  }

  private with(generator: Generator<A>, originals: ReadonlyMap<Thread, A>): Generator<B> {
    const same = generator === this.generator && originals === this.originals;
    return same ? this : new Mapped(this.rewrite, generator, originals);
  }
}

class Filtered<O> implements Generator<O> {
  private readonly keep: (op: O) => boolean;
  private readonly generator: Generator<O>;

  constructor(keep: (op: O) => boolean, generator: Generator<O>) {
    this.keep = keep;
    this.generator = generator;
  }

  op(context: GeneratorContext): Next<O> {
    let generator = this.generator;
    for (let dropped = 0; dropped < maxDropped; dropped++) {
      const next = generator.op(context);
      if (next === null) return null;
      if (next.scheduled === 'pending' || this.keep(next.scheduled.op)) return { ...next, rest: this.with(next.rest) };
      generator = next.rest;
    }
    throw new Error(`a filter dropped ${maxDropped} operations in a row: does its predicate keep any?`);
  }

  update(context: GeneratorContext, event: GeneratorEvent<O>): Generator<O> {
    return this.with(this.generator.update(context, event));
  }

  private with(generator: Generator<O>): Generator<O> {
    return generator === this.generator ? this : new Filtered(this.keep, generator);
  }
}
