/**
 * What a client of etcd's locks makes of answers that a real server seldom gives when it is asked to: a server that says
 * what it is told to, and a clock that stands where it is put.
 */
import { createServer } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import type { Json } from '../../harness/core/json.ts';
import { randomOf } from '../../harness/core/random.ts';
import type { Invocation } from '../../histories/op.ts';
import type { LockingOps } from '../../histories/ops/lock-service.ts';
import { DidNotHappen } from '../target.ts';
import { base64, Gateway } from './gateway.ts';
import { EtcdLocks } from './locks.ts';

const OURS = '255';
const THEIRS = '16';
const pair = (lease: string, owner: string, token: number) => ({
  key: base64(`lock/r/${BigInt(lease).toString(16)}`),
  value: base64(JSON.stringify(owner)),
  create_revision: String(token),
});
const ours = pair(OURS, 'a', 9);
const theirs = pair(THEIRS, 'b', 7);
const first = (kvs: Json): Json => ({ responses: [{}, { response_range: { kvs } }] });
const refused = (message: string): Json => ({ error: message, code: 14 });

const GRANTED: Script = { 'lease/grant': { ID: OURS, TTL: '2' } };
const GONE = 'etcdserver: requested lease not found';
const LOST = 'etcdserver: request timed out';

/** What is answered to each path; null is no answer at all. */
type Script = { readonly [path: string]: Json };

let close = async (): Promise<void> => undefined;
afterEach(() => close());

class Bench {
  readonly paths: string[] = [];
  nowMs = 0;

