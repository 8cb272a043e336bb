/**
 * The way to one other endpoint: a TCP connection that is made anew as often as it breaks, and says first who is speaking.
 * A message goes out at most once. What was given to a connection that broke is lost, and so is what waited for an attempt
 * that failed: nothing is ever sent again. Nobody is told; protocols have time-outs.
 */
import { connect, type Socket } from 'node:net';
import type { Endpoint } from '../fabric/fabric.ts';
import { FrameReader, frameOf } from './frames.ts';

/** A handshake takes less than a millisecond; one that meets a cut must not wait for the kernel's next attempt. */
const ATTEMPT_MS = 250;
const PAUSE_MS = 50;
/** What waits in memory for a slow or cut-off receiver; more is dropped. */
const MOST_WAITING_BYTES = 8 * 1024 * 1024;

export interface OutgoingOptions {
  readonly self: string;
  readonly to: Endpoint;
  /** Messages that come back on the same connection. */
  receive(message: Uint8Array): void;
  /** So many messages were given up. */
  dropped(count: number): void;
  /** The other end itself has answered: a proxy accepts before it knows whether anybody is there. */
  linked?(): void;
}

export class Outgoing {
  readonly #options: OutgoingOptions;
  #socket: Socket | undefined;
  #isOpen = false;
  #timer: NodeJS.Timeout | undefined;
  /** For the attempt under way. */
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #isClosed = false;

  constructor(options: OutgoingOptions) {
    this.#options = options;
  }

  /** Attempts begin, and do not end before `close`. */
  open(): void {
    if (this.#socket === undefined && this.#timer === undefined && !this.#isClosed) this.#connect();
  }

  /** The other end is there, as it has shown: the next attempt need not wait. */
  hasten(): void {
    if (this.#timer === undefined || this.#isClosed) return;
    clearTimeout(this.#timer);
    this.#connect();
  }

  send(message: Uint8Array): void {
    const socket = this.#isOpen ? this.#socket : undefined;
    const waiting = socket?.writableLength ?? this.#waitingBytes;
    if (this.#isClosed || waiting + message.length > MOST_WAITING_BYTES) {
      this.#options.dropped(1);
    } else if (socket !== undefined) {
      socket.write(frameOf(message));
    } else {
      this.#waiting.push(message);
      this.#waitingBytes += message.length;
      this.open();
    }
  }

  /** Gives up the connection, with all that is under way on it, and makes another. */
  reset(): void {
    this.#socket?.resetAndDestroy();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#socket?.destroy();
    this.#giveUp();
  }

  #connect(): void {
    this.#timer = undefined;
    const { self, to, receive, linked } = this.#options;
    const socket = connect({ ...to, noDelay: true });
    const reader = new FrameReader();
    let isLinked = false;
    const attempt = setTimeout(() => socket.destroy(), ATTEMPT_MS);
    this.#socket = socket;
    socket.once('connect', () => {
      clearTimeout(attempt);
      socket.write(frameOf(hello(self)));
      for (const message of this.#waiting) socket.write(frameOf(message));
      this.#waiting = [];
      this.#waitingBytes = 0;
      this.#isOpen = true;
    });
    socket.on('data', (chunk: Buffer) => {
      const messages = reader.push(chunk);
      if (messages === undefined) socket.destroy();
      else {
        for (const message of messages) {
          if (isLinked) receive(message);
          else linked?.();
          isLinked = true;
        }
      }
    });
    // What is wrong is of no interest: it closes.
    socket.on('error', () => undefined);
    socket.once('close', () => {
      clearTimeout(attempt);
      this.#socket = undefined;
      this.#isOpen = false;
      this.#giveUp();
      if (!this.#isClosed) this.#timer = setTimeout(() => this.#connect(), PAUSE_MS);
    });
  }

  #giveUp(): void {
    if (this.#waiting.length > 0) this.#options.dropped(this.#waiting.length);
    this.#waiting = [];
    this.#waitingBytes = 0;
  }
}

const MAGIC = 'harness 1 ';

export const hello = (self: string): Uint8Array => Buffer.from(`${MAGIC}${self}`);

/** Who speaks, by the first message of a connection; undefined for garbage. */
export function speakerOf(message: Uint8Array): string | undefined {
  if (message.length > MAGIC.length + 64) return undefined;
  const text = Buffer.from(message).toString();
  return text.startsWith(MAGIC) ? text.slice(MAGIC.length) : undefined;
}
