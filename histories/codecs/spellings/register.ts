/**
 * Registers as Jepsen and Knossos write them: read and write of a value, cas of `[from to]`, and with independent keys
 * `[key value]` around each. The two families of histories differ in what they mean, hence the two spellings:
 *
 * In Knossos a read of nil is a read whose value nobody knows, and a failed cas did not happen. A completed read of an
 * unknown value constrains nothing, so it becomes a `fail`, which pairing drops; a register cannot be seen to be nil.
 *
 * In the etcd logs of Porcupine a read of nil saw the register unset, and a failed cas saw another value than `from`:
 * both are observations, and both matter to the verdict. A cas that failed for another reason did not happen.
 */
import type { RegisterKey, RegisterValue } from '../../ops/register.ts';
import { excerpt } from '../decoded.ts';
import { type Edn, toJson, toNumber } from '../edn-events.ts';
import { Misspelled, type Spelling } from '../spelling.ts';

export const unknownRead = 'read of nil: value unknown';

const fs = ['read', 'write', 'cas'];

export const knossosRegister: Spelling = {
  fs,
  input: ({ f, value }) => input(f, value),
  ok({ f, value }, input) {
    if (f !== 'read') return { type: 'ok', value: f === 'cas' ? { ...asObject(input), applied: true } : input };
    const read = keyed(value ?? null);
    return read.value === null ? { type: 'fail', error: unknownRead } : { type: 'ok', value: read };
  },
};

export const etcdRegister: Spelling = {
  fs,
  input: ({ f, value }) => input(f, value),
  ok({ f, value }, input) {
    if (f === 'read') return { type: 'ok', value: keyed(value ?? null) };
    return { type: 'ok', value: f === 'cas' ? { ...asObject(input), applied: true } : input };
  },
  fail({ f, value }, input) {
    return f === 'cas' && Array.isArray(value)
      ? { type: 'ok', value: { ...asObject(input), applied: false } }
      : undefined;
  },
};

type Keyed = { readonly key?: RegisterKey; readonly value: RegisterValue };

function input(f: string, value: Edn) {
  if (f === 'read') {
    const { key } = keyed(value ?? null);
    return key === undefined ? {} : { key };
  }
  return f === 'write' ? keyed(value) : cas(value);
}

/** `v` or `[k v]`: registers hold scalars, so that a vector can only be the tuple of an independent key. */
function keyed(value: Edn): Keyed {
  const tuple = untagged(value);
  if (!Array.isArray(tuple)) return { value: registerValue(tuple) };
  if (tuple.length !== 2) throw new Misspelled(`a value or [key value], got ${excerpt(toJson(value))}`);
  return { key: registerKey(tuple[0]), value: registerValue(tuple[1]) };
}

/** `[from to]` or `[key [from to]]`. */
function cas(value: Edn) {
  const pair = untagged(value);
  if (!Array.isArray(pair) || pair.length !== 2) throw new Misspelled(`[from to], got ${excerpt(toJson(value))}`);
  const inner = untagged(pair[1]);
  if (!Array.isArray(inner)) return { from: registerValue(pair[0]), to: registerValue(inner) };
  if (inner.length !== 2) throw new Misspelled(`[key [from to]], got ${excerpt(toJson(value))}`);
  return { key: registerKey(pair[0]), from: registerValue(inner[0]), to: registerValue(inner[1]) };
}

/** The elements of a vector, with or without a tag such as #jepsen.independent.Tuple. */
function untagged(value: Edn): Edn {
  return typeof value === 'object' && value !== null && 'tag' in value && 'val' in value ? value.val : value;
}

function registerValue(value: Edn): RegisterValue {
  const scalar = toNumber(value);
  if (scalar === null || typeof scalar === 'number' || typeof scalar === 'string') return scalar;
  const got = value === undefined ? 'nothing' : excerpt(toJson(value));
  throw new Misspelled(`a number, string, keyword or nil, got ${got}`);
}

function registerKey(value: Edn): RegisterKey {
  const key = registerValue(value);
  if (key === null) throw new Misspelled('a key that is a number, string or keyword, got nil');
  return key;
}

function asObject(input: unknown): object {
  return typeof input === 'object' && input !== null ? input : {};
}
