/** Timers of a host, due by its monotonic clock: one that is in force when the drift changes moves with the clock. */
import type { Timer } from '../../../targets/runtime.ts';
import { msToNs } from '../../core/time.ts';
import type { Host } from './host.ts';
import type { Incarnation } from './incarnation.ts';
import { Work } from './work.ts';

export class HostTimer extends Work implements Timer {
  /** By the monotonic clock of its host. */
  readonly #deadlineNs: number;
  readonly #life: Incarnation;
  readonly #callback: () => void;
  #cancelled = false;

  constructor(life: Incarnation, ms: number, callback: () => void) {
    super(life.host);
    if (!Number.isFinite(ms)) throw new RangeError(`a timer cannot fire after ${ms} ms`);
    this.#life = life;
    this.#deadlineNs = life.host.clock.monotonic() + msToNs(Math.max(ms, 0));
    this.#callback = callback;
  }

  /** When it is due in virtual time, at the present rate of its clock. */
  instant(): number {
    return this.host.clock.instantOf(this.#deadlineNs);
  }

  /** Holds also for a timer that is due and waits for its paused host to resume. */
  cancel(): void {
    this.#cancelled = true;
    this.host.world.scheduler.cancel(this);
  }

  stale(): boolean {
    return this.#cancelled || this.#life.retired;
  }

  act(): void {
    this.host.world.counts.timersFired++;
    this.#callback();
  }
}

/**
 * Without this a clock that is made to run slow would see its timers fire before their time: a lease holder would
 * give up early, which hides the very bug that drift is there to find.
 */
export function retimeTimers(host: Host): void {
  host.world.scheduler.reschedule((event) =>
    event instanceof HostTimer && event.host === host ? event.instant() : undefined,
  );
}
