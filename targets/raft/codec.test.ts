/** Messages survive their bytes, and bytes that are none are refused rather than misread. */
import fc from 'fast-check';
import { pack } from 'msgpackr';
import { describe, expect, test } from 'vitest';
import { Codec } from './codec.ts';
import type { Message as RaftMessage } from './messages.ts';
import { type Command, type RegisterOperations, registers } from './registers/registers.ts';

type Message = RaftMessage<RegisterOperations>;
const codec = new Codec(registers.codec);

const number = fc.maxSafeNat();
const text = fc.string({ unit: 'binary-ascii' });
const key = fc.oneof(fc.maxSafeInteger(), text);
const value = fc.oneof(key, fc.constant(null));
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ f: fc.constant('write' as const), key, value }),
  fc.record({ f: fc.constant('cas' as const), key, from: value, to: value }),
);
const request = fc.record({ session: text, sequence: number, command });
const entry = fc.record({ term: number, request: fc.oneof(request, fc.constant(null)) });
const of = <T extends Message['type']>(type: T) => fc.constant(type);
const boolean = fc.boolean();

const messages: { readonly [T in Message['type']]: fc.Arbitrary<Extract<Message, { type: T }>> } = {
  requestVote: fc.record({
    type: of('requestVote'),
    term: number,
    lastLogIndex: number,
    lastLogTerm: number,
    preVote: boolean,
  }),
  vote: fc.record({ type: of('vote'), term: number, voteGranted: boolean, preVote: boolean }),
  appendEntries: fc.record({
    type: of('appendEntries'),
    term: number,
    prevLogIndex: number,
    prevLogTerm: number,
    entries: fc.array(entry, { maxLength: 5 }),
    leaderCommit: number,
    round: number,
  }),
  appended: fc.record({
    type: of('appended'),
    term: number,
    success: boolean,
    matchIndex: number,
    conflictTerm: number,
    conflictIndex: number,
    round: number,
  }),
  command: fc.record({ type: of('command'), request }),
  read: fc.record({ type: of('read'), session: text, sequence: number, query: fc.record({ key }) }),
  result: fc.record({ type: of('result'), sequence: number, result: fc.record({ applied: boolean, value }) }),
  notLeader: fc.record({ type: of('notLeader'), sequence: number, leader: fc.oneof(text, fc.constant(null)) }),
  rejected: fc.record({ type: of('rejected'), sequence: number, because: text }),
};
const message: fc.Arbitrary<Message> = fc.oneof(...Object.values(messages));

/** Every field of every kind is drawn anew 200 times over, so two that change places are told apart. */
test.each(Object.entries(messages))('%s survives its bytes', (_type, arbitrary) => {
  fc.assert(
    fc.property<[Message]>(arbitrary, (drawn) => {
      expect(codec.decode(codec.encode(drawn))).toEqual(drawn);
    }),
    { numRuns: 200 },
  );
});

describe('what is no message', () => {
  const none: readonly [what: string, value: unknown][] = [
    ['nothing', null],
    ['a number', 5],
    ['text', 'vote'],
    ['a map', { type: 'vote' }],
    ['an empty list', []],
    ['no such type', [9, 1, true, true]],
    ['a type that is a name', ['vote', 1, true, true]],
    ['a field too few', [1, 1, true]],
    ['a field too many', [1, 1, true, true, true]],
    ['no number', [1, '1', true, true]],
    ['a number below zero', [1, -1, true, true]],
    ['a fraction', [1, 1.5, true, true]],
    ['not a number at all', [1, Number.NaN, true, true]],
    ['no truth', [1, 1, 1, true]],
    ['entries that are no list', [2, 1, 0, 0, 'x', 0, 0]],
    ['an entry that is no list', [2, 1, 0, 0, [1], 0, 0]],
    ['an entry without a term', [2, 1, 0, 0, [[]], 0, 0]],
    ['an entry with half a command', [2, 1, 0, 0, [[1, 's', 1]], 0, 0]],
    ['a command without a value', [4, 's', 1, 'k']],
    ['a command with too many values', [4, 's', 1, 'k', 1, 2, 3]],
    ['a session that is no text', [4, 1, 1, 'k', 1]],
    ['a key that is a list', [5, 's', 1, []]],
    ['a value that is a truth', [6, 1, true, true]],
    ['a leader that is a number', [7, 1, 1]],
    ['a reason that is a number', [8, 1, 1]],
  ];

  test.each(none)('%s is refused', (_what, value) => {
    expect(() => codec.decode(pack(value))).toThrow('not a Raft message');
  });

  /** Whatever is accepted must be the bytes' own meaning: encoded again, it says the same. */
  test('no bytes are misread', () => {
    const noise = fc.oneof(fc.uint8Array({ maxLength: 40 }), cutShort(), oneByteWrong());
    let accepted = 0;
    fc.assert(
      fc.property(noise, (bytes) => {
        const read = tryDecode(bytes);
        if (read === undefined) return;
        accepted++;
        expect(codec.decode(codec.encode(read))).toEqual(read);
        expect(Object.values(read)).not.toContain(undefined);
      }),
      { numRuns: 3000, seed: 1 },
    );
    // A changed letter of a session makes another message; most other changes make none.
    expect(accepted).toBeGreaterThan(0);
    expect(accepted).toBeLessThan(1500);
  });

  test('a message cut short is none', () => {
    fc.assert(
      fc.property(message, fc.nat(), (whole, at) => {
        const bytes = codec.encode(whole);
        expect(() => codec.decode(bytes.subarray(0, at % bytes.length))).toThrow();
      }),
      { numRuns: 300 },
    );
  });
});

function cutShort(): fc.Arbitrary<Uint8Array> {
  return fc.tuple(message, fc.nat()).map(([whole, at]) => {
    const bytes = codec.encode(whole);
    return bytes.slice(0, at % bytes.length);
  });
}

function oneByteWrong(): fc.Arbitrary<Uint8Array> {
  return fc.tuple(message, fc.nat(), fc.nat({ max: 255 })).map(([whole, at, byte]) => {
    const bytes = codec.encode(whole).slice();
    bytes[at % bytes.length] = byte;
    return bytes;
  });
}

function tryDecode(bytes: Uint8Array): Message | undefined {
  try {
    return codec.decode(bytes);
  } catch {
    return undefined;
  }
}
