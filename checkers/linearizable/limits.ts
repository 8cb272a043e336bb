/**
 * What ends a check before its answer: an abort, or its time being up. Searches run in slices and ask between them;
 * asking gives the event loop a turn now and then, without which no abort could ever arrive.
 */
export interface LimitOptions {
  readonly signal?: AbortSignal | undefined;
  readonly timeLimitMs?: number | undefined;
}

const YIELD_EVERY_MS = 40;

export class Limits {
  readonly #signal: AbortSignal | undefined;
  readonly #timeLimitMs: number | undefined;
  readonly #startMs = performance.now();
  #yieldedMs = this.#startMs;

  constructor({ signal, timeLimitMs }: LimitOptions) {
    this.#signal = signal;
    this.#timeLimitMs = timeLimitMs;
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

  async pause(): Promise<void> {
    if (performance.now() - this.#yieldedMs < YIELD_EVERY_MS) return;
    await new Promise((resume) => setTimeout(resume, 0));
    this.#yieldedMs = performance.now();
  }
}
