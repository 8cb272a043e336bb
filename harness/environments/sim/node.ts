/**
 * A node's machine: starts, kills, pauses and resumes the processes of the program on it. Code that throws ends its
 * process, like an uncaught exception does, and the crash is recorded; the machine can start another. After each event
 * the invariants are judged.
 */
import type { NodeId } from '../../../targets/runtime.ts';
import type { Program } from '../../../targets/target.ts';
import { stackOf } from '../stack.ts';
import type { CrashKind, CrashLoss } from './file.ts';
import { Host } from './host.ts';
import { Incarnation } from './incarnation.ts';
import type { Invariants } from './invariants.ts';
import type { Work } from './work.ts';
import type { World } from './world.ts';

export interface Crash {
  readonly node: NodeId;
  readonly timeNs: number;
  readonly error: string;
}

export interface NodeSetup {
  readonly program: Program;
  readonly peers: readonly NodeId[];
  readonly invariants: Invariants | undefined;
  readonly crashes: Crash[];
}

export class NodeHost extends Host {
  readonly #setup: NodeSetup;
  #incarnations = 0;

  constructor(world: World, id: NodeId, index: number, setup: NodeSetup) {
    super(world, id, index);
    this.#setup = setup;
  }

  get up(): boolean {
    return this.life !== undefined;
  }

  /** False if it was up already. A program that throws while it starts has been started, and has crashed. */
  start(): boolean {
    if (this.life !== undefined) return false;
    this.world.counts.starts++;
    const life = new Incarnation(this, `node/${this.id}/${++this.#incarnations}`, this.#setup.peers);
    this.life = life;
    try {
      life.node = this.#setup.program.start(life.runtime);
    } catch (error) {
      this.#crashed(error);
      return true;
    }
    this.look();
    this.#setup.invariants?.started(this.id, life.node);
    return true;
  }

  /** What the process had not synced is lost as `kind` says; undefined if there was no process. */
  kill(kind: CrashKind): CrashLoss | undefined {
    if (this.life === undefined) return undefined;
    this.world.counts.kills++;
    this.stop();
    return this.#loseUnsynced(kind);
  }

  /** Ends the process, and with it all that waited for it. */
  stop(): void {
    this.life?.retire();
    this.life = undefined;
    this.paused = false;
    this.dropWaiting();
    this.look();
  }

  override pause(): boolean {
    const isNew = this.up && super.pause();
    this.look();
    return isNew;
  }

  /** To be called when anything may have changed that an observer is told of. */
  look(): void {
    this.world.states?.look(this);
  }

  protected override unpause(): void {
    super.unpause();
    this.look();
  }

  protected override perform(work: Work): boolean {
    try {
      work.act();
    } catch (error) {
      this.#crashed(error);
      return false;
    }
    this.look();
    // Outside of the try: an invariant that throws is our own mistake, not the node's.
    if (this.#setup.invariants !== undefined && this.life?.node !== undefined) {
      this.#setup.invariants.step(this.id, this.life.node);
    }
    return false;
  }

  #crashed(error: unknown): void {
    this.#setup.crashes.push({ node: this.id, timeNs: this.world.scheduler.now, error: stackOf(error) });
    this.stop();
    this.#loseUnsynced('kill');
  }

  #loseUnsynced(kind: CrashKind): CrashLoss {
    const loss = this.disk.crash(kind);
    this.world.counts.writesLost += loss.writes;
    return loss;
  }
}
