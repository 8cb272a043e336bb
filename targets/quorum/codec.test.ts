/** Bytes and messages: every message survives the way, and nothing else is taken for one. */
import fc from 'fast-check';
import { Packr } from 'msgpackr/pack';
import { describe, expect, test } from 'vitest';
import { levels } from '../../histories/ops/quorum.ts';
import { decode, encode } from './codec.ts';
import type { Call, Message } from './messages.ts';

const packr = new Packr({ useRecords: false, variableMapSize: true });
const orNull = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(of, { nil: null });
const whole = fc.nat();
const name = fc.oneof(fc.integer(), fc.string());
const actor = fc.string();
const pair = fc.tuple(whole, whole);
const stamp = fc.tuple(whole, actor);
const context = fc.dictionary(
  fc.string({ minLength: 1 }).filter((key) => key !== '__proto__'),
  whole,
  { noNullPrototype: true },
);
const held = fc.record({
  found: fc.array(fc.record({ value: fc.option(name), stamp }), { maxLength: 3 }),
  seen: context,
});
const level = fc.option(fc.constantFrom(...levels));
const call: fc.Arbitrary<Call> = fc.oneof(
  fc.record({ f: fc.constant('get' as const), key: name, level }),
  fc.record({ f: fc.constant('put' as const), key: name, level, value: name, context }),
  fc.record({ f: fc.constant('remove' as const), key: name, level, context }),
  fc.record({ f: fc.constantFrom('replicas' as const, 'cas' as const), key: name }),
);
const of = <T extends Message['type']>(type: T) => fc.constant(type);
const messages: { readonly [type in Message['type']]: fc.Arbitrary<Message> } = {
  admit: fc.record({ type: of('admit'), sequence: whole }),
  admitted: fc.record({ type: of('admitted'), sequence: whole, ticket: pair }),
  call: fc.record({ type: of('call'), sequence: whole, ticket: orNull(pair), call }),
  got: fc.record({ type: of('got'), sequence: whole, held }),
  done: fc.record({ type: of('done'), sequence: whole, stamp: orNull(stamp) }),
  states: fc.record({ type: of('states'), sequence: whole, states: fc.array(fc.tuple(actor, held), { maxLength: 3 }) }),
  failed: fc.record({
    type: of('failed'),
    sequence: whole,
    failure: fc.constantFrom('refused', 'unavailable', 'unknown'),
    reason: fc.string(),
  }),
  fetch: fc.record({ type: of('fetch'), id: pair, key: name, own: fc.boolean() }),
  fetched: fc.record({ type: of('fetched'), id: pair, held }),
  store: fc.record({
    type: of('store'),
    id: pair,
    key: name,
    held,
    reason: fc.constantFrom('write', 'repair', 'hint'),
    home: orNull(actor),
  }),
  stored: fc.record({ type: of('stored'), id: pair }),
  digests: fc.record({ type: of('digests'), digests: fc.array(fc.tuple(whole, whole, fc.maxSafeNat())) }),
  entries: fc.record({
    type: of('entries'),
    leaves: fc.array(pair),
    entries: fc.array(fc.tuple(name, held), { maxLength: 3 }),
    asks: fc.boolean(),
  }),
};

test.each(Object.entries(messages))('%s survives the way', (_type, message) => {
  fc.assert(
    fc.property(message, (sent) => {
      expect(decode(encode(sent))).toEqual(sent);
    }),
  );
});

describe('what is no message', () => {
  test('is refused, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        // Those that are one by accident are as good as if somebody had meant them.
        try {
          expect(decode(encode(decode(bytes)))).toEqual(decode(bytes));
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
      }),
    );
  });

  const bytes = (fields: readonly unknown[]): Uint8Array => packr.pack(fields);
  test.each<[string, readonly unknown[], string]>([
    ['an unknown type', [99], 'no such type'],
    ['a negative sequence number', [0, -1], 'expected a whole number, got -1'],
    [
      'an unknown level',
      [2, 1, null, [0, 'x', 'MOST']],
      'expected one of the levels ONE, TWO, THREE, QUORUM, ALL, got "MOST"',
    ],
    ['a call without a key', [2, 1, null, [0]], 'expected a number or a text, got undefined'],
    ['a put of null', [2, 1, [1, 1], [1, 'x', null, {}, null]], 'expected a number or a text'],
    ['a context that is a list', [2, 1, [1, 1], [2, 'x', null, []]], 'expected a version vector'],
    ['half a ticket', [2, 1, [1], [2, 'x', null, {}]], 'expected a pair'],
    ['an unknown call', [2, 1, null, [9, 'x', null]], 'expected a call, got 9'],
  ])('%s is refused by name', (_what, fields, reason) => {
    expect(() => decode(bytes(fields))).toThrow(reason);
  });
});
