/** Histories whose verdict is known from the definition. Each stands for one rule that a checker can get wrong. */
import { describe, expect, test } from 'vitest';
import type { KvOps } from '../../histories/ops/kv.ts';
import type { MultiRegisterOps } from '../../histories/ops/multi-register.ts';
import type { RegisterOps } from '../../histories/ops/register.ts';
import { casRegister } from '../models/cas-register.ts';
import { kv } from '../models/kv.ts';
import { multiRegister } from '../models/multi-register.ts';
import { type Line, operationsFrom } from '../operations.case.ts';
import { type CoinOps, coin } from './draws.case.ts';
import { checkLinearizable } from './index.ts';

type Ops = Line<RegisterOps>;
const wrote = (value: number, call: number, end: number): Ops => ['write', { value }, { value }, call, end];
const maybeWrote = (value: number, call: number): Ops => ['write', { value }, undefined, call];
const read = (value: number | null, call: number, end: number): Ops => ['read', {}, { value }, call, end];
const cas = (from: number | null, to: number, applied: boolean, call: number, end: number): Ops => [
  'cas',
  { from, to },
  { from, to, applied },
  call,
  end,
];
const maybeCas = (from: number, to: number, call: number): Ops => ['cas', { from, to }, undefined, call];

const registers: readonly [name: string, valid: boolean, lines: readonly Ops[]][] = [
  ['nothing at all', true, []],
  ['the initial value', true, [read(null, 0, 1)]],
  ['a value that nobody wrote', false, [read(3, 0, 1)]],
  ['a stale read', false, [wrote(1, 0, 1), wrote(2, 2, 3), read(1, 4, 5)]],
  [
    'a read beside the write may see either value',
    true,
    [wrote(1, 0, 1), wrote(2, 2, 6), read(2, 3, 4), read(2, 7, 8)],
  ],
  ['new, then old again', false, [wrote(1, 0, 1), wrote(2, 2, 9), read(2, 3, 4), read(1, 5, 6)]],
  ['a read from the future', false, [read(1, 0, 1), wrote(1, 2, 3)]],
  [
    'two writes at once, seen in two orders',
    false,
    [wrote(1, 0, 9), wrote(2, 0, 9), read(1, 2, 3), read(2, 4, 5), read(1, 6, 7)],
  ],
  ['a lost update: one value swapped out twice', false, [wrote(0, 0, 1), cas(0, 1, true, 2, 5), cas(0, 2, true, 3, 6)]],
  ['a cas that should not have failed', false, [wrote(0, 0, 1), cas(0, 1, false, 2, 3)]],
  ['a cas that failed before the value came', true, [wrote(1, 0, 3), cas(1, 2, false, 1, 2)]],
  ['an open write that is read later', true, [maybeWrote(1, 0), read(null, 1, 2), read(1, 3, 4)]],
  ['an open write that is never seen', true, [maybeWrote(1, 0), read(null, 1, 2), read(null, 3, 4)]],
  [
    'an open write takes effect once',
    false,
    [maybeWrote(1, 0), read(1, 1, 2), wrote(2, 3, 4), read(2, 5, 6), read(1, 7, 8)],
  ],
  ['an open write does not act before its call', false, [read(1, 0, 1), maybeWrote(1, 2)]],
  ['an open cas that applied', true, [wrote(0, 0, 1), maybeCas(0, 1, 2), read(0, 3, 4), read(1, 5, 6)]],
  ['an open cas that can never apply', true, [wrote(0, 0, 1), maybeCas(7, 1, 2), read(0, 3, 4)]],
  ['only open operations', true, [maybeWrote(1, 0), maybeCas(4, 5, 1)]],
  ['a read called when the write returns', true, [wrote(1, 0, 2), wrote(2, 3, 5), read(1, 5, 6)]],
  ['a read called after the write returned', false, [wrote(1, 0, 2), wrote(2, 3, 5), read(1, 6, 7)]],
  ['operations without duration at one instant', true, [wrote(1, 5, 5), read(null, 5, 5), read(1, 5, 5)]],
];

