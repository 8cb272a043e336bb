/**
 * A map of strings as Porcupine's test data writes it: get, put and append, with the key in a field of its own; and, in
 * the same manner, the delete and cas of ours. A cas that failed did not happen, unless
 * it is marked as one that saw another value (`:observed true`).
 */
import { excerpt } from '../decoded.ts';
import { type Edn, type RawEvent, toJson } from '../edn-events.ts';
import { Misspelled, type Spelling } from '../spelling.ts';
import { casAnswer } from './values.ts';

export const porcupineKv: Spelling = {
  fs: ['get', 'put', 'append', 'delete', 'cas'],
  input(event) {
    const { f, value } = event;
    const key = text(event.key, ':key');
    if (f === 'get' || f === 'delete') return { key };
    if (f !== 'cas') return { key, value: text(value, ':value') };
    if (!Array.isArray(value) || value.length !== 2) throw new Misspelled(`[from to], got ${excerpt(toJson(value))}`);
    return { key, from: text(value[0], 'from'), to: text(value[1], 'to') };
  },
  ok({ f, key, value }, input) {
    if (f === 'get') return { type: 'ok', value: { key: text(key, ':key'), value: text(value, ':value') } };
    return { type: 'ok', value: f === 'cas' ? casAnswer(input, true) : input };
  },
  fail: ({ f, isObserved }, input) =>
    f === 'cas' && isObserved ? { type: 'ok', value: casAnswer(input, false) } : undefined,
};

/** Whether a history has what only maps know; a cas may also be a register's. */
export function isKv(events: readonly Pick<RawEvent, 'f'>[]): boolean {
  return events.some(({ f }) => f !== 'cas' && porcupineKv.fs.includes(f));
}

function text(value: Edn, field: string): string {
  if (typeof value === 'string') return value;
  throw new Misspelled(`a string as ${field}, got ${excerpt(toJson(value))}`);
}
