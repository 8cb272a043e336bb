/** Requests survive their bytes, and what no lock service could mean is refused before it reaches a log. */
import fc from 'fast-check';
import { pack } from 'msgpackr';
import { describe, expect, test } from 'vitest';
import { Codec } from '../raft/codec.ts';
import type { Message } from '../raft/messages.ts';
import { lockService } from './codec.ts';
import type { Command, LockOperations, Query, Result } from './messages.ts';

const codec = new Codec(lockService.codec);
const number = fc.maxSafeNat();
const positive = fc.integer({ min: 1 });
const resource = fc.string({ minLength: 1, unit: 'binary-ascii' });
const owner = fc.oneof(fc.maxSafeInteger(), fc.string({ unit: 'binary-ascii' }));
const of = <T extends string>(value: T) => fc.constant(value);
const stamp = fc.record({ expiresAtMs: number, token: number });
const claim = { resource, owner, token: number };
const work = { resource, isFenced: fc.boolean(), token: number };
const held = { owner, token: number };

const commands: { readonly [F in Command['f']]: fc.Arbitrary<Extract<Command, { f: F }>> } = {
  acquire: fc.record({ f: of('acquire'), resource, owner, ttlMs: positive, stamp }),
  renew: fc.record({ f: of('renew'), ...claim, ttlMs: positive, stamp }),
  release: fc.record({ f: of('release'), ...claim }),
  expire: fc.record({ f: of('expire'), resource, token: number, renewals: number }),
  fetch: fc.record({ f: of('fetch'), ...work }),
  store: fc.record({ f: of('store'), ...work, value: number }),
  perform: fc.record({ f: of('perform'), ...work, owner }),
};
const queries: { readonly [F in Query['f']]: fc.Arbitrary<Extract<Query, { f: F }>> } = {
  lock: fc.record({ f: of('lock'), resource }),
  locks: fc.record({ f: of('locks'), prefix: fc.string({ unit: 'binary-ascii' }) }),
  content: fc.record({ f: of('content'), resource, isFenced: fc.boolean() }),
};
const results: { readonly [I in Result['is']]: fc.Arbitrary<Extract<Result, { is: I }>> } = {
  granted: fc.record({ is: of('granted'), token: number }),
  held: fc.record({ is: of('held'), ...held }),
  done: fc.record({ is: of('done') }),
  'not-held': fc.record({ is: of('not-held') }),
  stale: fc.record({ is: of('stale'), newest: number }),
  content: fc.record({ is: of('content'), value: number, effects: fc.array(fc.record(held), { maxLength: 3 }) }),
  locks: fc.record({ is: of('locks'), locks: fc.array(fc.record({ resource, ...held }), { maxLength: 3 }) }),
};
const session = 's';
const messages: readonly fc.Arbitrary<Message<LockOperations>>[] = [
  ...Object.values(commands).map((each) =>
    fc
      .tuple(number, each)
      .map(([sequence, command]) => ({ type: 'command' as const, request: { session, sequence, command } })),
  ),
  ...Object.values(queries).map((each) =>
    fc.tuple(number, each).map(([sequence, query]) => ({ type: 'read' as const, session, sequence, query })),
  ),
  ...Object.values(results).map((each) =>
    fc.tuple(number, each).map(([sequence, result]) => ({ type: 'result' as const, sequence, result })),
  ),
];

/** Every field of every kind is drawn anew 100 times over, so two that change places are told apart. */
test('every command, query and result survives its bytes', () => {
  for (const message of messages) {
    fc.assert(
      fc.property(message, (drawn) => {
        expect(codec.decode(codec.encode(drawn))).toEqual(drawn);
      }),
      { numRuns: 100 },
    );
  }
});

describe('what is refused', () => {
  const [COMMAND, READ] = [4, 5];
  test.each<[string, unknown[], says: string]>([
    ['a lease of no time', [COMMAND, 's', 7, 'acquire', 'a', 'x', 0, 0, 0], 'a TTL of at least 1 ms'],
    ['a lease of less', [COMMAND, 's', 7, 'acquire', 'a', 'x', -5, 0, 0], 'a whole number'],
    ['a renewal for no time', [COMMAND, 's', 7, 'renew', 'a', 'x', 1, 0, 0, 0], 'a TTL of at least 1 ms'],
    ['no resource', [COMMAND, 's', 7, 'acquire', '', 'x', 9, 0, 0], 'a resource with a name'],
    ['no owner', [COMMAND, 's', 7, 'acquire', 'a', null, 9, 0, 0], 'a key'],
    ['an unknown command', [COMMAND, 's', 7, 'steal', 'a'], 'a command of the lock service'],
    ['an unknown query', [READ, 's', 7, 'everything'], 'a query of the lock service'],
    ['a field too many', [COMMAND, 's', 7, 'release', 'a', 'x', 1, 1], '4 fields'],
  ])('%s', (_what, fields, says) => {
    expect(() => codec.decode(pack(fields))).toThrow(expect.objectContaining({ name: 'Malformed', sequence: 7 }));
    expect(() => codec.decode(pack(fields))).toThrow(says);
  });
});
