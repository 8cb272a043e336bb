/** The lock service as a node: leases on its own clock, and clients that send what they like. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Codec } from '../raft/codec.ts';
import type { Message } from '../raft/messages.ts';
import { HandDisk, HandRuntime } from '../raft/runtime.support.ts';
import { spoilt } from '../spoilt.support.ts';
import { lockService } from './codec.ts';
import { locks } from './index.ts';
import { type Command, type LockOperations, NO_STAMP, type Result } from './messages.ts';

const ELECTION_MS = 300;
const HEARTBEAT_MS = 50;

/** A cluster of one: it elects itself, and every sync is done at once. */
function start(disk = new HandDisk(), settings = {}, session = 's') {
  const runtime = new HandRuntime({ self: 'n1', peers: [], codec: lockService.codec, disk });
  const node = locks.run({ settings }).start(runtime);
  let sequence = 0;
  const settle = (): Message<LockOperations>[] => {
    disk.finishAll();
    return runtime.takeSent().map(({ message }) => message);
  };
  const pass = (ms: number): void => {
    for (let left = ms; left > 0; left -= HEARTBEAT_MS) {
      runtime.pass(Math.min(left, HEARTBEAT_MS));
      settle();
    }
  };
  const ask = (command: Command): Result | string | undefined => {
    runtime.deliver('c1', { type: 'command', request: { session, sequence: ++sequence, command } });
    const [answer] = settle();
    return answer?.type === 'result' ? answer.result : answer?.type === 'rejected' ? answer.because : undefined;
  };
  pass(ELECTION_MS + HEARTBEAT_MS);
  expect(node.status().primary).toBe(true);
  return { runtime, node, disk, ask, pass, settle };
}

const acquire = (owner: string, ttlMs: number): Command => ({
  f: 'acquire',
  resource: 'a',
  owner,
  ttlMs,
  stamp: NO_STAMP,
});

describe('a lock of 30 s whose holder dies at 10 s', () => {
  test('can be had by another after 20 s more, and not before', () => {
    const { ask, pass } = start();
    expect(ask(acquire('x', 30_000))).toEqual({ is: 'granted', token: 1 });
    pass(10_000);
    expect(ask(acquire('y', 30_000))).toEqual({ is: 'held', owner: 'x', token: 1 });
    pass(20_000 - HEARTBEAT_MS);
    expect(ask(acquire('y', 30_000))).toEqual({ is: 'held', owner: 'x', token: 1 });
    // The leader looks at every heartbeat.
    pass(2 * HEARTBEAT_MS);
    expect(ask(acquire('y', 30_000))).toEqual({ is: 'granted', token: 2 });
  });

  test('for its whole time once more, if the service restarts at the end of it; tokens go on', () => {
    const { ask, pass, disk } = start();
    ask(acquire('x', 30_000));
    pass(29_000);
    // Another session: the numbers of the first are taken.
    const again = start(disk.afterCrash(), {}, 't');
    again.pass(29_000);
    expect(again.ask(acquire('y', 30_000))).toEqual({ is: 'held', owner: 'x', token: 1 });
    again.pass(2_000);
    expect(again.ask(acquire('y', 30_000))).toEqual({ is: 'granted', token: 2 });
  });

  test('a clock that is set forward changes nothing, unless leases end by the wall clock', () => {
    for (const [expiry, result] of [
      ['relative', { is: 'held', owner: 'x', token: 1 }],
      ['absolute', { is: 'granted', token: 2 }],
    ] as const) {
      const { runtime, ask, pass } = start(new HandDisk(), { expiry });
      ask(acquire('x', 30_000));
      runtime.bump(40_000);
      pass(2 * HEARTBEAT_MS);
      expect(ask(acquire('y', 30_000))).toEqual(result);
    }
  });
});

