/**
 * The messages of a simulated run, as messages.bin holds them: columns of numbers, each as differences in LEB128 bytes,
 * behind a line of JSON with the names. A million messages are some eight megabytes so, and half of that when compressed,
 * which is left to whoever writes the file: this module takes and gives plain bytes, and runs in browsers too.
 */
import { UserError } from '../../harness/core/errors.ts';

/** What became of a message. In flight: the run ended first. */
export const FATES = ['in flight', 'delivered', 'cut', 'loss', 'nobody'] as const;
export type Fate = (typeof FATES)[number];

/** The columns, as decoded: one entry for each message. */
export interface MessageLog {
  readonly count: number;
  /** Sent after the log was full, and not in it. */
  readonly omitted: number;
  readonly endpoints: readonly string[];
  readonly names: readonly string[];
  /** Places in `endpoints`. */
  readonly from: Uint16Array;
  readonly to: Uint16Array;
  /** Places in `names`. */
  readonly name: Uint16Array;
  /** Places in FATES. */
  readonly fate: Uint8Array;
  readonly sentNs: Float64Array;
  /** The instant of the sending where there is none. */
  readonly endNs: Float64Array;
  readonly duplicates: readonly { readonly message: number; readonly timeNs: number }[];
}

interface Header {
  readonly version: 1;
  readonly count: number;
  readonly omitted: number;
  readonly endpoints: readonly string[];
  readonly names: readonly string[];
  readonly duplicates: readonly { readonly message: number; readonly timeNs: number }[];
}

export function encodeMessages(log: MessageLog): Uint8Array {
  const { count, omitted, endpoints, names, duplicates } = log;
  const header: Header = { version: 1, count, omitted, endpoints, names, duplicates };
  const bytes = new Writer();
  bytes.raw(new TextEncoder().encode(`${JSON.stringify(header)}\n`));
  for (const column of [log.from, log.to, log.name, log.fate])
    for (let i = 0; i < count; i++) bytes.varint(column[i] ?? 0);
  let last = 0;
  for (let i = 0; i < count; i++) {
    const sent = log.sentNs[i] ?? 0;
    bytes.varint(sent - last);
    last = sent;
  }
  for (let i = 0; i < count; i++) bytes.varint((log.endNs[i] ?? 0) - (log.sentNs[i] ?? 0));
  return bytes.taken();
}

/** Throws UserError if the bytes are none of ours. */
export function decodeMessages(bytes: Uint8Array, source: string): MessageLog {
  const end = bytes.indexOf(10);
  const header = headerOf(new TextDecoder().decode(bytes.subarray(0, Math.max(end, 0))));
  if (header === undefined) throw damaged(source);
  const { count, omitted, endpoints, names, duplicates } = header;
  const reader = new Reader(bytes, end + 1, source);
  const [from, to, name] = [new Uint16Array(count), new Uint16Array(count), new Uint16Array(count)];
  const fate = new Uint8Array(count);
  for (const column of [from, to, name, fate]) for (let i = 0; i < count; i++) column[i] = reader.varint();
  const sentNs = new Float64Array(count);
  const endNs = new Float64Array(count);
  let last = 0;
  for (let i = 0; i < count; i++) {
    last += reader.varint();
    sentNs[i] = last;
  }
  for (let i = 0; i < count; i++) endNs[i] = (sentNs[i] ?? 0) + reader.varint();
  return { count, omitted, endpoints, names, from, to, name, fate, sentNs, endNs, duplicates };
}

const damaged = (source: string): UserError =>
  new UserError(`${source}: expected the messages of a run; the file was damaged or edited`);

function headerOf(line: string): Header | undefined {
  try {
    const header = JSON.parse(line) as Header;
    return header.version === 1 && Number.isSafeInteger(header.count) && header.count >= 0 ? header : undefined;
  } catch {
    return undefined;
  }
}

/** Bytes that grow: whole numbers, the small ones in few bytes. */
export class Writer {
  #bytes = new Uint8Array(4096);
  #length = 0;

  raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** A whole number from 0 to 2^53. */
  varint(value: number): void {
    this.#reserve(8);
    let rest = value;
    while (rest >= 128) {
      this.#bytes[this.#length++] = (rest % 128) + 128;
      rest = Math.floor(rest / 128);
    }
    this.#bytes[this.#length++] = rest;
  }

  taken(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + more));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}

/** Reads what a Writer has written. */
export class Reader {
  readonly #bytes: Uint8Array;
  readonly #source: string;
  #at: number;

  constructor(bytes: Uint8Array, at: number, source: string) {
    this.#bytes = bytes;
    this.#at = at;
    this.#source = source;
  }

  varint(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw damaged(this.#source);
      value += (byte % 128) * scale;
      if (byte < 128) return value;
    }
  }
}
