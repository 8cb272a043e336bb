/** Random invocations of registers, transactions and maps. */
import type { KvOps } from '../../../histories/ops/kv.ts';
import type { MicroOp, MultiRegisterOps } from '../../../histories/ops/multi-register.ts';
import type { RegisterOps } from '../../../histories/ops/register.ts';
import type { ReadWriteOps } from '../../models/register.ts';
import type { Draw } from '../oracle.case.ts';

export const drawReadWrite: Draw<ReadWriteOps> = {
  input(random) {
    const f = random.pick(['read', 'write'] as const);
    return { f, input: f === 'read' ? {} : { value: random.int(3) } };
  },
  outputs: (f, input) => (f === 'read' ? [null, 0, 1, 2].map((value) => ({ value })) : [input]),
};

export const drawRegister: Draw<RegisterOps> = {
  input(random) {
    const f = random.pick(['read', 'read', 'write', 'cas'] as const);
    if (f === 'read') return { f, input: {} };
    if (f === 'write') return { f, input: { value: random.int(3) } };
    return { f, input: { from: random.pick([null, 0, 1, 2]), to: random.int(3) } };
  },
  outputs(f, input) {
    if (f === 'read') return [null, 0, 1, 2].map((value) => ({ value }));
    if (f === 'write') return [input];
    return [true, false].map((applied) => ({ ...(input as object), applied }));
  },
};

const texts = ['', 'a', 'b', 'aa', 'ab', 'ba', 'bb', 'aab', 'bab'];

export const drawKv: Draw<KvOps> = {
  input(random) {
    const f = random.pick(['get', 'get', 'get', 'put', 'append', 'append', 'delete', 'cas'] as const);
    const key = random.chance(0.7) ? 'x' : 'y';
    if (f === 'get' || f === 'delete') return { f, input: { key } };
    if (f === 'cas')
      return { f, input: { key, from: random.pick(['', 'a', 'b', 'ab']), to: random.pick(['', 'a', 'b']) } };
    return { f, input: { key, value: random.pick(['a', 'b']) } };
  },
  outputs(f, input) {
    if (f === 'get') return texts.map((value) => ({ ...(input as object), value }));
    if (f === 'cas') return [true, false].map((applied) => ({ ...(input as object), applied }));
    return [input];
  },
};

export const drawMultiRegister: Draw<MultiRegisterOps> = {
  input(random) {
    const length = random.between(1, 3);
    const ops = Array.from({ length }, (): MicroOp => {
      const name = random.pick(['x', 'y']);
      return random.chance(0.5) ? ['read', name, null] : ['write', name, random.int(3)];
    });
    return { f: 'txn', input: ops };
  },
  outputs(_f, input) {
    let outputs: MicroOp[][] = [[]];
    for (const op of input as readonly MicroOp[]) {
      const seen: MicroOp[] = op[0] === 'read' ? [0, 1, 2].map((value) => ['read', op[1], value]) : [op];
      outputs = outputs.flatMap((before) => seen.map((one) => [...before, one]));
    }
    return outputs;
  },
};
