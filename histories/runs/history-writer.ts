/**
 * Writes history.jsonl while a run goes on. Events go to disk before anything is judged; who owns the writer flushes it
 * on a timer, so that a killed run can be judged up to that moment.
 */
import { encodeOp } from '../codecs/jsonl.ts';
import type { Op, Vocabulary } from '../op.ts';
import { AppendFile } from './append-file.ts';

export class HistoryWriter {
  readonly #file: AppendFile;

  constructor(path: string) {
    this.#file = new AppendFile(path);
  }

  get path(): string {
    return this.#file.path;
  }

  append<V extends Vocabulary>(op: Op<V>): void {
    this.#file.write(encodeOp(op));
  }

  flush(): void {
    this.#file.flush();
  }

  close(): void {
    this.#file.close();
  }
}
