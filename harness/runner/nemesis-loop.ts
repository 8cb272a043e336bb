/**
 * Runs the nemeses of a plan beside the clients: waits for each turn, lets the nemesis decide, carries the decision out,
 * and writes both to the history, as two `info` events. Healing goes through here too, and is always tried in full.
 */
import type { Faults } from '../../nemesis/faults.ts';
import type { FaultOp, FaultOutcome, Nemesis } from '../../nemesis/nemesis.ts';
import { NemesisSchedule } from '../../nemesis/schedule.ts';
import type { Json } from '../core/json.ts';
import type { Random } from '../core/random.ts';
import { secondsToNs } from '../core/time.ts';
import type { Cluster } from '../environments/environment.ts';
import type { Recorder } from './recorder.ts';

export interface NemesisLoopOptions {
  readonly cluster: Cluster;
  readonly recorder: Recorder;
  readonly nemeses: readonly Nemesis[];
  readonly intervalSeconds: number;
  readonly random: Random;
}

export class NemesisLoop {
  readonly #options: NemesisLoopOptions;
  readonly #schedule: NemesisSchedule;
  readonly #previous = new Map<string, FaultOp>();
  #wakeUp: (() => void) | undefined;
  #stopped = false;
  #decisions = 0;

  constructor(options: NemesisLoopOptions) {
    this.#options = options;
    this.#schedule = new NemesisSchedule({
      nemeses: options.nemeses,
      intervalNs: secondsToNs(options.intervalSeconds),
      random: options.random,
    });
  }

  /** Goes on until stopped. */
  async run(): Promise<void> {
    for (let turn = this.#schedule.peek(); turn !== undefined; turn = this.#schedule.peek()) {
      await this.#wait(turn.timeNs);
      if (this.#stopped) return;
      await this.#decide(turn.nemesis);
      this.#schedule.take(this.#options.cluster.clock.now());
    }
  }

  stop(): void {
    this.#stopped = true;
    this.#wakeUp?.();
  }

  /**
   * Undoes all faults. The history holds a `heal-all` event before and after, which is how a liveness check knows from
   * when on there is no excuse. Neither a nemesis that cannot heal nor a history that cannot be written (the disk is
   * full) keeps the others from it; what went wrong is thrown last.
   */
  async heal(): Promise<void> {
    const { cluster, nemeses } = this.#options;
    const errors = new Set<unknown>();
    const attempt = async (work: () => Promise<void> | void): Promise<void> => {
      try {
        await work();
      } catch (error) {
        errors.add(error);
      }
    };
    await attempt(() => this.#note('heal-all', { phase: 'start' }));
    for (const nemesis of nemeses) {
      await attempt(async () => {
        const outcome = await nemesis.heal(cluster.faults as Faults, cluster.nodes, cluster.view().clients);
        this.#note(`heal-${nemesis.name}`, { nemesis: nemesis.name, bites: outcome.bites, ...detailOf(outcome) });
      });
    }
    if (errors.size > 1) throw new AggregateError(errors, 'not every fault could be healed');
    for (const error of errors) throw error;
    this.#note('heal-all', { phase: 'done' });
  }

  async #decide(nemesis: Nemesis): Promise<void> {
    const { cluster, random } = this.#options;
    const op = nemesis.next(
      cluster.view(),
      this.#previous.get(nemesis.name),
      random.fork(`decide/${this.#decisions++}`),
    );
    this.#previous.set(nemesis.name, op);
    this.#note(op.f, { nemesis: nemesis.name, decision: op.value });
    const outcome = await nemesis.invoke(cluster.faults as Faults, op);
    this.#note(op.f, { nemesis: nemesis.name, decision: op.value, bites: outcome.bites, ...detailOf(outcome) });
  }

  #note(f: string, value: { [name: string]: Json }): void {
    this.#options.recorder.record({ process: 'nemesis', type: 'info', f, value });
  }

  #wait(timeNs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.#options.cluster.clock.at(timeNs, resolve);
      this.#wakeUp = () => {
        timer.cancel();
        resolve();
      };
      if (this.#stopped) this.#wakeUp();
    });
  }
}

function detailOf({ detail }: FaultOutcome): { detail?: Json } {
  return detail === undefined ? {} : { detail };
}
