/**
 * Transactions over several registers as Knossos writes them: `:txn` with a vector of `[:read key value]` and
 * `[:write key value]`, or `:r` and `:w` for short. A read of nil inside a completed transaction is kept as null: it is
 * a read whose value is not known, and the rest of the transaction may still say something.
 */
import type { MicroOp } from '../../ops/multi-register.ts';
import { excerpt } from '../decoded.ts';
import { type Edn, toJson, toNumber } from '../edn-events.ts';
import { Misspelled, type Spelling } from '../spelling.ts';

export const knossosMultiRegister: Spelling = {
  fs: ['txn'],
  input: ({ value }) => microOps(value),
  ok: ({ value }) => ({ type: 'ok', value: microOps(value) }),
};

function microOps(value: Edn): MicroOp[] {
  if (!Array.isArray(value))
    throw new Misspelled(`a vector of [:read key value] and [:write key value], got ${excerpt(toJson(value))}`);
  return value.map(microOp);
}

function microOp(micro: Edn): MicroOp {
  const [f, rawKey, rawValue] = Array.isArray(micro) && micro.length === 3 ? micro : [];
  const [key, value] = [toNumber(rawKey), toNumber(rawValue)];
  if (typeof key === 'string' || typeof key === 'number') {
    const known = typeof value === 'number';
    if ((f === 'read' || f === 'r') && (known || value === null)) return ['read', String(key), value];
    if ((f === 'write' || f === 'w') && known) return ['write', String(key), value];
  }
  throw new Misspelled(`[:read key number-or-nil] or [:write key number], got ${excerpt(toJson(micro))}`);
}
