/**
 * A place in the simulation that has a name on the network, clocks and a disk: a node's machine or a client's. It
 * outlives the processes (incarnations) that run on it one after the other, holds back their work while they are
 * paused, and is addressed by name: a message that was on its way while a node restarted reaches the new incarnation,
 * as it would with datagrams.
 */
import type { NodeId } from '../../../targets/runtime.ts';
import type { Random } from '../../core/random.ts';
import { HostClock } from './clock.ts';
import { HostDisk } from './disk.ts';
import type { Incarnation } from './incarnation.ts';
import type { Work } from './work.ts';
import { Resumed } from './work.ts';
import type { World } from './world.ts';

const MONOTONIC_ORIGIN_MAX_S = 1_000_000;

export abstract class Host {
  readonly id: NodeId;
  readonly index: number;
  readonly world: World;
  readonly clock: HostClock;
  readonly disk: HostDisk;
  /** What this host draws for the messages that it sends: its own stream, so that hosts do not disturb each other. */
  readonly networkRandom: Random;
  /** The base latency to each other host, by index, once drawn. */
  readonly latencies: number[] = [];
  /** The process that runs here now. */
  life: Incarnation | undefined;
  paused = false;
  #waiting: Work[] = [];
  /** Events that had to wait since the last pause began, whatever has become of them. */
  #heldBack = 0;

  constructor(world: World, id: NodeId, index: number) {
    this.world = world;
    this.id = id;
    this.index = index;
    const originS = world.random.fork(`clock/${id}`).int(MONOTONIC_ORIGIN_MAX_S);
    this.clock = new HostClock(world.scheduler, originS * 1_000_000_000);
    this.disk = new HostDisk(world.random.fork(`disk/${id}`), world.syncNs);
    this.networkRandom = world.random.fork(`network/${id}`);
  }

  /** Does the work, or keeps it until the host is resumed. */
  accept(work: Work): boolean {
    if (work.stale()) {
      work.abandoned();
      return false;
    }
    if (this.paused) {
      this.#waiting.push(work);
      this.#heldBack++;
      return false;
    }
    return this.perform(work);
  }

  /** False if it is paused already. */
  pause(): boolean {
    if (this.paused) return false;
    this.paused = true;
    this.#heldBack = 0;
    return true;
  }

  /** Returns how many events had to wait, be it that the process they were for was killed meanwhile. */
  resume(): number {
    const heldBack = this.#heldBack;
    this.#heldBack = 0;
    this.unpause();
    return heldBack;
  }

  /** Runs host code; true if that code may have resolved promises. */
  protected abstract perform(work: Work): boolean;

  /** Everything that waited happens now, in the order in which it came, before anything later. */
  protected unpause(): void {
    this.paused = false;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const work of waiting) this.world.scheduler.push(this.world.scheduler.now, new Resumed(work));
  }

  protected dropWaiting(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const work of waiting) work.abandoned();
  }
}

/** A client's host: never killed or skewed. Its code uses promises, and its errors are the harness' own. */
export class ClientHost extends Host {
  #isInUse = true;

  get isInUse(): boolean {
    return this.#isInUse;
  }

  /** What waited happens now, to a client that takes no notice any more; that it waited still counts. */
  release(): void {
    this.#isInUse = false;
    this.unpause();
  }

  override pause(): boolean {
    return this.#isInUse && super.pause();
  }

  protected override perform(work: Work): boolean {
    work.act();
    return true;
  }
}
