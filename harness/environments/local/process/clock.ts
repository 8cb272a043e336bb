/**
 * The clocks and timers of a real process. Wall time is what the operating system says, which a clock nemesis falsifies from
 * outside; the monotonic clock cannot be falsified there, so its drift is made here, and timers go by it. A timer never
 * fires early, whatever the rounding of the event loop.
 */
import type { Clock, Timer, Timers } from '../../../../targets/runtime.ts';
import { NS_PER_MS } from '../../../core/time.ts';
import type { Tally } from './tally.ts';

const MILLION = 1_000_000;

export class ProcessClock implements Clock, Timers {
  readonly #tally: Pick<Tally, 'timersFired'>;
  readonly #timers = new Set<ProcessTimer>();
  #rate = 1;
  /** From this instant of the machine's clock on, at the present rate. */
  #since = machineNs();
  #at = this.#since;

  constructor(tally: Pick<Tally, 'timersFired'>, driftPpm = 0) {
    this.#tally = tally;
    this.#rate = 1 + driftPpm / MILLION;
  }

  monotonic(): number {
    return Math.round(this.#at + (machineNs() - this.#since) * this.#rate);
  }

  wall(): number {
    return Date.now();
  }

  after(ms: number, fire: () => void): Timer {
    if (!Number.isFinite(ms)) throw new RangeError(`a timer cannot fire after ${ms} ms`);
    const dueNs = this.monotonic() + Math.max(ms, 0) * NS_PER_MS;
    const timer = new ProcessTimer(
      { dueNs, untilMs: (ns) => this.#untilMs(ns), end: () => this.#timers.delete(timer) },
      () => {
        this.#tally.timersFired++;
        fire();
      },
    );
    this.#timers.add(timer);
    timer.arm();
    return timer;
  }

  drift(ppm: number): void {
    this.#at = this.monotonic();
    this.#since = machineNs();
    this.#rate = 1 + ppm / MILLION;
    for (const timer of this.#timers) timer.arm();
  }

  /** True milliseconds until this clock says so. */
  #untilMs(dueNs: number): number {
    return (dueNs - this.monotonic()) / this.#rate / NS_PER_MS;
  }
}

/** What the whole machine shares: also the runner reckons by it. */
export const machineNs = (): number => Number(process.hrtime.bigint());

interface Owner {
  readonly dueNs: number;
  untilMs(dueNs: number): number;
  end(): void;
}

/** The longest that the event loop can wait at one time. */
const LONGEST_MS = 2 ** 31 - 1;

class ProcessTimer implements Timer {
  readonly #owner: Owner;
  readonly #fire: () => void;
  #timeout: NodeJS.Timeout | undefined;

  constructor(owner: Owner, fire: () => void) {
    this.#owner = owner;
    this.#fire = fire;
  }

  arm(): void {
    clearTimeout(this.#timeout);
    const ms = Math.ceil(this.#owner.untilMs(this.#owner.dueNs));
    this.#timeout = setTimeout(() => this.#due(), Math.min(ms, LONGEST_MS));
  }

  cancel(): void {
    clearTimeout(this.#timeout);
    this.#owner.end();
  }

  #due(): void {
    if (this.#owner.untilMs(this.#owner.dueNs) > 0) {
      this.arm();
      return;
    }
    this.#owner.end();
    this.#fire();
  }
}
