/**
 * Registers as Jepsen and Knossos write them: read and write of a value, cas of `[from to]`, and with independent keys
 * `[key value]` around each. The two families of histories differ in what they mean, hence the two spellings:
 *
 * In Knossos a read of nil is a read whose value nobody knows, and a failed cas did not happen. A completed read of an
 * unknown value constrains nothing, so it becomes a `fail`, which pairing drops; a register cannot be seen to be nil.
 * Histories of ours say of both where they were seen (`:observed true`).
 *
 * In the etcd logs of Porcupine a read of nil saw the register unset, and a failed cas saw another value than `from`:
 * both are observations, and both matter to the verdict. A cas that failed for another reason did not happen.
 */
import { excerpt } from '../decoded.ts';
import { type Edn, toJson } from '../edn-events.ts';
import { Misspelled, type Spelling } from '../spelling.ts';
import { casAnswer, key, scalar, tupleOf, untagged } from './values.ts';

export const unknownRead = 'read of nil: value unknown';

const fs = ['read', 'write', 'cas'];

export const knossosRegister: Spelling = {
  fs,
  input: ({ f, value }) => input(f, value),
  ok({ f, value, isObserved }, input) {
    if (f !== 'read') return { type: 'ok', value: f === 'cas' ? casAnswer(input, true) : input };
    const read = keyed(value ?? null);
    return read.value === null && !isObserved ? { type: 'fail', error: unknownRead } : { type: 'ok', value: read };
  },
  fail: ({ f, isObserved }, input) =>
    f === 'cas' && isObserved ? { type: 'ok', value: casAnswer(input, false) } : undefined,
};

export const etcdRegister: Spelling = {
  fs,
  input: ({ f, value }) => input(f, value),
  ok({ f, value }, input) {
    if (f === 'read') return { type: 'ok', value: keyed(value ?? null) };
    return { type: 'ok', value: f === 'cas' ? casAnswer(input, true) : input };
  },
  fail({ f, value }, input) {
    return f === 'cas' && Array.isArray(value) ? { type: 'ok', value: casAnswer(input, false) } : undefined;
  },
};

function input(f: string, value: Edn) {
  if (f === 'read') return tupleOf(value ?? null).keyed;
  return f === 'write' ? keyed(value) : cas(value);
}

/** `v` or `[k v]`: registers hold scalars, so that a vector can only be the tuple of an independent key. */
function keyed(of: Edn) {
  const { keyed, value } = tupleOf(of);
  return { ...keyed, value: scalar(value) };
}

/** `[from to]` or `[key [from to]]`. */
function cas(value: Edn) {
  const pair = untagged(value);
  if (!Array.isArray(pair) || pair.length !== 2) throw new Misspelled(`[from to], got ${excerpt(toJson(value))}`);
  const inner = untagged(pair[1]);
  if (!Array.isArray(inner)) return { from: scalar(pair[0]), to: scalar(inner) };
  if (inner.length !== 2) throw new Misspelled(`[key [from to]], got ${excerpt(toJson(value))}`);
  return { key: key(pair[0]), from: scalar(inner[0]), to: scalar(inner[1]) };
}
