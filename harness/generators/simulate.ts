/**
 * Runs a generator without any cluster: completions come from a function, time from their latencies. Tests of
 * generators use it, and it is the reference for what the interpreter does: completions are processed before new
 * invocations (else two operations look concurrent that were not), and the generator hears of every event.
 */
import type { Random } from '../core/random.ts';
import type { Generator, GeneratorContext, Next, Scheduled, Thread } from './generator.ts';
import { Workers } from './workers.ts';

/** An operation as it is invoked. */
export interface SimulatedInvocation<O> {
  readonly time: number;
  readonly thread: Thread;
  readonly process: number | 'nemesis';
  readonly op: O;
}

export interface SimulatedEvent<O> extends SimulatedInvocation<O> {
  readonly type: 'invoke' | 'ok' | 'fail' | 'info';
}

export interface SimulatedOutcome {
  readonly latencyNs: number;
  readonly type: 'ok' | 'fail' | 'info';
}

export interface SimulationOptions<O> {
  readonly generator: Generator<O>;
  /** Client threads. */
  readonly concurrency: number;
  /** Whether there is a nemesis thread besides; by default none. */
  readonly nemesis?: boolean;
  readonly random: Random;
  /** By default each operation is ok after 1 ms. */
  readonly complete?: (invocation: SimulatedInvocation<O>) => SimulatedOutcome;
  /** Invocations after which nothing more is asked, for generators without an end. */
  readonly maxOps?: number;
  /** Looks on whenever the generator is asked. */
  readonly onAsk?: (context: GeneratorContext, generator: Generator<O>, next: Next<O>) => void;
}

/** What happens, in order. Refuses to wait for ever: a generator pending with nothing under way throws. */
export function simulate<O>(options: SimulationOptions<O>): readonly SimulatedEvent<O>[] {
  return new Simulation(options).run();
}

interface UnderWay<O> {
  readonly returnTime: number;
  readonly invocation: SimulatedInvocation<O>;
  readonly type: 'ok' | 'fail' | 'info';
}

class Simulation<O> {
  readonly #options: SimulationOptions<O>;
  readonly #workers: Workers;
  readonly #events: SimulatedEvent<O>[] = [];
  /** By time of return, then by order of invocation. */
  readonly #underWay: UnderWay<O>[] = [];
  #generator: Generator<O>;

  constructor(options: SimulationOptions<O>) {
    this.#options = options;
    this.#workers = new Workers({ ...options, nemesis: options.nemesis ?? false });
    this.#generator = options.generator;
  }

  run(): readonly SimulatedEvent<O>[] {
    const maxOps = this.#options.maxOps ?? Number.POSITIVE_INFINITY;
    for (let count = 0; count < maxOps; ) {
      if (this.#completeBefore(this.#workers.time)) continue;
      const next = this.#generator.op(this.#workers);
      this.#options.onAsk?.(this.#workers, this.#generator, next);
      if (next === null) break;
      if (next.scheduled === 'pending') {
        this.#generator = next.rest;
        this.#wait(next.until);
      } else if (!this.#completeBefore(next.scheduled.time)) {
        this.#invoke(next.scheduled, next.rest);
        count++;
      }
    }
    while (this.#completeBefore(Number.POSITIVE_INFINITY));
    return this.#events;
  }

  /** Processes the first completion that is due by then, if any. */
  #completeBefore(time: number): boolean {
    const first = this.#underWay[0];
    if (first === undefined || first.returnTime > time) return false;
    this.#underWay.shift();
    this.#workers.time = Math.max(this.#workers.time, first.returnTime);
    this.#workers.end(first.invocation.thread, first.type);
    this.#happened({ ...first.invocation, type: first.type, time: this.#workers.time });
    return true;
  }

  #invoke(scheduled: Scheduled<O>, rest: Generator<O>): void {
    const { thread, op } = scheduled;
    this.#workers.time = Math.max(this.#workers.time, scheduled.time);
    const invocation = { time: this.#workers.time, thread, process: this.#workers.process(thread), op };
    this.#workers.begin(thread);
    this.#generator = rest;
    this.#happened({ ...invocation, type: 'invoke' });
    const { latencyNs, type } = this.#options.complete?.(invocation) ?? { latencyNs: 1_000_000, type: 'ok' };
    const returnTime = invocation.time + latencyNs;
    const before = this.#underWay.findLastIndex((other) => other.returnTime <= returnTime);
    this.#underWay.splice(before + 1, 0, { returnTime, invocation, type });
  }

  #wait(until: number): void {
    if (this.#completeBefore(until)) return;
    if (until === Number.POSITIVE_INFINITY) {
      throw new Error('the generator is pending, but nothing is under way that could wake it');
    }
    if (until <= this.#workers.time) throw new Error(`the generator waits for ${until}, which is past`);
    this.#workers.time = until;
  }

  #happened(event: SimulatedEvent<O>): void {
    this.#events.push(event);
    this.#generator = this.#generator.update(this.#workers, event);
  }
}
