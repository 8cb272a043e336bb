import { describe, expect, it } from 'vitest';
import type { Json } from '../harness/core/json.ts';
import type { Op } from './op.ts';
import { assertFits, suggestModel } from './shapes.ts';

const invoke = (f: string, value: Json): Op => ({ index: 0, time: 0, process: 0, type: 'invoke', f, value });
const ok = (f: string, value: Json): Op => ({ index: 0, time: 0, process: 0, type: 'ok', f, value });

const rows: readonly (readonly [model: string | undefined, op: Op])[] = [
  ['cas-register', invoke('read', {})],
  ['cas-register', ok('read', { key: 'x', value: null })],
  ['cas-register', invoke('cas', { key: 1, from: null, to: 2 })],
  ['kv', ok('get', { key: 'x', value: '' })],
  [
    'multi-register',
    ok('txn', [
      ['read', 'x', 1],
      ['write', 'y', 2],
    ]),
  ],
  // Fit no vocabulary: a bare value, a missing or an unknown field, a function that only looks known.
  [undefined, invoke('write', 5)],
  [undefined, ok('cas', { from: 1, to: 2 })],
  [undefined, invoke('read', { register: 'x' })],
  [undefined, invoke('txn', [['write', 'x', null]])],
  [undefined, invoke('toString', null)],
  [undefined, invoke('acquire', null)],
];

describe('the model of a history', () => {
  it.each(rows)('%s: %j', (model, op) => {
    expect(suggestModel([op])).toBe(model);
  });

  it('is not told where vocabularies mix, or where no client spoke', () => {
    expect(suggestModel([invoke('read', {}), invoke('get', { key: 'x' })])).toBeUndefined();
    expect(
      suggestModel([{ index: 0, time: 0, process: 'nemesis', type: 'info', f: 'kill', value: null }]),
    ).toBeUndefined();
  });

  it('is refused by name and event where it does not fit', () => {
    const check = (op: Op) => () => assertFits([op], 'cas-register', 'a.jsonl');
    expect(check(invoke('write', 5))).toThrow(
      'a.jsonl: op 0: expected the value to be the input of write as model cas-register knows it, got 5',
    );
    expect(check(invoke('get', { key: 'x' }))).toThrow(
      'a.jsonl: op 0: model cas-register knows read, write, cas, got get',
    );
    expect(() => assertFits([invoke('cas', { from: 1, to: 2 })], 'register', 'a.jsonl')).toThrow(
      'register knows read, write, got cas',
    );
    expect(() => assertFits([invoke('acquire', null)], 'lock', 'a.jsonl')).not.toThrow();
  });
});
