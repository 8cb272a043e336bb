/**
 * The clocks of one host. The wall clock can be bumped, strobed and made to drift; the monotonic clock only drifts,
 * and never jumps, also not when the drift changes. Clocks belong to the machine, so they outlive the processes that
 * a kill ends. Both are functions of virtual time: a strobe or a drift costs no events.
 */
import type { ClockError } from '../../../histories/states.ts';
import { msToNs, NS_PER_MS } from '../../core/time.ts';
import type { Scheduler } from './scheduler.ts';

/** 2025-01-01T00:00:00Z: where wall clocks stand when a run begins, whatever day it is outside. */
const EPOCH_MS = 1_735_689_600_000;

interface Strobe {
  readonly sinceNs: number;
  readonly deltaNs: number;
  readonly periodNs: number;
}

export class HostClock {
  readonly #scheduler: Scheduler;
  #rate = 1;
  /** The instant of the last change of rate, and what both clocks showed then. */
  #sinceNs = 0;
  #monotonicNs: number;
  #wallNs = 0;
  #strobe: Strobe | undefined;
  /** How often it has been set. */
  settings = 0;

  /** `originNs`: what the monotonic clock shows at first. It differs between hosts, so that comparing two means nothing. */
  constructor(scheduler: Scheduler, originNs: number) {
    this.#scheduler = scheduler;
    this.#monotonicNs = originNs;
  }

  monotonic(): number {
    return Math.floor(this.#monotonicNs + this.#elapsed());
  }

  wall(): number {
    return EPOCH_MS + Math.floor((this.#wallNs + this.#elapsed() + this.#strobed()) / NS_PER_MS);
  }

  /** The first instant of virtual time at which the monotonic clock, at its present rate, shows at least this. */
  instantOf(monotonicNs: number): number {
    const due = this.#sinceNs + Math.ceil((monotonicNs - this.#monotonicNs) / this.#rate);
    // Rounding may leave a due instant one short, and a timer must not fire before its own clock says so.
    return this.#at(due) >= monotonicNs ? due : due + 1;
  }

  bump(deltaMs: number): void {
    this.settings++;
    this.#wallNs += msToNs(deltaMs);
  }

  /** Whoever calls this must reschedule the host's timers: they are due by the monotonic clock. */
  drift(ppm: number): void {
    if (!(ppm > -1_000_000 && ppm < Infinity)) throw new RangeError(`a clock cannot drift by ${ppm} ppm`);
    this.#rebase(1 + ppm / 1_000_000);
  }

  strobe(deltaMs: number, periodMs: number): void {
    if (!(periodMs > 0)) throw new RangeError(`a clock cannot strobe every ${periodMs} ms`);
    this.settings++;
    this.#strobe = { sinceNs: this.#scheduler.now, deltaNs: msToNs(deltaMs), periodNs: msToNs(periodMs) };
  }

  /** The wall clock goes back to true time; the monotonic clock, which must not jump, only to the true rate. */
  reset(): void {
    this.#rebase(1);
    this.#wallNs = this.#scheduler.now;
    this.#strobe = undefined;
  }

  /** Undefined while the wall clock is right. */
  error(): ClockError | undefined {
    const offsetMs = (this.#wallNs + this.#elapsed() - this.#scheduler.now) / NS_PER_MS;
    const ppm = (this.#rate - 1) * 1_000_000;
    const strobeMs = (this.#strobe?.deltaNs ?? 0) / NS_PER_MS;
    if (ppm === 0 && strobeMs === 0 && Math.abs(offsetMs) < 1) return undefined;
    return { offsetMs: round(offsetMs), ppm: Math.round(ppm), strobeMs };
  }

  #rebase(rate: number): void {
    this.settings++;
    const elapsed = this.#elapsed();
    this.#monotonicNs = Math.floor(this.#monotonicNs + elapsed);
    this.#wallNs = Math.floor(this.#wallNs + elapsed);
    this.#sinceNs = this.#scheduler.now;
    this.#rate = rate;
  }

  #elapsed(): number {
    return (this.#scheduler.now - this.#sinceNs) * this.#rate;
  }

  #at(instantNs: number): number {
    return Math.floor(this.#monotonicNs + (instantNs - this.#sinceNs) * this.#rate);
  }

  /** Starts with the flipped half, so that a strobe bites at once. */
  #strobed(): number {
    if (this.#strobe === undefined) return 0;
    const { sinceNs, deltaNs, periodNs } = this.#strobe;
    return Math.floor((this.#scheduler.now - sinceNs) / periodNs) % 2 === 0 ? deltaNs : 0;
  }
}

const round = (ms: number): number => Math.round(ms * 1000) / 1000;
