/**
 * When: generators that put time between the operations of another. They hold the whole generator to one rhythm, not
 * each thread (for that, `eachThread(delay(...))`), and they do not catch up: an operation that came late because all
 * threads were busy moves those after it, so a slow cluster is not buried under the backlog of its slow time.
 */
import type { Random } from '../core/random.ts';
import type { Generator, GeneratorContext, GeneratorEvent, Next } from './generator.ts';

/** Nanoseconds until the operation after this one. */
type Gap = (random: Random) => number;

/**
 * Operations at random distances, uniform in [0, 2 * mean): on average one every `meanNs`, all threads together. The
 * first comes at once. Unlike with `delay`, operations at times fall almost together, which is when races show.
 */
export function stagger<O>(meanNs: number, generator: Generator<O>): Generator<O> {
  return new Spaced((random) => random.float() * 2 * meanNs, null, generator);
}

/** Operations exactly `ns` apart (later if no thread was free in time); the first comes at once. */
export function delay<O>(ns: number, generator: Generator<O>): Generator<O> {
  return new Spaced(() => ns, null, generator);
}

/**
 * No operations, for `ns` nanoseconds from when it is first asked. Of use inside `sequence`; beside others, in `any`,
 * it holds nobody up.
 */
export function sleep(ns: number): Generator<never> {
  return new Sleep(ns, null);
}

class Spaced<O> implements Generator<O> {
  private readonly gap: Gap;
  /** Not before this time; null before the first operation. */
  private readonly earliest: number | null;
  private readonly generator: Generator<O>;

  constructor(gap: Gap, earliest: number | null, generator: Generator<O>) {
    this.gap = gap;
    this.earliest = earliest;
    this.generator = generator;
  }

  op(context: GeneratorContext): Next<O> {
    // Asked even when it is too early, so that exhaustion shows at once: else a nemesis that acts every 30 s would
    // hold up the end of its phase by 30 s.
    const next = this.generator.op(context);
    if (next === null) return null;
    if (next.scheduled === 'pending') return { ...next, rest: this.with(this.earliest, next.rest) };
    const time = Math.max(next.scheduled.time, this.earliest ?? 0);
    const earliest = time + Math.floor(this.gap(context.random));
    return { scheduled: { ...next.scheduled, time }, rest: this.with(earliest, next.rest) };
  }

  update(context: GeneratorContext, event: GeneratorEvent<O>): Generator<O> {
    return this.with(this.earliest, this.generator.update(context, event));
  }

  private with(earliest: number | null, generator: Generator<O>): Generator<O> {
    const same = earliest === this.earliest && generator === this.generator;
    return same ? this : new Spaced(this.gap, earliest, generator);
  }
}

class Sleep implements Generator<never> {
  private readonly ns: number;
  private readonly deadline: number | null;

  constructor(ns: number, deadline: number | null) {
    this.ns = ns;
    this.deadline = deadline;
  }

  op(context: GeneratorContext): Next<never> {
    const until = this.deadline ?? context.time + this.ns;
    if (context.time >= until) return null;
    return { scheduled: 'pending', until, rest: this.deadline === null ? new Sleep(this.ns, until) : this };
  }

  update(): Generator<never> {
    return this;
  }
}
