/**
 * When which nemesis decides next. Each has a clock of its own, half to one and a half intervals between decisions, from
 * its own random stream: nemeses overlap in all ways, and adding one does not move the others. It only tells times;
 * the runner waits for them.
 */
import type { Random } from '../harness/core/random.ts';
import { secondsToNs } from '../harness/core/time.ts';
import type { Nemesis } from './nemesis.ts';

export interface Turn {
  readonly timeNs: number;
  readonly nemesis: Nemesis;
}

export interface ScheduleOptions {
  readonly nemeses: readonly Nemesis[];
  /** The mean time between two decisions of a nemesis that has no interval of its own. */
  readonly intervalNs: number;
  readonly random: Random;
  readonly startNs?: number;
}

interface Clock {
  readonly nemesis: Nemesis;
  readonly intervalNs: number;
  readonly random: Random;
  timeNs: number;
}

export class NemesisSchedule {
  readonly #clocks: Clock[];

  constructor({ nemeses, intervalNs, random, startNs = 0 }: ScheduleOptions) {
    if (!(intervalNs > 0)) throw new RangeError(`not an interval between decisions: ${intervalNs} ns`);
    this.#clocks = nemeses.map((nemesis) => {
      const own = nemesis.everySeconds === undefined ? intervalNs : secondsToNs(nemesis.everySeconds);
      const clock = { nemesis, intervalNs: own, random: random.fork(`schedule/${nemesis.name}`) };
      return { ...clock, timeNs: startNs + pauseNs(clock) };
    });
  }

  /** The earliest turn, and of those at the same time the first in the list; undefined if there are no nemeses. */
  peek(): Turn | undefined {
    const first = this.#first();
    return first && { timeNs: first.timeNs, nemesis: first.nemesis };
  }

  /**
   * The same, taken: this nemesis' next turn is reckoned from `nowNs`. A runner that is late (a kill took long) passes the
   * time at which it is done, or else the stop would follow the start at once and the fault would never have lasted.
   */
  take(nowNs?: number): Turn | undefined {
    const turn = this.peek();
    const first = this.#first();
    if (turn === undefined || first === undefined) return undefined;
    first.timeNs = Math.max(turn.timeNs, nowNs ?? turn.timeNs) + pauseNs(first);
    return turn;
  }

  #first(): Clock | undefined {
    let first: Clock | undefined;
    for (const clock of this.#clocks) if (first === undefined || clock.timeNs < first.timeNs) first = clock;
    return first;
  }
}

function pauseNs({ random, intervalNs }: Pick<Clock, 'intervalNs' | 'random'>): number {
  return Math.round((0.5 + random.float()) * intervalNs);
}
