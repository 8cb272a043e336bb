/**
 * One file on a simulated disk: what its process sees, what would survive a crash, and the writes in between, in
 * their order. A replacement begins a new generation of bytes and an append lengthens the present one, so whatever
 * survives is always a prefix of one generation, and nothing is copied before a crash asks for it.
 */
import type { Random } from '../../core/random.ts';

/** How a crash treats un-synced writes: it drops them all, keeps some first ones, or stops in the middle of one. */
export type CrashKind = 'lose' | 'kill' | 'tear';

export interface CrashLoss {
  /** Writes that are not there in whole. */
  readonly writes: number;
  readonly bytes: number;
}

interface Prefix {
  readonly bytes: Bytes;
  readonly length: number;
}

interface Write {
  readonly number: number;
  readonly bytes: Bytes;
  readonly start: number;
  readonly end: number;
  readonly replaces: boolean;
}

export class DiskFile {
  #current: Bytes | undefined;
  #durable: Prefix | undefined;
  #unsynced: Write[] = [];
  /** The number of the last write: a sync makes everything up to the number of its beginning durable. */
  written = 0;

  read(): Uint8Array | undefined {
    return this.#current?.copy();
  }

  replace(content: Uint8Array): void {
    this.#write(new Bytes(), content, true);
  }

  append(content: Uint8Array): void {
    this.#write(this.#current ?? new Bytes(), content, false);
  }

  isDurable(upTo: number): boolean {
    const [first] = this.#unsynced;
    return first === undefined || first.number > upTo;
  }

  /** A later sync may have finished first: then there is nothing left to do, and nothing to take back. */
  makeDurable(upTo: number): void {
    let synced = 0;
    for (const write of this.#unsynced) {
      if (write.number > upTo) break;
      this.#durable = { bytes: write.bytes, length: write.end };
      synced++;
    }
    this.#unsynced.splice(0, synced);
  }

  /**
   * Decides what is found after the crash. A plain kill keeps a random prefix of the un-synced writes and maybe a part
   * of the append after it; a tear always stops inside a write. A replacement is old or new as a whole, as the
   * Runtime's Disk promises (a synced temporary file and a rename): it is never torn.
   */
  crash(kind: CrashKind, random: Random): CrashLoss {
    const unsynced = this.#unsynced;
    const torn = kind === 'lose' ? 0 : random.int(kind === 'tear' ? unsynced.length : unsynced.length + 1);
    const kept = kind === 'lose' ? 0 : this.#tornBytes(kind, unsynced[torn], random);
    const lost = unsynced.slice(torn);
    const [last, next] = [unsynced[torn - 1], unsynced[torn]];
    if (next !== undefined && kept > 0) this.#durable = { bytes: next.bytes, length: next.start + kept };
    else if (last !== undefined) this.#durable = { bytes: last.bytes, length: last.end };
    this.#current = this.#durable?.bytes.prefix(this.#durable.length);
    this.#durable = this.#current && { bytes: this.#current, length: this.#current.length };
    this.#unsynced = [];
    return { writes: lost.length, bytes: lost.reduce((sum, write) => sum + write.end - write.start, -kept) };
  }

  #tornBytes(kind: CrashKind, write: Write | undefined, random: Random): number {
    if (write === undefined || write.replaces) return 0;
    const size = write.end - write.start;
    if (kind === 'kill') return random.int(size);
    return size > 1 ? random.between(1, size - 1) : 0;
  }

  #write(bytes: Bytes, content: Uint8Array, replaces: boolean): void {
    const start = bytes.length;
    bytes.append(content);
    this.#current = bytes;
    this.#unsynced.push({ number: ++this.written, bytes, start, end: bytes.length, replaces });
  }
}

/** Bytes that only grow. */
class Bytes {
  length = 0;
  #buffer = new Uint8Array(0);

  append(content: Uint8Array): void {
    const end = this.length + content.length;
    if (end > this.#buffer.length) {
      const grown = new Uint8Array(this.length === 0 ? end : Math.max(end, 2 * this.#buffer.length));
      grown.set(this.#buffer.subarray(0, this.length));
      this.#buffer = grown;
    }
    this.#buffer.set(content, this.length);
    this.length = end;
  }

  copy(): Uint8Array {
    return this.#buffer.slice(0, this.length);
  }

  prefix(length: number): Bytes {
    const prefix = new Bytes();
    prefix.append(this.#buffer.subarray(0, length));
    return prefix;
  }
}
