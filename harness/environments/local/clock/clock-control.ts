/**
 * The wall clock of one node, as nemeses set it from outside. Clocks are shifted for the node's process alone; neither the
 * machine's clock nor the process' monotonic clock is touched. A clock belongs to the machine that the node stands for, so it
 * outlives processes: one that has ended is nobody to tell, and the next one goes on with the same clock.
 */
export interface ClockControl {
  /** Jumps by so much; jumps add up. */
  bump(deltaMs: number): void;
  /** Runs fast (positive) or slow (negative), in parts per million, in steps of a few milliseconds. */
  drift(ppm: number): void;
  /** Flips between its time and its time + delta every period, beginning with the flipped half. */
  strobe(deltaMs: number, periodMs: number): void;
  /** Back to true time. */
  reset(): void;
  /** Goes on with the node's next process, which must be running its program already, not be about to (exec). */
  follow(pid: number): void;
  /** Leaves the clock as it is and lets go of the process. */
  close(): void;
}

/** How to get hold of the clock of a process: by its code that reads it, rewritten (vdso), or by a preloaded library (faketime). */
export interface ClockMeans {
  /** What the process must find in its environment when it starts. `file` is one of its own, for the clock alone. */
  environment(file: string): { readonly [name: string]: string };
  /** A clock at true time, of a process that runs its program already. */
  control(pid: number, file: string): ClockControl;
}
