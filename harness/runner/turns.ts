/**
 * Turns of nemeses: when which decides, and on what. Drawn ones come from the schedule and the nemeses' own draws; a
 * reproduction has them written down. Neither carries anything out.
 */
import type { ClusterView, FaultOp, Nemesis } from '../../nemesis/nemesis.ts';
import { NemesisSchedule } from '../../nemesis/schedule.ts';
import type { Random } from '../core/random.ts';
import { secondsToNs } from '../core/time.ts';

export interface Turn {
  readonly timeNs: number;
  readonly nemesis: Nemesis;
  /** To be asked when its time has come. */
  decide(view: ClusterView): FaultOp;
}

export interface Turns {
  /** The next, which stays the next until it is taken; undefined if there are no more. */
  peek(): Turn | undefined;
  /** `nowNs`: when what was decided has been carried out. */
  take(nowNs: number): void;
}

export interface DrawnTurnsOptions {
  readonly nemeses: readonly Nemesis[];
  readonly intervalSeconds: number;
  readonly random: Random;
}

export class DrawnTurns implements Turns {
  readonly #schedule: NemesisSchedule;
  readonly #random: Random;
  readonly #previous = new Map<string, FaultOp>();
  #decisions = 0;

  constructor({ nemeses, intervalSeconds, random }: DrawnTurnsOptions) {
    this.#schedule = new NemesisSchedule({ nemeses, intervalNs: secondsToNs(intervalSeconds), random });
    this.#random = random;
  }

  peek(): Turn | undefined {
    const turn = this.#schedule.peek();
    return turn && { ...turn, decide: (view) => this.#decide(turn.nemesis, view) };
  }

  take(nowNs: number): void {
    this.#schedule.take(nowNs);
  }

  #decide(nemesis: Nemesis, view: ClusterView): FaultOp {
    const previous = this.#previous.get(nemesis.name);
    const op = nemesis.next(view, previous, this.#random.fork(`decide/${this.#decisions++}`));
    this.#previous.set(nemesis.name, op);
    return op;
  }
}
