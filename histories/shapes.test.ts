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
  ['cas-register', ok('read', { value: 3 })],
  ['kv', invoke('delete', { key: 'x' })],
  ['kv', ok('put', { key: 'x', value: 'v' })],
  ['counter', invoke('add', { delta: -2 })],
  ['set', invoke('add', { element: 1 })],
  ['set', ok('add', { key: 1, element: 'e', added: false })],
  ['set', ok('contains', { element: 'e', found: true })],
  ['g-set', ok('add', { element: 1 })],
  ['g-set', ok('read', { elements: [1, '1'] })],
  ['append-list', invoke('append', { element: 1 })],
  ['fifo-queue', invoke('enqueue', { value: 'v' })],
  ['fifo-queue', ok('dequeue', { value: null })],
  ['stack', ok('pop', { key: 'k', value: 1 })],
  ['priority-queue', invoke('insert', { value: 1.5 })],
  ['mutex', ok('acquire', { owner: 'o', acquired: true })],
  ['semaphore', ok('release', { owner: 1, permits: 2, released: false })],
  ['fenced-lock', ok('acquire', { owner: 'o', token: null })],
  ['fenced-lock', invoke('release', { owner: 'o', token: 3 })],
  ['unique-ids', ok('generate', { id: 'x' })],
  // Fit no vocabulary: a bare value, a missing or an unknown field, a function that only looks known.
  [undefined, invoke('write', 5)],
  [undefined, ok('cas', { from: 1, to: 2 })],
  [undefined, invoke('read', { register: 'x' })],
  [undefined, invoke('txn', [['write', 'x', null]])],
  [undefined, invoke('toString', null)],
  [undefined, invoke('acquire', null)],
  [undefined, invoke('add', { delta: 0.5 })],
  [undefined, invoke('acquire', { owner: 'o', permits: 0 })],
  [undefined, invoke('insert', { value: 'x' })],
  [undefined, ok('dequeue', { value: [1] })],
  [undefined, ok('read', { elements: 5 })],
  [undefined, ok('acquire', { owner: 'o', token: 1.5 })],
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
    expect(() => assertFits([invoke('acquire', null)], 'toString', 'a.jsonl')).not.toThrow();
  });

  it('is of the same vocabulary whatever its size', () => {
    const acquire = (permits: number): readonly Op[] => [invoke('acquire', { owner: 'o', permits })];
    expect(() => assertFits(acquire(2), 'semaphore:3', 'a.jsonl')).not.toThrow();
    expect(() => assertFits(acquire(0), 'semaphore:3', 'a.jsonl')).toThrow('as model semaphore:3 knows it');
  });

  it('is told by all events together', () => {
    const released = ok('release', { owner: 'o', released: true });
    expect(suggestModel([invoke('acquire', { owner: 'o' }), released])).toBe('mutex');
    expect(suggestModel([invoke('add', { element: 1 }), ok('read', { elements: [1] })])).toBe('g-set');
    expect(suggestModel([invoke('add', { delta: 1 }), ok('read', { value: 1 })])).toBe('counter');
    expect(suggestModel([invoke('append', { element: 1 }), ok('read', { elements: [1] })])).toBe('append-list');
  });
});
