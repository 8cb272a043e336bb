/**
 * Turns bumps, drifts and strobes into an offset from true time, and writes it down whenever it changes. The offset is a
 * function of the time that has passed, so a late timer makes a clock coarse for a moment, and never wrong for good.
 */
import { msToNs } from '../../../core/time.ts';
import type { ClockControl } from './clock-control.ts';

const STEP_MS = 10;

/** A process whose clock can be set. */
export interface Hold {
  /** Returns false once the process has ended. */
  write(offsetNs: number): boolean;
  release(): void;
}

/** Undefined if there is no such process any more. */
export type TakeHold = (pid: number) => Hold | undefined;

interface Strobe {
  readonly sinceMs: number;
  readonly deltaMs: number;
  readonly periodMs: number;
}

export class Steering implements ClockControl {
  readonly #takeHold: TakeHold;
  #hold: Hold | undefined;
  #baseMs = 0;
  #rate = 0;
  #sinceMs = 0;
  #strobe: Strobe | undefined;
  #timer: NodeJS.Timeout | undefined;
  #written: number | undefined;

  constructor(takeHold: TakeHold, pid: number) {
    this.#takeHold = takeHold;
    this.follow(pid);
  }

  bump(deltaMs: number): void {
    this.#baseMs += deltaMs;
    this.#steer();
  }

  drift(ppm: number): void {
    if (!(ppm > -1_000_000 && ppm < Infinity)) throw new RangeError(`a clock cannot drift by ${ppm} ppm`);
    const nowMs = performance.now();
    this.#baseMs += this.#driftedMs(nowMs);
    this.#rate = ppm / 1_000_000;
    this.#sinceMs = nowMs;
    this.#steer();
  }

  strobe(deltaMs: number, periodMs: number): void {
    if (!(periodMs > 0)) throw new RangeError(`a clock cannot strobe every ${periodMs} ms`);
    this.#strobe = { sinceMs: performance.now(), deltaMs, periodMs };
    this.#steer();
  }

  reset(): void {
    this.#baseMs = 0;
    this.#rate = 0;
    this.#strobe = undefined;
    this.#steer();
  }

  follow(pid: number): void {
    this.close();
    this.#hold = this.#takeHold(pid);
    this.#written = undefined;
    this.#steer();
  }

  close(): void {
    clearInterval(this.#timer);
    this.#hold?.release();
    this.#hold = undefined;
  }

  #steer(): void {
    clearInterval(this.#timer);
    this.#apply();
    if (this.#hold === undefined || (this.#rate === 0 && this.#strobe === undefined)) return;
    this.#timer = setInterval(() => this.#apply(), Math.min(STEP_MS, this.#strobe?.periodMs ?? STEP_MS));
    this.#timer.unref();
  }

  #apply(): void {
    const nowMs = performance.now();
    const offsetNs = msToNs(this.#baseMs + this.#driftedMs(nowMs) + this.#strobedMs(nowMs));
    if (this.#hold === undefined || offsetNs === this.#written) return;
    this.#written = offsetNs;
    if (!this.#hold.write(offsetNs)) this.close();
  }

  #driftedMs(nowMs: number): number {
    return (nowMs - this.#sinceMs) * this.#rate;
  }

  #strobedMs(nowMs: number): number {
    if (this.#strobe === undefined) return 0;
    const { sinceMs, deltaMs, periodMs } = this.#strobe;
    return Math.floor((nowMs - sinceMs) / periodMs) % 2 === 0 ? deltaMs : 0;
  }
}
