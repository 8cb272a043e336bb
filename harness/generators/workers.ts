/**
 * The roll of workers behind a generator's context: who is free, which process runs where, and what time it is. The
 * one mutable thing near generators; an interpreter owns it and moves it on between two questions, so a context is
 * true only during the call it is passed to.
 */
import type { Random } from '../core/random.ts';
import type { GeneratorContext, Thread } from './generator.ts';

export interface WorkersOptions {
  /** Client threads, numbered from 0. */
  readonly concurrency: number;
  /** Whether there is a nemesis thread besides. */
  readonly nemesis: boolean;
  readonly random: Random;
}

export class Workers implements GeneratorContext {
  time = 0;
  readonly threads: readonly Thread[];
  readonly random: Random;
  readonly #concurrency: number;
  readonly #processes: number[];
  readonly #busy = new Set<Thread>();
  #free: readonly Thread[];

  constructor({ concurrency, nemesis, random }: WorkersOptions) {
    const clients = Array.from({ length: concurrency }, (_, thread) => thread);
    this.threads = nemesis ? [...clients, 'nemesis'] : clients;
    this.random = random;
    this.#concurrency = concurrency;
    this.#processes = [...clients];
    this.#free = this.threads;
  }

  get free(): readonly Thread[] {
    return this.#free;
  }

  process(thread: Thread): number | 'nemesis' {
    if (thread === 'nemesis') return thread;
    const process = this.#processes[thread];
    if (process === undefined) throw new RangeError(`there is no thread ${thread}`);
    return process;
  }

  /** The thread has been given an operation. */
  begin(thread: Thread): void {
    if (!this.#free.includes(thread)) throw new Error(`thread ${thread} is not free: the generator broke its contract`);
    this.#busy.add(thread);
    this.#free = this.threads.filter((other) => !this.#busy.has(other));
  }

  /**
   * The thread's operation has completed. A client process whose outcome is unknown is never heard of again, as its
   * operation may yet take effect: the thread goes on as the process `concurrency` higher, a number not in use.
   */
  end(thread: Thread, outcome: 'ok' | 'fail' | 'info'): void {
    if (!this.#busy.delete(thread)) throw new Error(`thread ${thread} has completed an operation that it did not have`);
    this.#free = this.threads.filter((other) => !this.#busy.has(other));
    if (outcome !== 'info' || thread === 'nemesis') return;
    this.#processes[thread] = (this.#processes[thread] ?? thread) + this.#concurrency;
  }
}
