/**
 * One file of a node. What is written stays in memory until a sync brings it to the disk, so that a process which is killed
 * loses what it did not sync, as a machine without power does; a kernel would keep it, and no test would ever find out. A
 * replacement is a synced temporary file and a rename; an append goes to a known place, so that trying again does no harm.
 */
import { closeSync, constants, fstatSync, ftruncateSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { type FileHandle, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Random } from '../../../core/random.ts';

interface Write {
  readonly bytes: Uint8Array;
  readonly replaces: boolean;
}

export class ProcessFile {
  readonly #path: string;
  /** In their order; those that a sync is bringing to the disk are still among them. */
  #unsynced: Write[] = [];
  /** Bytes that are on the disk; undefined if there is no file. */
  #durable: number | undefined;

  constructor(path: string) {
    this.#path = path;
    this.#durable = sizeOf(path);
  }

  get unsynced(): number {
    return this.#unsynced.length;
  }

  get unsyncedBytes(): number {
    return sum(this.#unsynced);
  }

  read(): Uint8Array | undefined {
    const from = this.#unsynced.findLastIndex(({ replaces }) => replaces);
    const later = this.#unsynced.slice(Math.max(from, 0)).map(({ bytes }) => bytes);
    const before =
      from >= 0 || this.#durable === undefined ? [] : [readFileSync(this.#path).subarray(0, this.#durable)];
    if (before.length + later.length === 0) return undefined;
    return new Uint8Array(Buffer.concat([...before, ...later]));
  }

  replace(bytes: Uint8Array): void {
    this.#unsynced.push({ bytes: bytes.slice(), replaces: true });
  }

  append(bytes: Uint8Array): void {
    this.#unsynced.push({ bytes: bytes.slice(), replaces: false });
  }

  /** Makes all that is written now survive. Only one at a time. */
  async flush(): Promise<void> {
    const writes = [...this.#unsynced];
    if (writes.length === 0) return;
    const from = writes.findLastIndex(({ replaces }) => replaces);
    const bytes = Buffer.concat(writes.slice(Math.max(from, 0)).map((write) => write.bytes));
    if (from >= 0) await this.#replace(bytes);
    else await this.#append(bytes);
    this.#unsynced.splice(0, writes.length);
  }

  /** The power fails in the middle of a write: the disk keeps some first writes, and a part of the next. Returns the bytes lost. */
  tear(random: Random): number {
    const torn = this.#unsynced[random.int(this.#unsynced.length)];
    if (torn === undefined) return 0;
    const whole = this.#unsynced.slice(0, this.#unsynced.indexOf(torn));
    const size = torn.bytes.length;
    const kept = torn.replaces || size < 2 ? [] : [torn.bytes.subarray(0, random.between(1, size - 1))];
    const from = whole.findLastIndex(({ replaces }) => replaces);
    const written = Buffer.concat([...whole.slice(Math.max(from, 0)).map(({ bytes }) => bytes), ...kept]);
    const total = sum(this.#unsynced) - sum(whole) - (kept[0]?.length ?? 0);
    if (from >= 0) writeAnew(this.#path, written);
    else if (written.length > 0) writeAt(this.#path, written, this.#durable ?? 0);
    return total;
  }

  async #append(bytes: Buffer): Promise<void> {
    const isNew = this.#durable === undefined;
    const handle = await open(this.#path, constants.O_RDWR | constants.O_CREAT, 0o600);
    await writeAndSync(handle, bytes, this.#durable ?? 0);
    if (isNew) await syncDirectory(this.#path);
    this.#durable = (this.#durable ?? 0) + bytes.length;
  }

  async #replace(bytes: Buffer): Promise<void> {
    await writeAndSync(await open(temporary(this.#path), 'w', 0o600), bytes, 0);
    await rename(temporary(this.#path), this.#path);
    await syncDirectory(this.#path);
    this.#durable = bytes.length;
  }
}

const temporary = (path: string): string => `${path}.new`;
const sum = (writes: readonly Write[]): number => writes.reduce((total, { bytes }) => total + bytes.length, 0);

function sizeOf(path: string): number | undefined {
  try {
    const fd = openSync(path, 'r');
    const { size } = fstatSync(fd);
    closeSync(fd);
    return size;
  } catch {
    return undefined;
  }
}

async function writeAndSync(handle: FileHandle, bytes: Buffer, position: number): Promise<void> {
  try {
    for (let at = 0; at < bytes.length; ) {
      at += (await handle.write(bytes, at, bytes.length - at, position + at)).bytesWritten;
    }
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

/** The name of a new file is in its directory. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(dirname(path), 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

function writeAnew(path: string, bytes: Buffer): void {
  writeAt(temporary(path), bytes, 0);
  renameSync(temporary(path), path);
}

function writeAt(path: string, bytes: Buffer, position: number): void {
  const fd = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
  ftruncateSync(fd, position);
  writeSync(fd, bytes, 0, bytes.length, position);
  closeSync(fd);
}
