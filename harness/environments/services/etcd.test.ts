/** etcd's client against etcd itself: three servers on this machine, and no faults but a kill. */
import { describe, expect, test } from 'vitest';
import type { Invocation } from '../../../histories/op.ts';
import type { EtcdClient, EtcdOps } from '../../../targets/etcd/client.ts';
import { etcd } from '../../../targets/etcd/index.ts';
import type { Endpoints } from '../../../targets/service.ts';
import type { Client, Settings } from '../../../targets/target.ts';
import { settingsOf } from '../../settings.ts';
import { registerScript } from './registers.case.ts';
import { missing, type RunningService, until, withService } from './running.support.ts';

const NODES = ['n1', 'n2', 'n3'] as const;
const service = etcd.run({ settings: {} });
const reason = missing(service);

const open = (endpoints: Endpoints, node: string, given: Settings = {}, timeoutMs = 2_000): Client<EtcdOps> =>
  etcd.openService(endpoints, node, { timeoutMs, settings: settingsOf(etcd, given) });

/** What a recorder would make of it. */
async function outcome(client: Client<EtcdOps> | EtcdClient, invocation: Invocation<EtcdOps>) {
  try {
    return { ok: await client.invoke(invocation) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { [error.name === 'DidNotHappen' ? 'fail' : 'info']: error.message };
  }
}

const leaderOf = async ({ inquiry }: RunningService): Promise<string | undefined> => {
  const all = await Promise.all(NODES.map((node) => service.status?.(inquiry, node)));
  return NODES.find((_, index) => all[index]?.primary);
};

describe.skipIf(reason !== false)(`etcd${reason === false ? '' : `: ${reason}`}`, () => {
  test('is driven as registers and as locks, and loses a node', async () => {
    await withService(service, NODES, async (running) => {
      await registers(running);
      await locks(running);
      await aNodeIsKilled(running);
    });
  });
});

async function registers({ endpoints }: RunningService): Promise<void> {
  const [one, other] = [open(endpoints, 'n1'), open(endpoints, 'n2', { reads: 'serializable' })];
  for (const [invocation, output] of registerScript)
    expect([invocation, await outcome(one, invocation)]).toEqual([invocation, { ok: output }]);
  await one.invoke({ f: 'write', value: { key: 3, value: 1 } });
  // It comes to know by itself, some time.
  await until(async () =>
    Object.is(((await other.invoke({ f: 'read', value: { key: 3 } })) as { value: unknown }).value, 1),
  );
}

async function locks({ endpoints }: RunningService): Promise<void> {
  const [a, b] = [open(endpoints, 'n1'), open(endpoints, 'n2')];
  const lease = { resource: 'r', ttlMs: 1_000 };
  const got = await outcome(a, { f: 'tryAcquire', value: { ...lease, owner: 'a' } });
  expect(got).toEqual({ ok: { ...lease, owner: 'a', token: expect.any(Number), waitedMs: expect.any(Number) } });
  const first = tokenOf(got);
  // A lock whose name begins alike is another one.
  expect(await outcome(b, { f: 'isLocked', value: { resource: 'r/2' } })).toEqual({
    ok: { resource: 'r/2', locked: false },
  });
  const refused = { fail: `r is held by a with token ${first}` };
  expect(await outcome(b, { f: 'tryAcquire', value: { ...lease, owner: 'b' } })).toEqual(refused);
  expect(await outcome(b, { f: 'acquire', value: { ...lease, owner: 'b', timeoutMs: 200 } })).toEqual(refused);
  expect(await outcome(b, { f: 'renew', value: { ...lease, owner: 'b' } })).toEqual({ fail: 'r is not held by b' });
  expect(await outcome(a, { f: 'renew', value: { ...lease, owner: 'a' } })).toEqual({
    ok: { ...lease, owner: 'a', token: first },
  });
  // Nothing that the refused left stands behind the holder: it would have the lock next.
  const holder = { owner: 'a', token: first };
  expect(await outcome(b, { f: 'info', value: { resource: 'r' } })).toEqual({ ok: { resource: 'r', holder } });
  expect(await outcome(b, { f: 'list', value: { prefix: 'r' } })).toEqual({
    ok: { prefix: 'r', locks: [{ resource: 'r', ...holder }] },
  });

  const waiting = outcome(b, { f: 'acquire', value: { ...lease, owner: 'b', timeoutMs: 2_000 } });
  expect(await outcome(a, { f: 'release', value: { resource: 'r', owner: 'a' } })).toEqual({
    ok: { resource: 'r', owner: 'a', token: first },
  });
  const second = tokenOf(await waiting);
  expect(second).toBeGreaterThan(first);
  expect(await outcome(a, { f: 'release', value: { resource: 'r', owner: 'a' } })).toEqual({
    fail: 'r is not held by a',
  });

  // It dies without a word, and the lock comes free when its lease is over.
  await b.invoke({ f: 'crash', value: { resource: 'r', owner: 'b' } });
  await until(async () => {
    const tried = await outcome(a, { f: 'tryAcquire', value: { ...lease, owner: 'a' } });
    return 'ok' in tried && tokenOf(tried) > second;
  });
  expect(await outcome(a, { f: 'isLocked', value: { resource: 'r' } })).toEqual({
    ok: { resource: 'r', locked: true },
  });
}

async function aNodeIsKilled(running: RunningService): Promise<void> {
  const { endpoints, inquiry } = running;
  const leader = await leaderOf(running);
  if (leader === undefined) throw new Error('a ready cluster has no leader');
  const follower = NODES.find((node) => node !== leader) ?? '';
  expect(await service.status?.(inquiry, follower)).toMatchObject({
    role: 'follower',
    primary: false,
    term: expect.any(Number),
  });
  await running.kill(leader);
  expect(await service.status?.(inquiry, leader)).toBeUndefined();
  expect(await service.ready(inquiry)).toBe(false);
  // Where nobody listens nothing was sent; and the other two go on.
  const write: Invocation<EtcdOps> = { f: 'write', value: { key: 9, value: 1 } };
  expect(await outcome(open(endpoints, leader), write)).toEqual({ fail: expect.stringContaining('ECONNREFUSED') });
  await until(async () => 'ok' in (await outcome(open(endpoints, follower), write)));

  // Alone, a server proposes and waits: whether that comes to anything nobody knows. What it has, it still tells.
  const last = NODES.find((node) => node !== leader && node !== follower) ?? '';
  await running.kill(last);
  expect(await outcome(open(endpoints, follower, {}, 300), write)).toEqual({ info: 'no answer within 300 ms' });
  const read: Invocation<EtcdOps> = { f: 'read', value: { key: 9 } };
  expect(await outcome(open(endpoints, follower, {}, 300), read)).toEqual({ fail: 'no answer within 300 ms' });
  expect(await outcome(open(endpoints, follower, { reads: 'serializable' }), read)).toEqual({
    ok: { key: 9, value: 1 },
  });

  running.start(last);
  await until(async () => 'ok' in (await outcome(open(endpoints, last), read)));
}

function tokenOf(outcome: object): number {
  const token =
    'ok' in outcome &&
    typeof outcome.ok === 'object' &&
    outcome.ok !== null &&
    'token' in outcome.ok &&
    outcome.ok.token;
  if (typeof token === 'number') return token;
  throw new Error(`no token in ${JSON.stringify(outcome)}`);
}
