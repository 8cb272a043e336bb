/**
 * Raft's persistent state on a Runtime's disk: term and vote in `state`, replaced as a whole; the log in `log`, a file
 * that is only appended to. A record says from which index on it counts, so that cutting off a conflicting suffix is
 * one more record. Every record carries its length and a CRC-32: what a crash tore is recognised, and dropped, as
 * nothing that was answered for can stand behind it.
 */
import crc32 from 'crc-32';
import { pack, unpack } from 'msgpackr';
import type { Disk, NodeId } from '../runtime.ts';
import { entryOf, entryTuple } from './codec.ts';
import type { HardState } from './core.ts';
import type { Entry } from './messages.ts';

const STATE = 'state';
const LOG = 'log';
const HEADER_BYTES = 8;

export interface StorageOptions {
  readonly syncsState: boolean;
  readonly syncsLog: boolean;
}

export class Storage {
  readonly #disk: Disk;
  readonly #options: StorageOptions;
  #stateIsDirty = false;
  #logIsDirty = false;
  #syncing = 0;
  /** How many changes were written, and how many of them are known to be stable. */
  #written = 0;
  #stable = 0;
  readonly #waiting: { written: number; then: () => void }[] = [];

  constructor(disk: Disk, options: StorageOptions) {
    this.#disk = disk;
    this.#options = options;
  }

  /**
   * What an earlier incarnation left. It may have died before its last sync, and what it wrote may yet be in a cache
   * that a power failure empties: so both files are synced before anything is said on their ground. A torn tail of the log
   * is cut off on disk too, or it would hide what follows.
   */
  recover(): { hardState: HardState; log: Entry[]; torn: number } {
    const stateBytes = this.#disk.read(STATE);
    if (stateBytes !== undefined) this.#changed('state');
    const [state] = records(stateBytes).values;
    const hardState = (state as [number, NodeId | null] | undefined) ?? [0, null];
    const bytes = this.#disk.read(LOG);
    const { values, wholeBytes } = records(bytes);
    const log: Entry[] = [];
    for (const value of values) {
      const [from, ...tuples] = value as [number, ...(readonly unknown[])[]];
      log.length = from - 1;
      for (const tuple of tuples) log.push(entryOf(tuple));
    }
    const torn = (bytes?.length ?? 0) - wholeBytes;
    if (torn > 0 && bytes !== undefined) this.#disk.write(LOG, bytes.slice(0, wholeBytes));
    if (bytes !== undefined) this.#changed('log');
    return { hardState: { currentTerm: hardState[0], votedFor: hardState[1] }, log, torn };
  }

  saveState({ currentTerm, votedFor }: HardState): void {
    this.#disk.write(STATE, record([currentTerm, votedFor]));
    this.#changed('state');
  }

  /** The log consists, from index `from` on, of exactly these entries. */
  saveLog(from: number, entries: readonly Entry[]): void {
    this.#disk.append(LOG, record([from, ...entries.map(entryTuple)]));
    this.#changed('log');
  }

  /** Calls back, at once if it can, when all that was saved so far survives a crash. Callbacks keep their order. */
  whenStable(then: () => void): void {
    if (this.#stable >= this.#written && this.#waiting.length === 0) then();
    else this.#waiting.push({ written: this.#written, then });
  }

  #changed(file: 'state' | 'log'): void {
    this.#written++;
    if (file === 'state' && this.#options.syncsState) this.#stateIsDirty = true;
    if (file === 'log' && this.#options.syncsLog) this.#logIsDirty = true;
    this.#sync();
  }

  /** One round of syncs at a time; whatever is saved meanwhile shares the next one (group commit). */
  #sync(): void {
    if (this.#syncing > 0) return;
    const files = [...(this.#stateIsDirty ? [STATE] : []), ...(this.#logIsDirty ? [LOG] : [])];
    const covered = this.#written;
    this.#stateIsDirty = false;
    this.#logIsDirty = false;
    if (files.length === 0) {
      this.#becameStable(covered);
      return;
    }
    this.#syncing = files.length;
    for (const file of files) {
      this.#disk.sync(file, (error) => {
        // A failed sync may have dropped the pages: nothing can be said about the file any more, so the node must stop.
        if (error) throw new Error(`cannot sync ${file}: ${error.message}`);
        if (--this.#syncing > 0) return;
        this.#becameStable(covered);
        if (this.#stable < this.#written) this.#sync();
      });
    }
  }

  #becameStable(written: number): void {
    this.#stable = written;
    while (this.#waiting[0] !== undefined && this.#waiting[0].written <= written) this.#waiting.shift()?.then();
  }
}

function record(value: readonly unknown[]): Uint8Array {
  const body = pack(value);
  const bytes = new Uint8Array(HEADER_BYTES + body.length);
  const header = new DataView(bytes.buffer);
  header.setUint32(0, body.length);
  header.setInt32(4, crc32.buf(body));
  bytes.set(body, HEADER_BYTES);
  return bytes;
}

/** The records at the beginning of a file, up to the first that is incomplete or damaged. */
function records(bytes: Uint8Array | undefined): { values: unknown[]; wholeBytes: number } {
  const values: unknown[] = [];
  if (bytes === undefined) return { values, wholeBytes: 0 };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at + HEADER_BYTES <= bytes.length) {
    const length = view.getUint32(at);
    const end = at + HEADER_BYTES + length;
    // No record is empty, but a file that had grown when the power failed may end in zeros, and those have a CRC of zero.
    if (length === 0 || end > bytes.length) break;
    const body = bytes.subarray(at + HEADER_BYTES, end);
    if (crc32.buf(body) !== view.getInt32(at + 4)) break;
    values.push(unpack(body));
    at = end;
  }
  return { values, wholeBytes: at };
}
