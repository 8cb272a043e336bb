/**
 * What is known of the runs of a store: their names at once, and what each is as it is read, the newest first. Rows are
 * kept in memory with the times of the files that they were read from, and read again when those change. The disk is asked
 * and never watched: watching is different on every system, and a store may be on a network.
 */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as breath } from 'node:timers/promises';
import { planFile, resultsFile } from '../../histories/store.ts';
import type { RunRef, RunRow } from './api.ts';
import { readRow } from './run-row.ts';

export interface IndexedRun extends RunRef {
  /** Undefined until it has been read. */
  readonly row: RunRow | undefined;
}

interface Entry extends RunRef {
  row: RunRow | undefined;
  stamp: string;
}

interface Folder {
  readonly mtimeMs: number;
  readonly entries: readonly Entry[];
}

/** So many are read before others have their turn: a few milliseconds. */
const BATCH = 20;
/** How often a reading that goes on is told about. */
const TOLD_MS = 300;
/** A folder that changed so lately may change again without its time telling so. */
const UNSURE_MS = 2_000;
/** Of runs without a verdict so many, the newest, are looked at again each time: others have been cut off long ago. */
const UNFINISHED = 200;

export class StoreIndex {
  readonly #store: string;
  readonly #changed: () => void;
  #folders: ReadonlyMap<string, Folder> = new Map();
  #entries: readonly Entry[] = [];
  #isReading = false;
  #isClosed = false;

  /** `changed` is called whenever `runs` is no longer what it was. */
  constructor(store: string, changed: () => void = () => {}) {
    this.#store = store;
    this.#changed = changed;
  }

  /** The newest first. */
  get runs(): readonly IndexedRun[] {
    return this.#entries;
  }

  get readCount(): number {
    return this.#entries.reduce((count, { row }) => (row === undefined ? count : count + 1), 0);
  }

  /** Looks for runs that have come, gone, or got their verdict, and goes on reading in the background. */
  refresh(): void {
    const before = this.#entries;
    this.#list();
    let isChanged = before !== this.#entries;
    const unfinished = this.#entries.filter(({ row }) => row?.verdict === 'none' || row?.verdict === 'unreadable');
    for (const entry of unfinished.slice(0, UNFINISHED)) isChanged = this.#reread(entry) || isChanged;
    if (isChanged) this.#changed();
    void this.#readOn();
  }

  /** These as they are now on the disk. */
  current(runs: readonly IndexedRun[]): readonly RunRow[] {
    const wanted = new Set(runs);
    return this.#entries.flatMap((entry) => {
      if (!wanted.has(entry)) return [];
      this.#reread(entry);
      return entry.row === undefined ? [] : [entry.row];
    });
  }

  close(): void {
    this.#isClosed = true;
  }

  /** Resolves when everything has been read; for tests. */
  async complete(): Promise<void> {
    while (this.#isReading) await breath();
  }

  async #readOn(): Promise<void> {
    if (this.#isReading) return;
    this.#isReading = true;
    let toldAt = performance.now();
    let isUntold = false;
    try {
      for (;;) {
        const batch = this.#entries.filter(({ row }) => row === undefined).slice(0, BATCH);
        if (batch.length === 0 || this.#isClosed) break;
        for (const entry of batch) this.#reread(entry);
        isUntold = performance.now() - toldAt < TOLD_MS;
        if (!isUntold) {
          toldAt = performance.now();
          this.#changed();
        }
        await breath();
      }
    } finally {
      this.#isReading = false;
    }
    if (isUntold && !this.#isClosed) this.#changed();
  }

  /** Returns whether it is another one than it was. */
  #reread(entry: Entry): boolean {
    const stamp = stampOf(join(this.#store, entry.test, entry.name));
    if (entry.row !== undefined && stamp === entry.stamp) return false;
    entry.stamp = stamp;
    entry.row = readRow(this.#store, entry);
    return true;
  }

  #list(): void {
    const folders = new Map(foldersIn(this.#store).map((test) => [test, this.#listFolder(test)]));
    const isSame =
      folders.size === this.#folders.size && [...folders].every(([test, folder]) => this.#folders.get(test) === folder);
    if (isSame) return;
    this.#folders = folders;
    this.#entries = [...folders.values()].flatMap(({ entries }) => entries).sort(newestFirst);
  }

  /** The same folder as before, if nothing has come or gone. */
  #listFolder(test: string): Folder {
    const path = join(this.#store, test);
    const known = this.#folders.get(test);
    const mtimeMs = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (known !== undefined && known.mtimeMs === mtimeMs && Date.now() - mtimeMs > UNSURE_MS) return known;
    const names = foldersIn(path);
    const entries = new Map(known?.entries.map((entry) => [entry.name, entry]));
    const isSame = known !== undefined && names.length === entries.size && names.every((name) => entries.has(name));
    if (isSame && known.mtimeMs === mtimeMs) return known;
    return {
      mtimeMs,
      entries: isSame
        ? known.entries
        : names.map((name) => entries.get(name) ?? { test, name, row: undefined, stamp: '' }),
    };
  }
}

/** Links such as `latest` are not among them, and neither are folders that hide. */
function foldersIn(path: string): readonly string[] {
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map(({ name }) => name);
  } catch {
    // It was there a moment ago, or may not be read: there is nothing in it to show.
    return [];
  }
}

function stampOf(directory: string): string {
  return [planFile, resultsFile]
    .map((file) => {
      try {
        const stat = statSync(join(directory, file), { throwIfNoEntry: false });
        return stat === undefined ? '-' : `${stat.mtimeMs}:${stat.size}`;
      } catch {
        return '?';
      }
    })
    .join(' ');
}

function newestFirst(a: Entry, b: Entry): number {
  if (a.name !== b.name) return a.name < b.name ? 1 : -1;
  return a.test < b.test ? -1 : 1;
}
