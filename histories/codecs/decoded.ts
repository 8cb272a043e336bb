/**
 * What every decoder gives back, and how every decoder complains: as `file:line: expected ..., got ...`. Decoders take
 * text, not paths; the name of the file is for messages.
 */
import { UserError } from '../../harness/core/errors.ts';
import { HistoryBuilder } from '../history.ts';
import type { Op } from '../op.ts';

export interface Decoded {
  readonly history: readonly Op[];
  /** What was passed over, one sentence each, with file and line. */
  readonly warnings: readonly string[];
}

export function malformed(file: string, line: number, what: string): UserError {
  return new UserError(`${file}:${line}: ${what}`);
}

/** A piece of input, short enough for a message. */
export function excerpt(value: unknown): string {
  if (value === undefined) return 'nothing';
  let text: string;
  try {
    text = typeof value === 'bigint' ? String(value) : JSON.stringify(value);
  } catch {
    text = String(value);
  }
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** A builder that reports a broken rule as the fault of the line that is being read. */
export class HistoryReader {
  readonly #builder: HistoryBuilder;
  #line = 0;

  constructor(file: string) {
    this.#builder = new HistoryBuilder((rule) => {
      throw malformed(file, this.#line, rule);
    });
  }

  get history(): readonly Op[] {
    return this.#builder.history;
  }

  append(op: Op, line: number): void {
    this.#line = line;
    this.#builder.append(op);
  }
}
