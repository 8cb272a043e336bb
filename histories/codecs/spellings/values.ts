/**
 * Pieces of values that several spellings share: scalars, and the tuples by which Jepsen's independent keys put a key in
 * front of whatever an operation on that key would say.
 */
import type { Json } from '../../../harness/core/json.ts';
import type { Key } from '../../ops/key.ts';
import type { RegisterValue } from '../../ops/register.ts';
import type { Element } from '../../ops/set.ts';
import { excerpt } from '../decoded.ts';
import { type Edn, toJson, toNumber } from '../edn-events.ts';
import { Misspelled } from '../spelling.ts';

/** A number, string, keyword or nil. */
export function scalar(value: Edn): RegisterValue {
  const plain = toNumber(value);
  if (plain === null || typeof plain === 'number' || typeof plain === 'string') return plain;
  throw new Misspelled(`a number, string, keyword or nil, got ${got(value)}`);
}

export function key(value: Edn): Key {
  const plain = scalar(value);
  if (plain === null) throw new Misspelled('a key that is a number, string or keyword, got nil');
  return plain;
}

export function element(value: Edn): Element {
  const plain = toNumber(value);
  if (typeof plain === 'number' || typeof plain === 'string') return plain;
  throw new Misspelled(`a number, string or keyword, got ${got(value)}`);
}

export function whole(value: Edn): number {
  const plain = toNumber(value);
  if (typeof plain === 'number' && Number.isSafeInteger(plain)) return plain;
  throw new Misspelled(`a whole number, got ${got(value)}`);
}

/** The elements of a vector, with or without a tag such as #jepsen.independent.Tuple. */
export function untagged(value: Edn): Edn {
  return typeof value === 'object' && value !== null && 'tag' in value && 'val' in value ? value.val : value;
}

/** What stands in a tuple `[key value]`, or alone. `isTuple` says which vectors can be no value by themselves. */
export function tupleOf(
  value: Edn,
  isTuple: (vector: readonly Edn[]) => boolean = () => true,
): { readonly keyed: { readonly key?: Key }; readonly value: Edn } {
  const tuple = untagged(value);
  if (!Array.isArray(tuple) || !isTuple(tuple)) return { keyed: {}, value: tuple };
  if (tuple.length !== 2) throw new Misspelled(`a value or [key value], got ${got(value)}`);
  return { keyed: { key: key(tuple[0]) }, value: untagged(tuple[1]) };
}

/** Of operations that say nothing but on which key they are: nil, nothing at all, or `[key nil]`. */
export function keyAlone(of: Edn): { readonly key?: Key } {
  const { keyed, value } = tupleOf(of ?? null);
  if (value !== null) throw new Misspelled(`nil, or [key nil], got ${got(of)}`);
  return keyed;
}

/** The answer of a cas with this input. It is written out: spreading makes objects here that are slow to read ever after. */
export function casAnswer(input: Json, applied: boolean): Json {
  const { key, from, to } = input as { readonly key?: Json; readonly from: Json; readonly to: Json };
  return key === undefined ? { from, to, applied } : { key, from, to, applied };
}

export function got(value: Edn): string {
  return value === undefined ? 'nothing' : excerpt(toJson(value));
}
