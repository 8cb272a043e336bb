/**
 * A map of strings as Porcupine's test data writes it: get, put and append, with the key in a field of its own.
 */
import { excerpt } from '../decoded.ts';
import { type Edn, toJson } from '../edn-events.ts';
import { Misspelled, type Spelling } from '../spelling.ts';

export const porcupineKv: Spelling = {
  fs: ['get', 'put', 'append'],
  input: ({ f, key, value }) =>
    f === 'get' ? { key: text(key, ':key') } : { key: text(key, ':key'), value: text(value, ':value') },
  ok: ({ f, key, value }, input) => ({
    type: 'ok',
    value: f === 'get' ? { key: text(key, ':key'), value: text(value, ':value') } : input,
  }),
};

function text(value: Edn, field: string): string {
  if (typeof value === 'string') return value;
  throw new Misspelled(`a string as ${field}, got ${excerpt(toJson(value))}`);
}