describe('a request that makes no sense is answered with an error, and the node stays up', () => {
  const sound = { is: 'granted', token: 1 };
  test.each<[string, Command, says: string]>([
    ['a TTL of 0', acquire('x', 0), 'a TTL of at least 1 ms'],
    ['a TTL below 0', acquire('x', -1), 'a whole number'],
    ['no resource', { f: 'release', resource: '', owner: 'x', token: 1 }, 'a resource with a name'],
    ['an expiry', { f: 'expire', resource: 'a', token: 1, renewals: 0 }, 'a client cannot ask for it'],
  ])('%s', (_what, command, says) => {
    const { ask, node } = start();
    expect(ask(command)).toContain(says);
    expect(node.status().primary).toBe(true);
    expect(ask(acquire('x', 1_000))).toEqual(sound);
  });

  test.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['garbage', Uint8Array.of(0xc1, 0xff, 3)],
    ['text', new TextEncoder().encode('GET / HTTP/1.1')],
    ['a list of 4 billion fields', Uint8Array.of(0xdd, 0xff, 0xff, 0xff, 0xff)],
    ['a list in a list, 100,000 deep', new Uint8Array(100_000).fill(0x91)],
  ])('%s', (_what, bytes) => {
    const { runtime, ask, settle } = start();
    runtime.deliverBytes('c1', bytes);
    expect(settle()).toEqual([
      { type: 'rejected', sequence: 0, because: expect.stringContaining('not a Raft message') },
    ]);
    expect(ask(acquire('x', 1_000))).toEqual(sound);
  });

  const codec = new Codec(lockService.codec);
  const resource = 'b';
  const claim = { resource, owner: 'y', token: 1 };
  const work = { resource, isFenced: true, token: 1 };
  const sayable: readonly Message<LockOperations>[] = [
    ...[
      { ...acquire('y', 1_000), resource },
      { f: 'renew' as const, ...claim, ttlMs: 1_000, stamp: NO_STAMP },
      { f: 'release' as const, ...claim },
      { f: 'expire' as const, resource, token: 1, renewals: 0 },
      { f: 'fetch' as const, ...work },
      { f: 'store' as const, ...work, value: 7 },
      { f: 'perform' as const, ...work, owner: 'y' },
    ].map((command, index) => ({
      type: 'command' as const,
      request: { session: 'other', sequence: index + 1, command },
    })),
    { type: 'read', session: 'other', sequence: 9, query: { f: 'lock', resource } },
    { type: 'read', session: 'other', sequence: 10, query: { f: 'locks', prefix: resource } },
    { type: 'read', session: 'other', sequence: 11, query: { f: 'content', resource, isFenced: false } },
    { type: 'requestVote', term: 9, lastLogIndex: 9, lastLogTerm: 9, preVote: false },
    { type: 'notLeader', sequence: 1, leader: 'n9' },
  ];

  test('any bytes, and messages that were cut short or have other bytes in them', () => {
    const { runtime, ask, node, pass, settle } = start();
    const counts: { [type: string]: number } = {};
    fc.assert(
      fc.property(
        fc.oneof(fc.uint8Array({ maxLength: 40 }), spoilt(sayable.map((message) => codec.encode(message)))),
        (bytes) => {
          runtime.deliverBytes('c1', bytes);
          for (const { type } of settle()) counts[type] = (counts[type] ?? 0) + 1;
        },
      ),
      { numRuns: 2_000 },
    );
    // Refused ones, and ones that were taken for what they are.
    expect(Math.min(counts.rejected ?? 0, counts.result ?? 0)).toBeGreaterThan(100);
    pass(1_000);
    expect(node.status().primary).toBe(true);
    // A lock of which none of them has spoken by accident.
    expect(ask({ ...acquire('x', 1_000), resource: 'untouched' })).toEqual(sound);
  });
});

test('a release of a lock that was never held is refused', () => {
  const { ask } = start();
  expect(ask({ f: 'release', resource: 'a', owner: 'x', token: 1 })).toEqual({ is: 'not-held' });
});

test('a command that is sent again is answered again, and executed once', () => {
  const { runtime, settle } = start();
  const request = { session: 's', sequence: 1, command: acquire('x', 1_000) };
  for (let copy = 0; copy < 2; copy++) runtime.deliver('c1', { type: 'command', request });
  const answer = { type: 'result', sequence: 1, result: { is: 'granted', token: 1 } };
  expect(settle()).toEqual([answer, answer]);
});
