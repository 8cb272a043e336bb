/**
 * Stable storage for a node that writes often: one round of syncs at a time, and whatever is written meanwhile shares the
 * next one. Whoever has something to say waits with `whenStable` until all that was written before can survive a crash,
 * also while the disk has no room: then nothing is stable that was not, and nothing else is wrong.
 */
import { type Disk, NoSpace, type Runtime, type Timers } from './runtime.ts';

/** A full disk is asked again after this long: soon for whoever waits, seldom for a node that has other things to do. */
const RETRY_MS = 50;

export class GroupCommit {
  readonly #disk: Disk;
  readonly #timers: Timers;
  /** In the order in which they are synced. */
  readonly #files: readonly string[];
  readonly #dirty = new Set<string>();
  #syncing = 0;
  /** How many changes were written, and how many of them are known to be stable. */
  #written = 0;
  #stable = 0;
  readonly #waiting: { written: number; then: () => void }[] = [];

  constructor({ disk, timers }: Pick<Runtime, 'disk' | 'timers'>, files: readonly string[]) {
    this.#disk = disk;
    this.#timers = timers;
    this.#files = files;
  }

  /** The file was written to. A planted bug does not sync it, and calls it stable all the same. */
  changed(file: string, syncs = true): void {
    this.#written++;
    if (syncs) this.#dirty.add(file);
    this.#sync();
  }

  /** Calls back, at once if it can, when all that was written so far survives a crash. Callbacks keep their order. */
  whenStable(then: () => void): void {
    if (this.#stable >= this.#written && this.#waiting.length === 0) then();
    else this.#waiting.push({ written: this.#written, then });
  }

  #sync(): void {
    if (this.#syncing > 0) return;
    const files = this.#files.filter((file) => this.#dirty.delete(file));
    const covered = this.#written;
    if (files.length === 0) {
      this.#becameStable(covered);
      return;
    }
    this.#syncing = files.length;
    for (const file of files) this.#syncFile(file, covered);
  }

  #syncFile(file: string, covered: number): void {
    this.#disk.sync(file, (error) => {
      // The disk has kept what it had no room for. The round goes on when there is some, and whoever waits for it waits.
      if (error instanceof NoSpace) {
        this.#timers.after(RETRY_MS, () => this.#syncFile(file, covered));
        return;
      }
      // Any other failed sync may have dropped the pages: nothing can be said about the file any more, so the node must stop.
      if (error) throw new Error(`cannot sync ${file}: ${error.message}`);
      if (--this.#syncing > 0) return;
      this.#becameStable(covered);
      if (this.#stable < this.#written) this.#sync();
    });
  }

  #becameStable(written: number): void {
    this.#stable = written;
    while (this.#waiting[0] !== undefined && this.#waiting[0].written <= written) this.#waiting.shift()?.then();
  }
}
