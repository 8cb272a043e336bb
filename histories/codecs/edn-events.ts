/**
 * One map of a Jepsen history, read with the EDN library into plain values (keywords and strings alike become strings,
 * for that is all that a history makes of them) and checked for the fields that every event has. What `:value` means
 * depends on the vocabulary and is read there.
 */
import { parseEDNString } from 'edn-data';
import type { Json } from '../../harness/core/json.ts';
import type { OpType, Process } from '../op.ts';
import { excerpt, malformed } from './decoded.ts';
import type { Form } from './edn-forms.ts';

/** A plain EDN value: scalars, arrays (of vectors, lists, sets), maps, and `{ tag, val }` for what carries a tag. */
export type Edn = unknown;

export interface RawEvent {
  readonly line: number;
  readonly process: Process;
  readonly type: OpType;
  readonly f: string;
  readonly value: Edn;
  /** Of formats that keep the key of an operation beside its value. */
  readonly key?: Edn;
  readonly time?: number;
  readonly error?: string;
  /** Of ours: the client saw this nil, or saw another value than the one that it was to replace. */
  readonly isObserved?: boolean;
}

export function parseEdn(text: string): Edn {
  return parseEDNString(text, { mapAs: 'map', setAs: 'array', listAs: 'array', keywordAs: 'string', charAs: 'string' });
}

export function rawEvent(form: Form, file: string): RawEvent {
  const map = parseMap(form, file);
  const expect = (holds: boolean, field: string, expected: string): void => {
    if (holds) return;
    const got = map.has(field) ? excerpt(toJson(map.get(field))) : 'nothing';
    throw malformed(file, form.line, `expected :${field} to be ${expected}, got ${got}`);
  };
  const process = toNumber(map.get('process'));
  const type = map.get('type');
  // What the nemesis does need not have a name.
  const f = map.get('f') ?? (process === 'nemesis' ? 'nemesis' : undefined);
  const time = toNumber(map.get('time'));
  const error = map.get('error');
  expect(isNatural(process) || process === 'nemesis', 'process', 'a whole number from 0, or :nemesis');
  expect(isType(type), 'type', 'one of :invoke, :ok, :fail, :info');
  expect(typeof f === 'string' && f !== '', 'f', 'the name of a function');
  expect(time === undefined || time === null || isNatural(time), 'time', 'a whole number of nanoseconds from 0');
  return {
    line: form.line,
    process: process as Process,
    type: type as OpType,
    f: f as string,
    value: map.get('value'),
    ...(map.has('key') ? { key: map.get('key') } : {}),
    ...(isNatural(time) ? { time } : {}),
    ...(map.get('observed') === true ? { isObserved: true } : {}),
    ...(error === undefined || error === null ? {} : { error: errorText(error) }),
  };
}

function parseMap(form: Form, file: string): Map<unknown, Edn> {
  let parsed: Edn;
  try {
    parsed = parseEdn(form.text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw malformed(file, form.line, `expected a map in EDN, got ${excerpt(form.text)} (${reason})`);
  }
  if (!(parsed instanceof Map)) throw malformed(file, form.line, `expected a map in EDN, got ${excerpt(form.text)}`);
  return parsed;
}

export function errorText(error: Edn): string {
  return typeof error === 'string' ? error : JSON.stringify(toJson(error));
}

/** Whole numbers that EDN writes as `5N` come as bigints. */
export function toNumber(value: Edn): Edn {
  return typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

/** Any EDN value as JSON, for what is shown but never judged: the words of a nemesis, an error. */
export function toJson(value: Edn): Json {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (Array.isArray(value)) return value.map(toJson);
  if (value instanceof Map) {
    return Object.fromEntries(
      [...value].map(([key, of]) => [typeof key === 'string' ? key : JSON.stringify(toJson(key)), toJson(of)]),
    );
  }
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (typeof value === 'object' && 'val' in value) return toJson(value.val);
  if (typeof value === 'object' && 'sym' in value) return toJson(value.sym);
  return String(value);
}

const types: ReadonlySet<Edn> = new Set<OpType>(['invoke', 'ok', 'fail', 'info']);

export function isType(value: Edn): value is OpType {
  return types.has(value);
}

function isNatural(value: Edn): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
