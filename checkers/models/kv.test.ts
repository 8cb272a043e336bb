import { expect, test } from 'vitest';
import type { KvOps } from '../../histories/ops/kv.ts';
import { type Line, operationsFrom } from '../operations.case.ts';
import { kv } from './kv.ts';

/** Before, operation, states that may follow. */
const rules: readonly [string, Line<KvOps>, readonly string[]][] = [
  ['', ['get', { key: 'k' }, { key: 'k', value: '' }, 0, 1], ['']],
  ['a', ['get', { key: 'k' }, { key: 'k', value: '' }, 0, 1], []],
  ['a', ['get', { key: 'k' }, undefined, 0], ['a']],
  ['a', ['put', { key: 'k', value: 'b' }, { key: 'k', value: 'b' }, 0, 1], ['b']],
  ['a', ['append', { key: 'k', value: 'b' }, undefined, 0], ['ab']],
];

test.each(rules)('%j under %j becomes %j', (before, line, after) => {
  const [operation] = operationsFrom<KvOps>([line]);
  expect(operation && kv.step(before, operation)).toEqual(after);
});

test('long values are cut at the front: appends differ at their end', () => {
  expect(kv.describeState?.('x'.repeat(80))).toHaveLength(62);
});
