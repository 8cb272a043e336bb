/**
 * history.jsonl, the format of our own: one event per line, in the order of its index. The file is appended to while a
 * run goes on, so that a killed run leaves at worst a torn last line, which is ignored with a warning. Any other line
 * that is not an event is refused: to guess at it would be to judge another history than the one that was recorded.
 */
import type { Json } from '../../harness/core/json.ts';
import type { Op, OpType, Vocabulary } from '../op.ts';
import { type Decoded, excerpt, HistoryReader, malformed } from './decoded.ts';

/** One event as one line, without the newline. */
export function encodeOp<V extends Vocabulary>(op: Op<V>): string {
  // Spelled out, so that the order of the fields never depends on how the event was put together.
  const { index, time, process, type, f, value } = op;
  const error = op.type === 'fail' || op.type === 'info' ? op.error : undefined;
  return JSON.stringify({ index, time, process, type, f, value, error });
}

export function encodeJsonl<V extends Vocabulary>(history: readonly Op<V>[]): string {
  return history.map((op) => `${encodeOp(op)}\n`).join('');
}

export function decodeJsonl(text: string, file: string): Decoded {
  const lines = text.split('\n');
  // A whole file ends in a newline, behind which split finds one more, empty, line.
  while (lines.length > 0 && lines.at(-1)?.trim() === '') lines.pop();
  const reader = new HistoryReader(file);
  const warnings: string[] = [];
  for (const [at, text] of lines.entries()) {
    const line = at + 1;
    let parsed: unknown;
    try {
      parsed = JSON.parse(text);
    } catch {
      if (line < lines.length) throw malformed(file, line, `expected one event as a JSON object, got ${excerpt(text)}`);
      warnings.push(`${file}:${line}: ignored the last line, which is torn (the run was cut off while writing it)`);
      break;
    }
    reader.append(
      toOp(parsed, (what) => malformed(file, line, what)),
      line,
    );
  }
  return { history: reader.history, warnings };
}

const types: ReadonlySet<unknown> = new Set<OpType>(['invoke', 'ok', 'fail', 'info']);
const fields: ReadonlySet<string> = new Set(['index', 'time', 'process', 'type', 'f', 'value', 'error']);

function toOp(parsed: unknown, fault: (what: string) => Error): Op {
  if (!isObject(parsed)) throw fault(`expected an event as a JSON object, got ${excerpt(parsed)}`);
  const expect = (holds: boolean, field: string, expected: string): void => {
    if (!holds) throw fault(`expected ${field} to be ${expected}, got ${excerpt(parsed[field])}`);
  };
  const { index, time, process, type, f, value, error } = parsed;
  expect(isNatural(index), 'index', 'a whole number from 0');
  expect(isNatural(time), 'time', 'a whole number of nanoseconds from 0');
  expect(isNatural(process) || process === 'nemesis', 'process', 'a whole number from 0, or "nemesis"');
  expect(types.has(type), 'type', 'one of "invoke", "ok", "fail", "info"');
  expect(typeof f === 'string' && f !== '', 'f', 'the name of a function');
  expect(value !== undefined, 'value', 'a JSON value');
  const mayErr = type === 'fail' || type === 'info';
  expect(error === undefined || (mayErr && typeof error === 'string'), 'error', 'a text, on fail and info alone');
  for (const field of Object.keys(parsed)) {
    if (!fields.has(field)) throw fault(`expected the fields ${[...fields].join(', ')}, got ${excerpt(field)}`);
  }
  return parsed as unknown as Op;
}

function isObject(value: unknown): value is { readonly [field: string]: Json | undefined } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNatural(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
