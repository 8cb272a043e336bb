/**
 * Where a node listens. Each connection begins with the name of who speaks; from then on its messages are handed on, and
 * what is said to that name goes back on it, for clients listen nowhere. Whoever does not speak our language is cut off.
 */
import { createServer, type Server, type Socket } from 'node:net';
import type { Endpoint } from '../fabric/fabric.ts';
import { FrameReader, frameOf } from './frames.ts';
import { hello, speakerOf } from './outgoing.ts';

const MOST_WAITING_BYTES = 8 * 1024 * 1024;
const BACKLOG = 1024;
/** What a new connection hears first. */
const ANSWER = frameOf(hello('listens'));

export class Incoming {
  readonly #receive: (from: string, message: Uint8Array) => void;
  readonly #introduced: (speaker: string) => void;
  readonly #server: Server;
  readonly #speakers = new Map<string, Socket>();
  readonly #sockets = new Set<Socket>();

  /** `introduced`: somebody has connected. */
  constructor(
    receive: (from: string, message: Uint8Array) => void,
    introduced: (speaker: string) => void = () => undefined,
  ) {
    this.#receive = receive;
    this.#introduced = introduced;
    this.#server = createServer({ noDelay: true }, (socket) => this.#accept(socket));
  }

  listen({ host, port }: Endpoint): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ host, port, backlog: BACKLOG }, resolve);
    });
  }

  /** Where it listens. */
  get at(): Endpoint {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('nobody listens yet');
    return { host: address.address, port: address.port };
  }

  /** Ends all connections, too. */
  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  /** False if nobody of this name is connected, or too much waits for it already. */
  send(to: string, message: Uint8Array): boolean {
    const socket = this.#speakers.get(to);
    if (socket === undefined || socket.writableLength + message.length > MOST_WAITING_BYTES) return false;
    socket.write(frameOf(message));
    return true;
  }

  #accept(socket: Socket): void {
    const reader = new FrameReader();
    let speaker: string | undefined;
    this.#sockets.add(socket);
    socket.on('data', (chunk: Buffer) => {
      const messages = reader.push(chunk);
      if (messages === undefined) return void socket.destroy();
      for (const message of messages) {
        if (speaker !== undefined) this.#receive(speaker, message);
        else {
          speaker = speakerOf(message);
          if (speaker === undefined) return void socket.destroy();
          this.#introduce(speaker, socket);
        }
      }
      return undefined;
    });
    socket.on('error', () => undefined);
    socket.once('close', () => {
      this.#sockets.delete(socket);
      if (speaker !== undefined && this.#speakers.get(speaker) === socket) this.#speakers.delete(speaker);
    });
  }

  /** Who connects anew has given up the connection before: its end may never have come through. */
  #introduce(speaker: string, socket: Socket): void {
    this.#speakers.get(speaker)?.destroy();
    this.#speakers.set(speaker, socket);
    socket.write(ANSWER);
    this.#introduced(speaker);
  }
}
