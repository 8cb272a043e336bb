/**
 * The interpreter: asks a generator what to do, has clients do it, and records both ends. Completions are taken before
 * new invocations, an invocation is recorded before it is dispatched, and a process whose outcome is unknown is
 * retired, its thread going on as a new one with a client of its own. The clock is the cluster's, so it runs in virtual and in real
 * time alike.
 */
import type { Invocation } from '../../histories/op.ts';
import type { Timer } from '../../targets/runtime.ts';
import { type AnyClient, DidNotHappen } from '../../targets/target.ts';
import { UserError } from '../core/errors.ts';
import type { Json } from '../core/json.ts';
import type { Random } from '../core/random.ts';
import type { RunClock } from '../environments/environment.ts';
import type { Generator, Thread } from '../generators/generator.ts';
import { Workers } from '../generators/workers.ts';
import type { Recorder } from './recorder.ts';

export interface InterpreterOptions {
  readonly clock: RunClock;
  readonly recorder: Recorder;
  readonly concurrency: number;
  readonly random: Random;
  /** A client neither answers nor gives up for so long: its operation is closed as `info`. */
  readonly patienceNs: number;
  open(process: number, thread: number): AnyClient;
}

type Outcome =
  | { readonly type: 'ok'; readonly value: Json }
  | { readonly type: 'fail' | 'info'; readonly error: string };

interface Completion {
  readonly thread: number;
  readonly invocation: Invocation;
  readonly outcome: Outcome;
}

export class Interpreter {
  readonly #options: InterpreterOptions;
  readonly #workers: Workers;
  readonly #clients = new Map<number, AnyClient>();
  readonly #completions: Completion[] = [];
  #generator: Generator<Invocation> | undefined;
  #open = 0;
  #wake: Timer | undefined;
  #settle: { resolve: () => void; reject: (error: unknown) => void } | undefined;

  constructor(options: InterpreterOptions) {
    this.#options = options;
    this.#workers = new Workers({ concurrency: options.concurrency, nemesis: false, random: options.random });
  }

  /** Operations under way. */
  get open(): number {
    return this.#open;
  }

  /** Runs one generator until it is exhausted and nothing is under way. */
  run(generator: Generator<Invocation>): Promise<void> {
    if (this.#settle !== undefined) throw new Error('the interpreter runs one generator at a time');
    this.#generator = generator;
    return new Promise<void>((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.#step();
    });
  }

  /** Asks for nothing more; what is under way may still complete. */
  stop(): void {
    this.#generator = undefined;
    if (this.#settle !== undefined) this.#step();
  }

  /** Ends all clients; what they had under way ends as `info`, and nothing new begins. */
  close(): void {
    this.#generator = undefined;
    for (const client of this.#clients.values()) client.close();
    this.#clients.clear();
  }

  #step(): void {
    try {
      this.#wake?.cancel();
      this.#wake = undefined;
      this.#advance();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.#wake?.cancel();
    this.#generator = undefined;
    this.#settle?.reject(error);
    this.#settle = undefined;
  }

  #advance(): void {
    for (;;) {
      this.#workers.time = this.#options.clock.now();
      this.#takeCompletions();
      const next = this.#generator?.op(this.#workers) ?? null;
      if (next === null) {
        if (this.#open > 0) return;
        const settle = this.#settle;
        this.#settle = undefined;
        settle?.resolve();
        return;
      }
      if (next.scheduled === 'pending') {
        this.#generator = next.rest;
        if (next.until !== Number.POSITIVE_INFINITY) this.#wakeAt(next.until);
        else if (this.#open === 0) throw new Error('the generator waits for an event, but nothing is under way');
        return;
      }
      const { thread, time, op } = next.scheduled;
      if (time > this.#workers.time) {
        this.#wakeAt(time);
        return;
      }
      this.#generator = next.rest;
      this.#dispatch(thread, op);
    }
  }

  #wakeAt(timeNs: number): void {
    this.#wake = this.#options.clock.at(timeNs, () => this.#step());
  }

  #takeCompletions(): void {
    for (let completion = this.#completions.shift(); completion !== undefined; completion = this.#completions.shift()) {
      const { thread, invocation, outcome } = completion;
      const process = this.#workers.process(thread) as number;
      const { f } = invocation;
      const { type } = outcome;
      this.#options.recorder.record(
        outcome.type === 'ok'
          ? { process, type, f, value: outcome.value }
          : { process, type, f, value: invocation.value, error: outcome.error },
      );
      this.#open--;
      if (type === 'info') {
        this.#clients.get(thread)?.close();
        this.#clients.delete(thread);
      }
      this.#workers.end(thread, type);
      const event = { type, thread, time: this.#workers.time, op: invocation };
      this.#generator = this.#generator?.update(this.#workers, event);
    }
  }

  #dispatch(thread: Thread, invocation: Invocation): void {
    if (thread === 'nemesis') throw new Error('the nemesis is not driven by the interpreter');
    const process = this.#workers.process(thread) as number;
    this.#workers.begin(thread);
    this.#open++;
    this.#options.recorder.record({ process, type: 'invoke', f: invocation.f, value: invocation.value });
    const event = { type: 'invoke' as const, thread, time: this.#workers.time, op: invocation };
    this.#generator = this.#generator?.update(this.#workers, event);
    void this.#perform(thread, process, invocation).then(
      (outcome) => {
        this.#completions.push({ thread, invocation, outcome });
        this.#step();
      },
      (error: unknown) => this.#fail(error),
    );
  }

  async #perform(thread: number, process: number, invocation: Invocation): Promise<Outcome> {
    const patience = this.#outOfPatience();
    try {
      let client = this.#clients.get(thread);
      if (client === undefined) {
        client = this.#options.open(process, thread);
        this.#clients.set(thread, client);
      }
      return await Promise.race([
        client.invoke(invocation).then((value): Outcome => ({ type: 'ok', value })),
        patience.outcome,
      ]);
    } catch (error) {
      if (error instanceof DidNotHappen) return { type: 'fail', error: error.message };
      // A client of a user's that is no client: nothing that it says is an answer of the system.
      if (error instanceof UserError) throw error;
      return { type: 'info', error: describe(error) };
    } finally {
      patience.timer.cancel();
    }
  }

  #outOfPatience(): { outcome: Promise<Outcome>; timer: Timer } {
    let timer: Timer = { cancel: () => undefined };
    const outcome = new Promise<Outcome>((resolve) => {
      const { clock, patienceNs } = this.#options;
      timer = clock.at(clock.now() + patienceNs, () =>
        resolve({ type: 'info', error: `the client did not return within ${patienceNs / 1e9} s` }),
      );
    });
    return { outcome, timer };
  }
}

/** An error of the language, not of the system under test, is a defect of the client: `crash:` keeps it from hiding. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const defects = [TypeError, RangeError, ReferenceError, SyntaxError];
  return defects.some((kind) => error instanceof kind) ? `crash: ${error.name}: ${error.message}` : error.message;
}
