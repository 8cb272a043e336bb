/**
 * Side by side: several generators, each on its threads, of which the one whose operation is due soonest goes next;
 * among equals, one drawn at random. What `any`, `reserve` and `eachThread` have in common. An exhausted one drops
 * out, and the race is over with the last.
 */
import type { Generator, GeneratorContext, GeneratorEvent, Next, Ready, Thread } from './generator.ts';

/** Where one of the generators runs. */
export interface Lane {
  /** Its share when several are due at the same time. */
  readonly weight: number;
  concerns(thread: Thread): boolean;
  /** The context with the lane's threads alone. */
  confine(context: GeneratorContext): GeneratorContext;
}

const wholeRoad: Lane = { weight: 1, concerns: () => true, confine: (context) => context };

/**
 * Whichever is due soonest, all on the same threads. Counter-example to `mix`: in `any(a, sleep(s))` a never waits for
 * the sleeper.
 */
export function any<O>(...generators: readonly Generator<O>[]): Generator<O> {
  return race(
    generators.map(() => wholeRoad),
    generators,
  );
}

/** One generator per lane. */
export function race<O>(lanes: readonly Lane[], generators: readonly Generator<O>[]): Generator<O> {
  return new Race(lanes, generators);
}

class Race<O> implements Generator<O> {
  private readonly lanes: readonly Lane[];
  /** Null: exhausted. */
  private readonly generators: readonly (Generator<O> | null)[];

  constructor(lanes: readonly Lane[], generators: readonly (Generator<O> | null)[]) {
    this.lanes = lanes;
    this.generators = generators;
  }

  op(context: GeneratorContext): Next<O> {
    let generators = this.generators;
    let best: { readonly next: Ready<O>; readonly index: number } | null = null;
    let until = Number.POSITIVE_INFINITY;
    let running = 0;
    let weights = 0;
    for (const [index, lane] of this.lanes.entries()) {
      const generator = this.generators[index] ?? null;
      if (generator === null) continue;
      const next = generator.op(lane.confine(context));
      if (next === null) {
        generators = generators.with(index, null);
        continue;
      }
      running++;
      if (next.scheduled === 'pending') {
        until = Math.min(until, next.until);
        if (next.rest !== generator) generators = generators.with(index, next.rest);
        continue;
      }
      const ahead = best === null ? -1 : next.scheduled.time - best.next.scheduled.time;
      if (ahead > 0) continue;
      weights = ahead < 0 ? lane.weight : weights + lane.weight;
      // Each of k equals is kept with its share of the weights so far: in the end all have their share.
      if (ahead < 0 || context.random.float() * weights < lane.weight) best = { next, index };
    }
    if (running === 0) return null;
    // One that wakes before the best is due may have something still sooner.
    if (best === null || until < best.next.scheduled.time) {
      return { scheduled: 'pending', until, rest: this.with(generators) };
    }
    const { next, index } = best;
    if (next.rest !== generators[index]) generators = generators.with(index, next.rest);
    return { scheduled: next.scheduled, rest: this.with(generators) };
  }

  update(context: GeneratorContext, event: GeneratorEvent<O>): Generator<O> {
    let generators = this.generators;
    for (const [index, lane] of this.lanes.entries()) {
      const generator = this.generators[index] ?? null;
      if (generator === null || !lane.concerns(event.thread)) continue;
      const updated = generator.update(lane.confine(context), event);
      if (updated !== generator) generators = generators.with(index, updated);
    }
    return this.with(generators);
  }

  private with(generators: readonly (Generator<O> | null)[]): Generator<O> {
    return generators === this.generators ? this : new Race(this.lanes, generators);
  }
}
