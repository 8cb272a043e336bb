/** What first fit calls legal is; how much of what is legal it finds; and each of the things that it does, one by one. */
import { describe, expect, test } from 'vitest';
import { randomOf } from '../../../harness/core/random.ts';
import type { Operation, Vocabulary } from '../../../histories/op.ts';
import type { KvOps } from '../../../histories/ops/kv.ts';
import { casRegister } from '../../models/cas-register.ts';
import { kv } from '../../models/kv.ts';
import type { Model } from '../../models/model.ts';
import { type ReadWriteOps, register } from '../../models/register.ts';
import { drawKv, drawReadWrite, drawRegister } from '../draws.case.ts';
import { bruteForce, type Draw } from '../oracle.case.ts';
import { replay } from '../replay.ts';
import { randomHistory } from './agreement.support.ts';
import { type FirstFitOptions, firstFit } from './first-fit.ts';
import { type Written, written } from './written.support.ts';

const CASES = 2_000;

describe.each([
  ['register', 0, 0.9],
  ['register', 1, 0.97],
  ['cas-register', 0, 0.9],
  ['cas-register', 1, 0.95],
  ['kv', 0, 0.9],
  ['kv', 1, 0.95],
] as const)('%s, %d retreats by operation', (name, retreats, share) => {
  test(`what it finds is legal, and it finds ${100 * share} % of what is`, () => {
    const { legal, found } =
      name === 'register'
        ? counted(register, drawReadWrite, { retreats })
        : name === 'kv'
          ? counted(kv, drawKv, { retreats })
          : counted(casRegister, drawRegister, { retreats });
    expect(legal).toBeGreaterThan(CASES / 5);
    expect(legal).toBeLessThan((CASES * 4) / 5);
    expect(found / legal).toBeGreaterThan(share);
  });
});

function counted<V extends Vocabulary, S>(model: Model<V, S>, draw: Draw<V>, options: FirstFitOptions) {
  const random = randomOf(71).fork(model.name);
  const algorithm = firstFit(model, options);
  let legal = 0;
  let found = 0;
  for (let i = 0; i < CASES; i++) {
    const all = randomHistory(model, draw, random, [0, 0, 0.15, 0.3]);
    const operations = model.partition
      ? all.filter((one) => model.partition?.(one) === model.partition?.(all[0] as Operation<V>))
      : all;
    const isLegal = bruteForce(operations, model);
    const decision = algorithm.decide(operations);
    if (isLegal) legal++;
    expect(decision.decision).not.toBe('illegal');
    if (decision.decision !== 'legal') continue;
    found++;
    expect(isLegal).toBe(true);
    replay(operations, decision.order, model);
  }
  return { legal, found };
}

const get = (value: string): readonly ['get', object, object] => ['get', { key: 'x' }, { value }];
const put = (value: string): readonly ['put', object, object] => ['put', { key: 'x', value }, {}];
const append = (value: string): readonly ['append', object, object] => ['append', { key: 'x', value }, {}];

const maps: readonly (readonly [
  what: string,
  order: readonly number[],
  retreats: number,
  history: readonly Written[],
])[] = [
  [
    'an observation is placed as soon as it fits',
    [0, 1],
    0,
    [
      [0, 9, ...get('')],
      [1, 2, ...put('a')],
    ],
  ],
  [
    'what a get must see goes before it',
    [1, 0, 2],
    0,
    [
      [0, 9, ...append('b')],
      [1, 9, ...append('a')],
      [2, 3, ...get('ab')],
    ],
  ],
  [
    'an append waits for the one that the next get has seen before it',
    [1, 0, 2],
    0,
    [
      [0, 2, ...append('b')],
      [1, 9, ...append('a')],
      [3, 4, ...get('ab')],
    ],
  ],
  [
    'a put that nobody saw goes right before the next one',
    [0, 1, 2],
    0,
    [
      [0, 4, ...put('a')],
      [1, 2, ...put('b')],
      [5, 6, ...get('b')],
    ],
  ],
  [
    'so does an append',
    [0, 1, 2, 3],
    0,
    [
      [0, 1, ...put('a')],
      [2, 6, ...append('x')],
      [3, 4, ...put('b')],
      [7, 8, ...get('b')],
    ],
  ],
  [
    'a put that the next get sees does not',
    [1, 0, 2],
    0,
    [
      [0, 4, ...put('a')],
      [1, 2, ...put('b')],
      [5, 6, ...get('a')],
    ],
  ],
  [
    'it goes back where a put should have come first',
    [1, 0, 2],
    1,
    [
      [0, 2, ...append('b')],
      [1, 4, ...put('a')],
      [5, 6, ...get('ab')],
    ],
  ],
];

test.each(maps)('%s', (_, order, retreats, history) => {
  const operations = written<KvOps>(...history);
  const decision = firstFit(kv, { retreats }).decide(operations);
  expect(decision.decision === 'legal' ? [...decision.order] : decision).toEqual(order);
  if (retreats > 0) expect(firstFit(kv, { retreats: 0 }).decide(operations).decision).toBe('undecided');
});

test('longer histories than it may have are left alone', () => {
  const operations = written<KvOps>([0, 1, ...put('a')], [2, 3, ...get('a')]);
  expect(firstFit(kv, { retreats: 1, mostOperations: 2 }).decide(operations).decision).toBe('legal');
  expect(firstFit(kv, { retreats: 1, mostOperations: 1 }).decide(operations)).toMatchObject({
    decision: 'undecided',
    because: 'The history is too long.',
  });
});

test('it gives up before it takes long', () => {
  // Every write fits, and no order of them lets the last read see the first.
  const writes = Array.from({ length: 40 }, (_, i): Written => [i, 100 + i, 'write', { value: i }, {}]);
  const operations = written<ReadWriteOps>(
    ...writes,
    [200, 201, 'read', {}, { value: 0 }],
    [202, 203, 'read', {}, { value: 1 }],
  );
  let steps = 0;
  const counting: typeof register = {
    ...register,
    step(state, operation) {
      steps++;
      return register.step(state, operation);
    },
  };
  expect(firstFit(counting, { retreats: 1_000 }).decide(operations).decision).toBe('undecided');
  expect(steps).toBeLessThan(70 * operations.length);
});
