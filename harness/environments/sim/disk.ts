/**
 * The disk of one host: its files, and how slow and unreliable syncing them is. It outlives the processes of the host.
 * A sync that fails leaves its writes un-synced, and a later sync that succeeds covers them; a kernel that forgets
 * dirty pages after a failed sync would be worse, but then no later success could keep the promise of the contract.
 */
import { NoSpace } from '../../../targets/runtime.ts';
import type { Random } from '../../core/random.ts';
import { msToNs, NS_PER_US } from '../../core/time.ts';
import { type CrashKind, type CrashLoss, DiskFile } from './file.ts';
import type { Incarnation } from './incarnation.ts';
import { Work } from './work.ts';

const SYNC_MIN_NS = 100 * NS_PER_US;
const SYNC_TAIL_MEAN_NS = 200 * NS_PER_US;

export class HostDisk {
  readonly #random: Random;
  readonly #syncNs: number | undefined;
  readonly #files = new Map<string, DiskFile>();
  #slowNs = 0;
  #slowed = 0;
  #failing = 0;
  #failed = 0;
  #isFull = false;
  #refused = 0;

  /** `syncNs`: how long every sync takes; drawn if it is left out. */
  constructor(random: Random, syncNs?: number) {
    this.#random = random;
    this.#syncNs = syncNs;
  }

  /** The file of this name, which exists once it is written to. */
  file(name: string): DiskFile {
    let file = this.#files.get(name);
    if (file === undefined) {
      file = new DiskFile();
      this.#files.set(name, file);
    }
    return file;
  }

  /** How long a sync that begins now will take. */
  drawSyncNs(): number {
    if (this.#slowNs > 0) this.#slowed++;
    const usualNs = this.#syncNs ?? SYNC_MIN_NS + Math.round(this.#random.exponential(SYNC_TAIL_MEAN_NS));
    return usualNs + this.#slowNs;
  }

  /** Why a sync of this file up to this write cannot be done. With nothing left to write, a full disk has nothing to refuse. */
  drawSyncError(file: DiskFile, upTo: number): Error | undefined {
    const fails = this.#random.chance(this.#failing);
    if (fails) {
      this.#failed++;
      return new Error('sync failed: input/output error');
    }
    if (!this.#isFull || file.isDurable(upTo)) return undefined;
    this.#refused++;
    return new NoSpace('sync failed: ENOSPC: no space left on device');
  }

  /** On a full disk there is no room for a part of what was not synced, either. */
  crash(kind: CrashKind): CrashLoss {
    let [writes, bytes] = [0, 0];
    for (const file of this.#files.values()) {
      const loss = file.crash(this.#isFull ? 'lose' : kind, this.#random);
      writes += loss.writes;
      bytes += loss.bytes;
    }
    return { writes, bytes };
  }

  /** Returns the syncs slowed since the last call. */
  slowSync(delayMs: number): number {
    if (!(delayMs >= 0 && delayMs < Infinity)) throw new RangeError(`a sync cannot be slowed by ${delayMs} ms`);
    const slowed = this.#slowed;
    this.#slowed = 0;
    this.#slowNs = msToNs(delayMs);
    return slowed;
  }

  /** Returns the syncs failed since the last call. */
  failSync(probability: number): number {
    if (!(probability >= 0 && probability <= 1)) throw new RangeError(`not a probability: ${probability}`);
    const failed = this.#failed;
    this.#failed = 0;
    this.#failing = probability;
    return failed;
  }

  /** Returns the syncs refused since the last call. */
  full(isFull: boolean): number {
    const refused = this.#refused;
    this.#refused = 0;
    this.#isFull = isFull;
    return refused;
  }
}

/** The end of a sync. The disk is done at that instant also if the process is paused, and hears of it later. */
export class SyncDone extends Work {
  readonly #life: Incarnation;
  readonly #file: DiskFile;
  readonly #upTo: number;
  readonly #done: (error?: Error) => void;
  #error: Error | undefined;

  constructor(life: Incarnation, file: DiskFile, done: (error?: Error) => void) {
    super(life.host);
    this.#life = life;
    this.#file = file;
    this.#upTo = file.written;
    this.#done = done;
  }

  override fire(): boolean {
    // Of a process that died meanwhile, the crash has decided already what reached the disk.
    if (this.#life.retired) return false;
    this.#error = this.host.disk.drawSyncError(this.#file, this.#upTo);
    if (this.#error === undefined) this.#file.makeDurable(this.#upTo);
    else this.host.world.counts.syncsFailed++;
    return this.host.accept(this);
  }

  stale(): boolean {
    return this.#life.retired;
  }

  act(): void {
    if (this.#error === undefined) this.#done();
    else this.#done(this.#error);
  }
}
