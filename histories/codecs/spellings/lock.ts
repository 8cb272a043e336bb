/**
 * Locks as Jepsen and Knossos write them: `:acquire` and `:release`, with nil or nothing as their value. Nothing but the
 * process says who asks, so the process is the owner: as the file has it, for a client goes on being itself after an
 * unknown outcome. (Knossos' own mutex lets anybody release; one that is released by somebody else is illegal here.)
 * What was refused comes as `:fail` and did not happen. Independent keys stand as `[key nil]`.
 * A map is what a lock of ours says and is taken as it is: owner, permits, token.
 */
import { type Edn, toJson } from '../edn-events.ts';
import type { Spelling } from '../spelling.ts';
import { keyAlone } from './values.ts';

export const knossosLock: Spelling = {
  fs: ['acquire', 'release'],
  input: ({ value, process }) => ownWords(value) ?? { ...keyAlone(value), owner: Number(process) },
  ok: ({ f, value }, input) => ({
    type: 'ok',
    value: ownWords(value) ?? { ...(input as object), ...(f === 'acquire' ? { acquired: true } : { released: true }) },
  }),
};

const ownWords = (value: Edn) => (value instanceof Map ? toJson(value) : undefined);
