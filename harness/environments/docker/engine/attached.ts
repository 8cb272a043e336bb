/**
 * The standard input and outputs of a container, from before its start on, so that nothing it says is missed. It is attached
 * anew for each start. When the runner is gone, the container's input ends.
 */

import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import type Docker from 'dockerode';

export class Attached {
  /** All has been said that ever will be. */
  readonly ended: Promise<void>;
  readonly #stream: NodeJS.ReadWriteStream;

  static async to(container: Docker.Container, line: (text: string) => void): Promise<Attached> {
    const stream = await container.attach({ stream: true, hijack: true, stdin: true, stdout: true, stderr: true });
    return new Attached(container, stream, line);
  }

  private constructor(container: Docker.Container, stream: NodeJS.ReadWriteStream, line: (text: string) => void) {
    this.#stream = stream;
    const outputs = [new PassThrough(), new PassThrough()] as const;
    container.modem.demuxStream(stream, ...outputs);
    const end = (): void => {
      for (const output of outputs) output.end();
    };
    // Whatever ends it, what has arrived is still read.
    stream.once('end', end).once('close', end).once('error', end);
    this.ended = Promise.all(
      outputs.map(async (output) => {
        for await (const text of createInterface({ input: output })) line(text);
      }),
    ).then(() => undefined);
  }

  write(text: string): void {
    if (this.#stream.writable) this.#stream.write(text);
  }

  /** The container's input ends. */
  close(): void {
    this.#stream.end();
  }
}