  async locks(script: Script, isCareful = true): Promise<EtcdLocks> {
    const server = createServer((request, response) => {
      const path = (request.url ?? '').replace('/v3/', '');
      this.paths.push(path);
      const answer = script[path];
      if (answer === null || answer === undefined) request.socket.destroy();
      else response.end(JSON.stringify(answer));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    close = async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    };
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('a server on TCP has no port');
    const at = { host: '127.0.0.1', port: address.port };
    const endpoints = {
      nodes: ['n1'],
      listen: () => at,
      route: () => at,
      clock: { monotonic: () => this.nowMs * 1e6, wall: () => 0 },
      timers: { after: () => ({ cancel: () => undefined }) },
      random: randomOf(1),
    };
    return new EtcdLocks(new Gateway(at), endpoints, { timeoutMs: 5_000, isCareful });
  }
}

async function outcome(locks: EtcdLocks, invocation: Invocation<LockingOps>): Promise<string> {
  try {
    return `ok ${JSON.stringify(await locks.invoke(invocation))}`;
  } catch (error) {
    return `${error instanceof DidNotHappen ? 'fail' : 'info'} ${error instanceof Error ? error.message : error}`;
  }
}

const lease = { resource: 'r', owner: 'a', ttlMs: 2_000 };
const attempt = { f: 'tryAcquire', value: lease } as const;
const waiting = { f: 'acquire', value: { ...lease, timeoutMs: 1_000 } } as const;
const renewal = { f: 'renew', value: lease } as const;
const HELD = 'r is held by b with token 7';

describe('a lock', () => {
  test.each<[string, Invocation<LockingOps>, Script, RegExp]>([
    ['is had by the oldest key', attempt, { 'kv/txn': first([ours]) }, /^ok .*"token":9/],
    ['is refused without a lease', attempt, { 'lease/grant': null }, /^fail no lease/],
    ['may be had if nothing is heard', attempt, { 'kv/txn': null }, /^info/],
    ['may be had if the request is lost', attempt, { 'kv/txn': refused(LOST) }, /^info/],
    ['is refused if the lease has gone meanwhile', attempt, { 'kv/txn': refused(GONE) }, /^fail/],
    [
      'is refused when the key is taken back',
      attempt,
      { 'kv/txn': first([theirs]), 'lease/revoke': {} },
      /^fail r is held by b/,
    ],
    [
      'is refused when the key went by itself',
      attempt,
      { 'kv/txn': first([theirs]), 'lease/revoke': refused(GONE) },
      /^fail/,
    ],
    // The key that was left behind is next in the line.
    [
      'may yet be had if the key may be left',
      attempt,
      { 'kv/txn': first([theirs]), 'lease/revoke': refused(LOST) },
      /^info/,
    ],
    [
      'may yet be had if nothing is heard of the key',
      attempt,
      { 'kv/txn': first([theirs]), 'lease/revoke': null },
      /^info/,
    ],
    [
      'will yet be had if the key was not taken back',
      attempt,
      { 'kv/txn': first([theirs]), 'lease/revoke': refused('etcdserver: too many requests') },
      /^info r is held by b .* not taken back/,
    ],
    [
      'is had after a wait',
      waiting,
      {
        ...{ 'kv/txn': first([theirs]), 'lock/lock': {}, 'kv/range': { kvs: [ours] } },
        'lease/keepalive': { result: { ID: OURS, TTL: '2' } },
      },
      /^ok .*"token":9/,
    ],
    // etcd's lock service does not look whether the key outlived the wait.
    [
      'is not had if the lease ran out in the wait',
      waiting,
      {
        ...{ 'kv/txn': first([theirs]), 'lock/lock': {}, 'kv/range': { kvs: [theirs] }, 'lease/revoke': refused(GONE) },
        'lease/keepalive': { result: { ID: OURS } },
      },
      /^fail r is held by b/,
    ],
    [
      'is not had if the key went in the wait',
      waiting,
      {
        ...{ 'kv/txn': first([theirs]), 'lock/lock': {}, 'kv/range': {}, 'lease/revoke': {} },
        'lease/keepalive': { result: { ID: OURS, TTL: '2' } },
      },
      /^fail r is held by b/,
    ],
    [
      'is refused if the wait was in vain',
      waiting,
      { 'kv/txn': first([theirs]), 'lock/lock': null, 'lease/revoke': {} },
      /^fail/,
    ],
  ])('%s', async (_what, invocation, script, expected) => {
    const locks = await new Bench().locks({ ...GRANTED, ...script });
    expect(await outcome(locks, invocation)).toMatch(expected);
  });

  test('tells who held it', async () => {
    const locks = await new Bench().locks({ ...GRANTED, 'kv/txn': first([theirs]), 'lease/revoke': {} });
    expect(await outcome(locks, attempt)).toBe(`fail ${HELD}`);
  });
});

describe('a lease', () => {
  const granted: Script = { ...GRANTED, 'kv/txn': first([ours]) };

  test.each<[string, Script, RegExp]>([
    ['is renewed', { 'lease/keepalive': { result: { ID: OURS, TTL: '2' } } }, /^ok .*"token":9/],
    ['has run out', { 'lease/keepalive': { result: { ID: OURS } } }, /^fail the lease of r has run out/],
    ['may be renewed', { 'lease/keepalive': null }, /^info/],
  ])('%s', async (_what, script, expected) => {
    const locks = await new Bench().locks({ ...granted, ...script });
    await locks.invoke(attempt);
    expect(await outcome(locks, renewal)).toMatch(expected);
  });

  test.each([
    ['careful', true, 1_799, /^ok/],
    ['careful', true, 1_800, /^fail the lease of r may have run out/],
    ['trusting', false, 60_000, /^ok/],
  ])('of a %s holder is renewed after %s ms: %s', async (_holder, isCareful, afterMs, expected) => {
    const bench = new Bench();
    const locks = await bench.locks({ ...granted, 'lease/keepalive': { result: { TTL: '2' } } }, isCareful);
    await locks.invoke(attempt);
    bench.nowMs = afterMs;
    expect(await outcome(locks, renewal)).toMatch(expected);
    // A careful holder need not ask.
    expect(bench.paths.includes('lease/keepalive')).toBe(expected.test('ok'));
  });

  test.each<[string, Script, RegExp]>([
    ['is given back', { 'lease/revoke': {} }, /^ok .*"token":9/],
    ['had run out before', { 'lease/revoke': refused(GONE) }, /^fail/],
    ['may be given back', { 'lease/revoke': null }, /^info/],
  ])('%s', async (_what, script, expected) => {
    const locks = await new Bench().locks({ ...granted, ...script });
    await locks.invoke(attempt);
    const release = { f: 'release', value: { resource: 'r', owner: 'a' } } as const;
    expect(await outcome(locks, release)).toMatch(expected);
    expect(await outcome(locks, release)).toBe('fail r is not held by a');
  });
});
