/** The clock of a run in real time, by the machine's monotonic clock, which no fault of ours can touch. */
import type { Timer } from '../../../targets/runtime.ts';
import { NS_PER_MS } from '../../core/time.ts';
import type { RunClock } from '../environment.ts';
import { machineNs } from './process/clock.ts';

export class RealClock implements RunClock {
  readonly startNs = machineNs();

  now(): number {
    return machineNs() - this.startNs;
  }

  at(timeNs: number, fire: () => void): Timer {
    let timeout: NodeJS.Timeout | undefined;
    const wait = (): void => {
      const ms = (timeNs - this.now()) / NS_PER_MS;
      // The event loop rounds, and may be early by a part of a millisecond.
      if (ms <= 0 && timeout !== undefined) fire();
      else timeout = setTimeout(wait, Math.min(Math.ceil(ms), LONGEST_MS));
    };
    wait();
    return { cancel: () => clearTimeout(timeout) };
  }
}

/** The longest that the event loop can wait at one time. */
const LONGEST_MS = 2 ** 31 - 1;
