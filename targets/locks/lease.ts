/**
 * A lease as its holder sees it. It counts by its own monotonic clock from when the acquisition or renewal that succeeded
 * last was *sent*: the service began to count later. A careful holder stops to believe before the time can be over anywhere;
 * a trusting one believes until it is told.
 */
import { BELIEVED_SHARE } from '../../histories/ops/lock-service.ts';
import type { Runtime, Timer } from '../runtime.ts';

/** A holder renews three times in a TTL: one renewal may be lost, and another late. */
const RENEWALS_PER_TTL = 3;

export interface LeaseOptions {
  readonly resource: string;
  readonly owner: number | string;
  readonly token: number;
  readonly ttlMs: number;
  /** By the client's monotonic clock. */
  readonly sentAtMs: number;
  readonly isCareful: boolean;
}

export class Lease {
  readonly resource: string;
  readonly owner: number | string;
  readonly token: number;
  readonly ttlMs: number;
  readonly #runtime: Runtime;
  readonly #isCareful: boolean;
  #sentAtMs: number;
  #isLost = false;
  #renewal: Timer | undefined;

  constructor(runtime: Runtime, options: LeaseOptions) {
    this.#runtime = runtime;
    this.resource = options.resource;
    this.owner = options.owner;
    this.token = options.token;
    this.ttlMs = options.ttlMs;
    this.#sentAtMs = options.sentAtMs;
    this.#isCareful = options.isCareful;
  }

  /** Of the acquisition or renewal that succeeded last, by the client's monotonic clock. */
  get sentAtMs(): number {
    return this.#sentAtMs;
  }

  /** Whether its holder believes to hold it. */
  get isHeld(): boolean {
    if (this.#isLost) return false;
    return !this.#isCareful || nowMs(this.#runtime) - this.#sentAtMs < this.ttlMs * BELIEVED_SHARE;
  }

  renewed(sentAtMs: number): void {
    this.#sentAtMs = Math.max(this.#sentAtMs, sentAtMs);
  }

  lost(): void {
    this.#isLost = true;
  }

  /** Renews in the background until it is told to stop; one renewal at a time, for they share a session. */
  keep(renew: (lease: Lease) => Promise<void>): void {
    this.#renewal = this.#runtime.timers.after(this.ttlMs / RENEWALS_PER_TTL, () => {
      const goOn = (): void => {
        if (this.#renewal !== undefined) this.keep(renew);
      };
      // What it failed by is the next renewal's to find out.
      renew(this).then(goOn, goOn);
    });
  }

  stop(): void {
    this.#renewal?.cancel();
    this.#renewal = undefined;
  }
}

export const nowMs = (runtime: Runtime): number => runtime.clock.monotonic() / 1e6;
