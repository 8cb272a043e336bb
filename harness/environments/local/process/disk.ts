/**
 * The disk of a real node: files in its directory, and on command a disk that is slow, fails to sync, is full, or loses its
 * power. A sync that fails leaves its writes un-synced, and a later one covers them. Syncs of one file follow each other,
 * and one that waits takes along all that has been written until it begins.
 */
import { join } from 'node:path';
import { type Disk, NoSpace } from '../../../../targets/runtime.ts';
import type { Random } from '../../../core/random.ts';
import { ProcessFile } from './file.ts';
import type { DiskSettings } from './messages.ts';
import type { Tally } from './tally.ts';

export interface DiskOptions {
  readonly directory: string;
  readonly random: Random;
  readonly tally: Pick<Tally, 'syncs' | 'syncsFailed' | 'syncsRefused' | 'syncsSlowed'>;
  readonly settings: DiskSettings;
}

type Done = (error?: Error) => void;

export class ProcessDisk implements Disk {
  readonly #options: DiskOptions;
  readonly #files = new Map<string, { readonly file: ProcessFile; waiting: Done[]; isSyncing: boolean }>();
  #settings: DiskSettings;
  #isDead = false;

  constructor(options: DiskOptions) {
    this.#options = options;
    this.#settings = options.settings;
  }

  read(name: string): Uint8Array | undefined {
    return this.#file(name).file.read();
  }

  write(name: string, bytes: Uint8Array): void {
    this.#file(name).file.replace(bytes);
  }

  append(name: string, bytes: Uint8Array): void {
    this.#file(name).file.append(bytes);
  }

  sync(name: string, done: Done): void {
    this.#options.tally.syncs++;
    const one = this.#file(name);
    one.waiting.push(done);
    if (!one.isSyncing) void this.#syncAll(name);
  }

  set(settings: DiskSettings): void {
    this.#settings = settings;
  }

  /** Nothing reaches the disk any more. Returns what is lost: writes, or of a tear bytes. */
  fail(kind: 'lose' | 'tear'): number {
    this.#isDead = true;
    const files = [...this.#files.values()].map(({ file }) => file);
    const lost = files.map((file) => {
      if (kind === 'lose') return file.unsynced;
      // There is no room for a part of a write, either.
      return this.#settings.isFull ? file.unsyncedBytes : file.tear(this.#options.random);
    });
    return lost.reduce((total, one) => total + one, 0);
  }

  async #syncAll(name: string): Promise<void> {
    const one = this.#file(name);
    one.isSyncing = true;
    while (one.waiting.length > 0 && !this.#isDead) {
      await this.#beSlow(() => one.waiting.length);
      // A power failure comes before what had not begun.
      if (this.#isDead) return;
      const waiting = one.waiting.splice(0);
      const error = await this.#flush(one.file, waiting.length);
      if (this.#isDead) return;
      for (const done of waiting) done(error);
    }
    one.isSyncing = false;
  }

  async #beSlow(waiting: () => number): Promise<void> {
    const { slowMs } = this.#settings;
    if (slowMs === 0) return;
    await new Promise((resolve) => setTimeout(resolve, slowMs));
    this.#options.tally.syncsSlowed += waiting();
  }

  /** All that wait have one outcome, as with a disk that is really bad. */
  async #flush(file: ProcessFile, waiting: number): Promise<Error | undefined> {
    const { random, tally } = this.#options;
    if (this.#settings.isFull && file.unsynced > 0) {
      tally.syncsRefused += waiting;
      return new NoSpace('sync failed: ENOSPC: no space left on device');
    }
    try {
      if (random.chance(this.#settings.failing)) throw new Error('input/output error');
      await file.flush();
      return undefined;
    } catch (error) {
      tally.syncsFailed += waiting;
      const text = `sync failed: ${error instanceof Error ? error.message : String(error)}`;
      return isNoSpace(error) ? new NoSpace(text) : new Error(text);
    }
  }

  #file(name: string) {
    let one = this.#files.get(name);
    if (one === undefined) {
      // A name is no path: it may hold anything, and may be `..`.
      const file = new ProcessFile(join(this.#options.directory, `f-${encodeURIComponent(name)}`));
      one = { file, waiting: [], isSyncing: false };
      this.#files.set(name, one);
    }
    return one;
  }
}

/** A disk that is full without our doing: the file keeps its writes, as it does with ours. */
const isNoSpace = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOSPC';