describe('cas register', () => {
  test.each(registers)('%s: %s', async (_name, valid, lines) => {
    const result = await checkLinearizable(operationsFrom<RegisterOps>(lines), casRegister);
    expect(result.valid).toBe(valid);
  });
});

test('keys are independent, and one bad key is enough', async () => {
  const lines: Line<RegisterOps>[] = [
    ['write', { key: 'x', value: 1 }, { key: 'x', value: 1 }, 0, 1],
    ['read', { key: 'y' }, { key: 'y', value: null }, 2, 3],
    ['read', { key: 1 }, { key: 1, value: null }, 2, 3],
    ['write', { key: '1', value: 5 }, { key: '1', value: 5 }, 0, 1],
  ];
  expect(await checkLinearizable(operationsFrom<RegisterOps>(lines), casRegister)).toMatchObject({
    valid: true,
    parts: 4,
  });
  const stale: Line<RegisterOps> = ['read', { key: 'x' }, { key: 'x', value: null }, 4, 5];
  const result = await checkLinearizable(operationsFrom<RegisterOps>([...lines, stale]), casRegister);
  expect(result).toMatchObject({ valid: false, witness: { key: '"x"', blocked: 4 } });
});

test('a valid verdict carries the order', async () => {
  const lines = [wrote(1, 0, 9), read(null, 1, 2), read(1, 3, 4), maybeWrote(2, 3), read(2, 5, 6)];
  const result = await checkLinearizable(operationsFrom<RegisterOps>(lines), casRegister);
  expect(result).toMatchObject({ valid: true, linearizations: [{ order: [1, 0, 2, 3, 4] }] });
});

test.each([
  ['both writes of a transaction are seen together', true, 1],
  ['half a transaction is seen', false, 0],
] as const)('transactions: %s: %s', async (_name, valid, y) => {
  const lines: Line<MultiRegisterOps>[] = [
    [
      'txn',
      [
        ['write', 'x', 1],
        ['write', 'y', 1],
      ],
      [
        ['write', 'x', 1],
        ['write', 'y', 1],
      ],
      0,
      9,
    ],
    [
      'txn',
      [
        ['read', 'x', null],
        ['read', 'y', null],
      ],
      [
        ['read', 'x', 1],
        ['read', 'y', y],
      ],
      1,
      2,
    ],
  ];
  expect((await checkLinearizable(operationsFrom<MultiRegisterOps>(lines), multiRegister)).valid).toBe(valid);
});

test.each([
  ['appends in either order', true, 'ba'],
  ['an append twice', false, 'abb'],
  ['an append lost', false, 'a'],
] as const)('map: %s: %s', async (_name, valid, value) => {
  const lines: Line<KvOps>[] = [
    ['append', { key: 'k', value: 'a' }, { key: 'k', value: 'a' }, 0, 3],
    ['append', { key: 'k', value: 'b' }, { key: 'k', value: 'b' }, 1, 2],
    ['get', { key: 'k' }, { key: 'k', value }, 4, 5],
  ];
  expect((await checkLinearizable(operationsFrom<KvOps>(lines), kv)).valid).toBe(valid);
});

test.each([
  ['what a toss did is decided once', false, [1, 2]],
  ['a toss may have gone either way', true, [2, 2]],
  ['nobody tossed often enough', false, [3, 3]],
] as const)('nondeterminism: %s: %s', async (_name, valid, looks) => {
  const lines: Line<CoinOps>[] = [
    ['toss', null, null, 0, 1],
    ['look', null, looks[0], 2, 3],
    ['look', null, looks[1], 4, 5],
  ];
  expect((await checkLinearizable(operationsFrom<CoinOps>(lines), coin)).valid).toBe(valid);
});
