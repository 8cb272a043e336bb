/** Random invocations for each model under test, from domains so small that values collide; and a model that tosses coins. */
import type { KvOps } from '../../histories/ops/kv.ts';
import type { MicroOp, MultiRegisterOps } from '../../histories/ops/multi-register.ts';
import type { RegisterOps } from '../../histories/ops/register.ts';
import type { Model } from '../models/model.ts';
import type { Draw } from './oracle.case.ts';

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

const strings = ['', 'a', 'b', 'aa', 'ab', 'ba', 'bb', 'aab', 'bab'];

export const drawKv: Draw<KvOps> = {
  input(random) {
    const f = random.pick(['get', 'get', 'put', 'append', 'append'] as const);
    const key = random.chance(0.7) ? 'x' : 'y';
    return { f, input: f === 'get' ? { key } : { key, value: random.pick(['a', 'b']) } };
  },
  outputs(f, input) {
    if (f !== 'get') return [input];
    return strings.map((value) => ({ ...(input as object), value }));
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

export type CoinOps = { toss: { input: null; output: null }; look: { input: null; output: number } };

/** A toss adds 1 or 2, modulo 4, and nobody learns which until someone looks. */
export const coin: Model<CoinOps, number> = {
  name: 'coin',
  summary: 'A counter that each toss moves on by one or two.',
  fs: ['toss', 'look'],
  init: () => 0,
  step(state, operation) {
    if (operation.f === 'toss') return [(state + 1) % 4, (state + 2) % 4];
    return operation.outcome === 'info' || operation.output === state ? [state] : [];
  },
  key: String,
  describe: ({ f }) => f,
};

export const drawCoin: Draw<CoinOps> = {
  input: (random) => ({ f: random.pick(['toss', 'look'] as const), input: null }),
  outputs: (f) => (f === 'toss' ? [null] : [0, 1, 2, 3]),
};
