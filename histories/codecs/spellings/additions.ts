/**
 * Two objects that Jepsen writes with the same functions, `:add` of something and `:read` of nil: counters, which are read
 * as a number, and sets that only grow, which are read as a set, vector or list of all elements. A completed read of nil
 * is one whose value nobody knows, as elsewhere in Knossos: it becomes a `fail`, which pairing drops. Independent keys
 * stand as `[key value]` around each value.
 */
import { type Edn, type RawEvent, toNumber } from '../edn-events.ts';
import { type Completion, Misspelled, type Spelling } from '../spelling.ts';
import { unknownRead } from './register.ts';
import { element, got, tupleOf, untagged, whole } from './values.ts';

const fs = ['add', 'read'];

const jepsenCounter: Spelling = {
  fs,
  input({ f, value: of }) {
    const { keyed, value } = tupleOf(of ?? null);
    return f === 'read' ? keyed : { ...keyed, delta: whole(value) };
  },
  ok({ f, value: of }, input): Completion {
    if (f === 'add') return { type: 'ok', value: input };
    const { keyed, value } = tupleOf(of);
    return value === null ? unknown : { type: 'ok', value: { ...keyed, value: whole(value) } };
  },
};

const jepsenSet: Spelling = {
  fs,
  input({ f, value: of }) {
    const { keyed, value } = tupleOf(of ?? null);
    return f === 'read' ? keyed : { ...keyed, element: element(value) };
  },
  ok({ f, value: of }, input): Completion {
    if (f === 'add') return { type: 'ok', value: input };
    // Elements are scalars, so that a collection in second place can only be the value of a tuple.
    const { keyed, value } = tupleOf(of, isKeyedRead);
    if (value === null) return unknown;
    if (!Array.isArray(value)) throw new Misspelled(`a set, vector or list of elements, got ${got(value)}`);
    return { type: 'ok', value: { ...keyed, elements: value.map(element) } };
  },
};

const unknown: Completion = { type: 'fail', error: unknownRead };

/** The spelling of a history with additions: a set's if anything but whole numbers is added, or a collection read. */
export function additionsIn(events: readonly RawEvent[]): Spelling {
  const added = events.filter(({ f, type }) => f === 'add' && type === 'invoke').map(({ value }) => untagged(value));
  const keyed = added.some((value) => Array.isArray(value));
  const behindKey = (value: Edn): Edn => (keyed && Array.isArray(value) ? untagged(value[1]) : value);
  const read = events.filter(({ f, type }) => f === 'read' && type === 'ok').map(({ value }) => untagged(value));
  const isSet =
    added.some((value) => !Number.isSafeInteger(toNumber(behindKey(value)))) ||
    read.some((value) => Array.isArray(behindKey(value)));
  return isSet ? jepsenSet : jepsenCounter;
}

/** Elements are neither collections nor nil, so that either, in second place, is the value of a tuple. */
function isKeyedRead(vector: readonly Edn[]): boolean {
  return vector.length === 2 && (vector[1] === null || Array.isArray(untagged(vector[1])));
}
