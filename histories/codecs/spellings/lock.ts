/**
 * Locks as Jepsen and Knossos write them: `:acquire` and `:release`, with nil or nothing as their value. Nothing says who
 * holds such a lock, and Knossos' mutex lets anybody release it; so all of them have one and the same owner, and the
 * verdicts are those of Knossos. What was refused comes as `:fail` and did not happen. Independent keys stand as
 * `[key nil]`. A map is what a lock of ours says and is taken as it is: owner, permits, token.
 */
import { type Edn, toJson } from '../edn-events.ts';
import type { Spelling } from '../spelling.ts';
import { keyAlone } from './values.ts';

const ANYBODY = 0;

export const knossosLock: Spelling = {
  fs: ['acquire', 'release'],
  input: ({ value }) => ownWords(value) ?? { ...keyAlone(value), owner: ANYBODY },
  ok: ({ f, value }, input) => ({
    type: 'ok',
    value: ownWords(value) ?? { ...(input as object), ...(f === 'acquire' ? { acquired: true } : { released: true }) },
  }),
};

const ownWords = (value: Edn) => (value instanceof Map ? toJson(value) : undefined);
