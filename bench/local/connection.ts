/** As little of a client as will do: one request at a time on one connection, and an answer of a known form. */
import { connect, type Socket } from 'node:net';

const REQUEST = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n';
/** What the one answer there is ends with. */
const END = '\r\n\r\nok';

export class Connection {
  readonly #socket: Socket;
  #received = '';
  #answered: (() => void) | undefined;
  #failed: ((error: Error) => void) | undefined;

  constructor(port: number) {
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.#socket.setEncoding('latin1');
    this.#socket.on('data', (text: string) => {
      this.#received += text;
      if (!this.#received.endsWith(END)) return;
      this.#received = '';
      this.#answered?.();
    });
    this.#socket.on('error', (error) => this.#failed?.(error));
  }

  request(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#answered = resolve;
      this.#failed = reject;
      this.#socket.write(REQUEST);
    });
  }

  close(): void {
    this.#socket.destroy();
  }
}
