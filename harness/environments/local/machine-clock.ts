/**
 * The clock of one node's machine, as nemeses have set it: it outlives the processes there, so that one which starts again
 * finds the same wrong time. Processes are taken hold of when there is something to falsify, and not before. The monotonic
 * clock of a real system cannot be touched; in a program of ours the runtime lets it drift along.
 */
import { join } from 'node:path';
import type { ClockError } from '../../../histories/states.ts';
import type { ClockFaults } from '../../../nemesis/faults.ts';
import type { NodeId } from '../../../targets/runtime.ts';
import type { ClockControl, ClockMeans } from './clock/clock-control.ts';
import { type Machine, machineOf } from './machine.ts';

export class MachineClock {
  readonly #means: ClockMeans;
  readonly #file: string;
  #controls: readonly ClockControl[] = [];
  #pids: readonly number[] = [];
  #bumpMs = 0;
  #ppm = 0;
  #strobe: readonly [deltaMs: number, periodMs: number] | undefined;
  /** What drifts have added up to until the last of them began, and when that was by our own clock. */
  #driftedMs = 0;
  #sinceMs = 0;

  constructor(means: ClockMeans, directory: string) {
    this.#means = means;
    this.#file = join(directory, 'clock');
  }

  /** What processes there must find when they start. */
  environment(): { readonly [name: string]: string } {
    return this.#means.environment(this.#file);
  }

  /** These processes run there now, and will not become others by an exec. */
  adopt(pids: readonly number[]): void {
    this.release();
    this.#pids = pids;
    if (this.#bumpMs === 0 && this.#ppm === 0 && this.#strobe === undefined) return;
    for (const control of this.#held()) {
      if (this.#bumpMs !== 0) control.bump(this.#bumpMs);
      if (this.#ppm !== 0) control.drift(this.#ppm);
      if (this.#strobe !== undefined) control.strobe(...this.#strobe);
    }
  }

  release(): void {
    for (const control of this.#controls) control.close();
    this.#controls = [];
    this.#pids = [];
  }

  /** Undefined while nobody has falsified it. */
  error(): ClockError | undefined {
    const [strobeMs = 0] = this.#strobe ?? [];
    if (this.#bumpMs === 0 && this.#ppm === 0 && strobeMs === 0 && this.#driftedMs === 0) return undefined;
    return { offsetMs: Math.round(this.#bumpMs + this.#driftedMs), ppm: this.#ppm, strobeMs };
  }

  bump(deltaMs: number): void {
    this.#keepDrift(this.#ppm);
    this.#bumpMs += deltaMs;
    for (const control of this.#held()) control.bump(deltaMs);
  }

  drift(ppm: number): void {
    this.#keepDrift(ppm);
    for (const control of this.#held()) control.drift(ppm);
  }

  strobe(deltaMs: number, periodMs: number): void {
    this.#strobe = [deltaMs, periodMs];
    for (const control of this.#held()) control.strobe(deltaMs, periodMs);
  }

  reset(): void {
    [this.#bumpMs, this.#ppm, this.#strobe, this.#driftedMs] = [0, 0, undefined, 0];
    // Whom nobody has hold of has the true time.
    for (const control of this.#controls) control.reset();
  }

  #keepDrift(next: number): void {
    const nowMs = performance.now();
    this.#driftedMs += ((nowMs - this.#sinceMs) * this.#ppm) / 1e6;
    this.#sinceMs = nowMs;
    this.#ppm = next;
  }

  #held(): readonly ClockControl[] {
    if (this.#controls.length === 0) this.#controls = this.#pids.map((pid) => this.#means.control(pid, this.#file));
    return this.#controls;
  }
}

export function clockFaults(machines: ReadonlyMap<NodeId, Machine>): ClockFaults {
  const clock = (id: NodeId): MachineClock => {
    const found = machineOf(machines, id).clock;
    if (found === undefined) throw new Error(`the clock of ${id} cannot be set`);
    return found;
  };
  return {
    bump: async (id, deltaMs) => clock(id).bump(deltaMs),
    async drift(id, ppm) {
      clock(id).drift(ppm);
      await machineOf(machines, id).drift(ppm);
    },
    strobe: async (id, deltaMs, periodMs) => clock(id).strobe(deltaMs, periodMs),
    async reset(id) {
      clock(id).reset();
      await machineOf(machines, id).drift(0);
    },
  };
}
