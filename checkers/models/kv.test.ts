import { expect, test } from 'vitest';
import type { KvOps } from '../../histories/ops/kv.ts';
import { type Line, operationsFrom } from '../operations.case.ts';
import { kv } from './kv.ts';
import { testRules } from './rules.case.ts';

const key = 'k';
const get = (value: string): Line<KvOps> => ['get', { key }, { key, value }, 0, 1];
const put = (value: string): Line<KvOps> => ['put', { key, value }, { key, value }, 0, 1];
const append = (value: string): Line<KvOps> => ['append', { key, value }, { key, value }, 0, 1];
const cas = (from: string, to: string, applied: boolean): Line<KvOps> => [
  'cas',
  { key, from, to },
  { key, from, to, applied },
  0,
  1,
];

testRules(kv, [
  [[], get(''), ['""'], 'get k -> ""'],
  [[put('a')], get(''), [], 'get k -> ""'],
  [[put('a')], ['get', { key }, undefined, 0], ['"a"'], 'get k -> ?'],
  [[put('a')], put('b'), ['"b"'], 'put k "b"'],
  [[put('a')], ['append', { key, value: 'b' }, undefined, 0], ['"ab"'], 'append k "b" -> ?'],
  [[put('a')], ['delete', { key }, { key }, 0, 1], ['""'], 'delete k'],
  [[put('a')], ['delete', { key }, undefined, 0], ['""'], 'delete k -> ?'],
  [[put('a')], cas('a', 'b', true), ['"b"'], 'cas k "a" to "b" -> applied'],
  [[put('a')], cas('a', 'b', false), [], 'cas k "a" to "b" -> not applied'],
  [[put('c')], cas('a', 'b', true), [], 'cas k "a" to "b" -> applied'],
  [[put('c')], cas('a', 'b', false), ['"c"'], 'cas k "a" to "b" -> not applied'],
  [[put('c')], ['cas', { key, from: 'c', to: '' }, undefined, 0], ['""'], 'cas k "c" to "" -> ?'],
  [[put('c')], ['cas', { key, from: 'x', to: '' }, undefined, 0], [], 'cas k "x" to "" -> ?'],
]);

test('long values are cut at the front: appends differ at their end', () => {
  expect(kv.describeState?.('x'.repeat(80))).toHaveLength(62);
});

test('values only grow until another one is put in their place', () => {
  const gets = [get('ab'), get('abc'), get('xyz'), get('y')];
  const reached = (others: readonly Line<KvOps>[], state: string) => {
    const operations = operationsFrom<KvOps>([...gets, ...others]);
    const inReach = kv.reach?.(operations);
    return operations.slice(0, gets.length).map((operation) => inReach?.(state, operation));
  };
  expect(reached([append('c')], 'ab')).toEqual([true, true, false, false]);
  expect(reached([append('c'), put('xy')], 'ab')).toEqual([true, true, true, false]);
  expect(reached([cas('', 'y', true), cas('', 'x', false)], 'b')).toEqual([false, false, false, true]);
  expect(reached([['delete', { key }, undefined, 0]], 'b')).toEqual([true, true, true, true]);
});
