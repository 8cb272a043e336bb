/**
 * Lets virtual time pass: takes event after event off the heap until what the harness waits for has settled.
 *
 * Node code is made of callbacks, but clients and the harness use promises, and their continuations belong to the
 * instant of the event that resolved them. A client that awaits twenty times between an answer and its next message
 * must send it at the instant of the answer, before any later event; so after an event that reached such code all
 * microtasks are drained. `process.nextTick`, called from a microtask, runs when no microtask is left: a fifth of the
 * price of `setImmediate`. That one comes every YIELD_EVENTS events, for signals and progress bars: at a fixed count,
 * because a pause after so many milliseconds would differ from run to run if anything could tell.
 */
import type { Counts } from './counts.ts';
import type { Scheduler } from './scheduler.ts';

const YIELD_EVENTS = 16_384;
const resolved = Promise.resolve();

export class Driver {
  readonly #scheduler: Scheduler;
  readonly #counts: Counts;
  #driving = false;
  #nextYield = YIELD_EVENTS;

  constructor(scheduler: Scheduler, counts: Counts) {
    this.#scheduler = scheduler;
    this.#counts = counts;
  }

  /** The promise may depend on nothing but the simulation: while real input is awaited, virtual time would run away. */
  async drive<T>(until: Promise<T>): Promise<T> {
    if (this.#driving) throw new Error('the simulation is being driven already: only one drive() at a time');
    this.#driving = true;
    try {
      await this.#runUntilSettled(until);
    } finally {
      this.#driving = false;
    }
    return until;
  }

  #runUntilSettled(until: Promise<unknown>): Promise<void> {
    return new Promise((resolve, reject) => {
      let settled = false;
      const settle = () => {
        settled = true;
      };
      until.then(settle, settle);
      const turn = () => {
        try {
          if (settled) resolve();
          else if (this.#runUntilPause()) this.#drainThen(turn);
          else reject(new Error(`nothing can happen any more at ${this.#when()}, but what is awaited has not settled`));
        } catch (error) {
          reject(error);
        }
      };
      process.nextTick(turn);
    });
  }

  /** Runs events until one has reached code with promises, or the real event loop has to run; false if none is left. */
  #runUntilPause(): boolean {
    const scheduler = this.#scheduler;
    const counts = this.#counts;
    for (;;) {
      const event = scheduler.pop();
      if (event === undefined) return false;
      counts.events++;
      if (event.fire() || counts.events >= this.#nextYield) return true;
    }
  }

  #drainThen(turn: () => void): void {
    if (this.#counts.events < this.#nextYield) {
      void resolved.then(() => process.nextTick(turn));
      return;
    }
    this.#nextYield = this.#counts.events + YIELD_EVENTS;
    setImmediate(turn);
  }

  #when(): string {
    return `${(this.#scheduler.now / 1e9).toFixed(6)} s of virtual time`;
  }
}
