/**
 * A text file that only ever grows, line by line. Lines gather in memory and go out in writes of whole lines, at the
 * latest when 256 KiB have gathered or the owner calls `flush`, so that a process that is killed leaves everything up to
 * its last flush and nothing torn. A failed write is final: what follows would stand behind a torn line.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { storeError } from './store-error.ts';

const bufferedChars = 256 * 1024;

export class AppendFile {
  readonly path: string;
  readonly #fd: number;
  #buffer = '';
  /** Whole lines that the operating system has. */
  #savedLines = 0;
  #failure: unknown;
  #closed = false;

  constructor(path: string) {
    this.path = path;
    try {
      this.#fd = openSync(path, 'a');
    } catch (cause) {
      throw storeError(cause, 'write', path);
    }
  }

  /** Appends a line; it must not hold a newline. */
  write(line: string): void {
    if (this.#failure !== undefined) throw this.#failure;
    this.#buffer += `${line}\n`;
    if (this.#buffer.length >= bufferedChars) this.flush();
  }

  /** Hands all lines to the operating system: they survive the death of this process. */
  flush(): void {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#buffer === '') return;
    const bytes = Buffer.from(this.#buffer);
    this.#buffer = '';
    let written = 0;
    try {
      while (written < bytes.length) written += writeSync(this.#fd, bytes, written);
    } catch (cause) {
      const saved = `the first ${this.#savedLines + countLines(bytes, written)} lines are saved`;
      this.#failure = storeError(cause, 'write', this.path, saved);
      throw this.#failure;
    } finally {
      this.#savedLines += countLines(bytes, written);
    }
  }

  /** Flushes, unless a write has failed already and was reported then. May be called twice. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    try {
      if (this.#failure === undefined) this.flush();
    } finally {
      closeSync(this.#fd);
    }
  }
}

function countLines(bytes: Buffer, end: number): number {
  let lines = 0;
  for (let at = bytes.indexOf(10); at >= 0 && at < end; at = bytes.indexOf(10, at + 1)) lines++;
  return lines;
}
