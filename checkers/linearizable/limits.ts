/**
 * What ends a check before its answer: an abort, or its time being up. Searches run in slices and ask between them;
 * asking gives the event loop a turn now and then, without which no abort could ever arrive. A model that never comes back
 * from a call cannot be asked; where the platform can break such a call off, that ends it.
 */

/** Makes the call and breaks it off after so many milliseconds, by throwing Endless. */
export type Interrupter = <T>(call: () => T, ms: number) => T;

/** The call was broken off. */
export class Endless extends Error {
  override readonly name = 'Endless';
}

export interface LimitOptions {
  readonly signal?: AbortSignal | undefined;
  readonly timeLimitMs?: number | undefined;
  /** For models that are not known to come back; without one, or without a time limit, they are waited for. */
  readonly interrupter?: Interrupter | undefined;
}

const YIELD_EVERY_MS = 40;
/** Between two questions whether the time is up, so that what merely ends a little late is not taken for endless. */
const GRACE_MS = 250;

export class Limits {
  readonly #signal: AbortSignal | undefined;
  readonly #timeLimitMs: number | undefined;
  readonly #startMs = performance.now();
  readonly #interrupter: Interrupter | undefined;
  #yieldedMs = this.#startMs;

  constructor({ signal, timeLimitMs, interrupter }: LimitOptions) {
    this.#signal = signal;
    this.#timeLimitMs = timeLimitMs;
    this.#interrupter = interrupter;
  }

  /** Makes a call that may ask a model; throws Endless when the time has long been up and it has not come back. */
  within<T>(call: () => T): T {
    const { leftMs } = this;
    if (this.#interrupter === undefined || leftMs === undefined || leftMs === Infinity) return call();
    return this.#interrupter(call, Math.ceil(leftMs) + GRACE_MS);
  }

  get elapsedMs(): number {
    return performance.now() - this.#startMs;
  }

  /** What is left of the time limit, if there is one. */
  get leftMs(): number | undefined {
    return this.#timeLimitMs === undefined ? undefined : Math.max(1, this.#timeLimitMs - this.elapsedMs);
  }

  /** Why to stop now, if there is a reason. */
  exceeded(): string | undefined {
    if (this.#signal?.aborted) return 'the check was aborted';
    const limitMs = this.#timeLimitMs;
    if (limitMs !== undefined && this.elapsedMs >= limitMs) return `the time limit of ${limitMs} ms was reached`;
    return undefined;
  }

  /** Whether the event loop has waited for long. */
  get isPauseDue(): boolean {
    return performance.now() - this.#yieldedMs >= YIELD_EVERY_MS;
  }

  async pause(): Promise<void> {
    await new Promise((resume) => setTimeout(resume, 0));
    this.#yieldedMs = performance.now();
  }
}
