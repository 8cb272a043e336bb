import { expect, test } from 'vitest';
import type { MicroOp, MultiRegisterOps } from '../../histories/ops/multi-register.ts';
import { operationsFrom } from '../operations.case.ts';
import { multiRegister, type Registers } from './multi-register.ts';

/** Before, transaction (undefined output: unknown outcome), states that may follow. */
const rules: readonly [Registers, readonly MicroOp[], 'ok' | 'info', readonly Registers[]][] = [
  [{}, [['read', 'x', 0]], 'ok', [{}]],
  [{ x: 1 }, [['read', 'x', 0]], 'ok', []],
  [{ x: 1 }, [['read', 'x', null]], 'ok', [{ x: 1 }]],
  [
    { x: 1 },
    [
      ['write', 'x', 2],
      ['read', 'x', 2],
      ['write', 'y', 3],
    ],
    'ok',
    [{ x: 2, y: 3 }],
  ],
  [
    { x: 1 },
    [
      ['read', 'x', 2],
      ['write', 'x', 2],
    ],
    'ok',
    [],
  ],
  [{ x: 1 }, [['write', 'x', 0]], 'ok', [{}]],
  [
    { x: 1 },
    [
      ['read', 'x', 9],
      ['write', 'y', 3],
    ],
    'info',
    [{ x: 1, y: 3 }],
  ],
];

test.each(rules)('%j under %j (%s) becomes %j', (before, ops, outcome, after) => {
  const [operation] = operationsFrom<MultiRegisterOps>([
    outcome === 'ok' ? ['txn', ops, ops, 0, 1] : ['txn', ops, undefined, 0],
  ]);
  expect(operation && multiRegister.step(before, operation)).toEqual(after);
});

test('a register that holds 0 is like one that was never written', () => {
  expect(multiRegister.key({ y: 2, x: 1 })).toBe(multiRegister.key({ x: 1, y: 2 }));
  const [reset] = operationsFrom<MultiRegisterOps>([['txn', [['write', 'x', 0]], [['write', 'x', 0]], 0, 1]]);
  expect(reset && multiRegister.step({ x: 1 }, reset).map((state) => multiRegister.key(state))).toEqual(['[]']);
});
