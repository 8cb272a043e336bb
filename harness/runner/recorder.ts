/**
 * The recorder: the one place where history is made. It numbers and times every event, asserts that the history stays
 * well formed, and hands each on to the file before anything is judged.
 */
import { HistoryBuilder } from '../../histories/history.ts';
import type { Op, Process } from '../../histories/op.ts';
import type { Json } from '../core/json.ts';

export interface RecordedEvent {
  readonly process: Process;
  readonly type: Op['type'];
  readonly f: string;
  readonly value: Json;
  readonly error?: string;
}

export class Recorder {
  readonly #builder = new HistoryBuilder();
  readonly #now: () => number;
  readonly #sink: (op: Op) => void;

  constructor(options: { now: () => number; sink: (op: Op) => void }) {
    this.#now = options.now;
    this.#sink = options.sink;
  }

  /** Client operations begun. */
  invocations = 0;

  get history(): readonly Op[] {
    return this.#builder.history;
  }

  record({ process, type, f, value, error }: RecordedEvent): void {
    if (type === 'invoke') this.invocations++;
    const base = { index: this.#builder.length, time: this.#now(), process, type, f, value };
    const op = (error === undefined ? base : { ...base, error }) as Op;
    this.#builder.append(op);
    this.#sink(op);
  }
}
