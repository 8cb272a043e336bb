/**
 * Runs the nemeses of a plan beside the clients: waits for each turn, lets the nemesis decide, carries the decision out,
 * and writes both to the history, as two `info` events. Healing goes through here too, and is always tried in full.
 */
import type { Faults } from '../../nemesis/faults.ts';
import type { FaultOutcome } from '../../nemesis/nemesis.ts';
import type { Json } from '../core/json.ts';
import type { Cluster } from '../environments/environment.ts';
import type { Recorder } from './recorder.ts';
import { DrawnTurns, type DrawnTurnsOptions, type Turn, type Turns } from './turns.ts';

export interface NemesisLoopOptions extends DrawnTurnsOptions {
  readonly cluster: Cluster;
  readonly recorder: Recorder;
  /** In place of drawn ones. */
  readonly turns?: Turns | undefined;
}

export class NemesisLoop {
  readonly #options: NemesisLoopOptions;
  readonly #turns: Turns;
  #wakeUp: (() => void) | undefined;
  #stopped = false;

  constructor(options: NemesisLoopOptions) {
    this.#options = options;
    this.#turns = options.turns ?? new DrawnTurns(options);
  }

  /** Goes on until stopped, or until there are no more turns. */
  async run(): Promise<void> {
    for (let turn = this.#turns.peek(); turn !== undefined; turn = this.#turns.peek()) {
      await this.#wait(turn.timeNs);
      if (this.#stopped) return;
      await this.#carryOut(turn);
      this.#turns.take(this.#options.cluster.clock.now());
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

  async #carryOut({ nemesis, decide }: Turn): Promise<void> {
    const { cluster } = this.#options;
    const op = decide(cluster.view());
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
