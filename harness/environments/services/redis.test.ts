/** Redis' client against Redis itself: three servers and three sentinels on this machine, and no faults but a kill. */
import { describe, expect, test } from 'vitest';
import type { Invocation } from '../../../histories/op.ts';
import type { RegisterOps } from '../../../histories/ops/register.ts';
import { redis } from '../../../targets/redis/index.ts';
import type { Client } from '../../../targets/target.ts';
import { registerScript } from './registers.case.ts';
import { missing, type RunningService, until, withService } from './running.support.ts';

const NODES = ['n1', 'n2', 'n3'] as const;
const service = redis.run({ settings: {} });
const reason = missing(service);

type Outcome = { readonly ok: object } | { readonly fail: string } | { readonly info: string };

/** What a recorder would make of it. */
async function outcome(client: Client<RegisterOps>, invocation: Invocation<RegisterOps>): Promise<Outcome> {
  try {
    return { ok: await client.invoke(invocation) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return error.name === 'DidNotHappen' ? { fail: error.message } : { info: error.message };
  }
}

const primariesOf = async ({ inquiry }: RunningService): Promise<readonly string[]> => {
  const all = await Promise.all(NODES.map((node) => service.status?.(inquiry, node)));
  return NODES.filter((_, index) => all[index]?.primary);
};

describe.skipIf(reason !== false)(`redis${reason === false ? '' : `: ${reason}`}`, () => {
  test('is driven as registers, and fails over', async () => {
    await withService(service, NODES, async (running) => {
      const open = (node: string, wait = 0) =>
        redis.openService(running.endpoints, node, { timeoutMs: 1_000, settings: { wait } });
      const clients = [open('n1'), open('n2', 1), open('n3', 2)];
      const [one, two, three] = clients;
      if (one === undefined || two === undefined || three === undefined) throw new Error('three clients were opened');
      try {
        expect(await primariesOf(running)).toEqual(['n1']);
        expect(await service.status?.(running.inquiry, 'n2')).toEqual({ role: 'replica', primary: false });
        await registers(one);
        const write: Invocation<RegisterOps> = { f: 'write', value: { key: 2, value: 1 } };
        for (const client of [two, three]) expect(await outcome(client, write)).toEqual({ ok: write.value });
        await thePrimaryIsKilled(running, two);
        await aReplicaIsMissed(three);
      } finally {
        for (const client of clients) client.close();
      }
    });
  });
});

async function registers(client: Client<RegisterOps>): Promise<void> {
  for (const [invocation, output] of registerScript) {
    expect([invocation, await outcome(client, invocation)]).toEqual([invocation, { ok: output }]);
  }
}

async function thePrimaryIsKilled(running: RunningService, client: Client<RegisterOps>): Promise<void> {
  await running.kill('n1');
  expect(await service.status?.(running.inquiry, 'n1')).toBeUndefined();
  expect(await service.ready(running.inquiry)).toBe(false);
  // Its connection broke, so it asks a sentinel, which names the dead one until the others have voted.
  const outcomes: Outcome[] = [];
  const write: Invocation<RegisterOps> = { f: 'write', value: { key: 3, value: 2 } };
  await until(async () => {
    const seen = await outcome(client, write);
    outcomes.push(seen);
    return 'ok' in seen;
  });
  expect(outcomes).toContainEqual({ fail: expect.stringContaining('ECONNREFUSED') });
  expect(await primariesOf(running)).toHaveLength(1);
  expect(await outcome(client, { f: 'read', value: { key: 3 } })).toEqual({ ok: { key: 3, value: 2 } });
}

/** The primary has the write all the same: this is no refusal. */
async function aReplicaIsMissed(waitsForTwo: Client<RegisterOps>): Promise<void> {
  const cas: Invocation<RegisterOps> = { f: 'cas', value: { key: 2, from: 1, to: 2 } };
  await until(async () => 'ok' in (await outcome(waitsForTwo, { f: 'read', value: { key: 2 } })));
  expect(await outcome(waitsForTwo, cas)).toEqual({ info: expect.stringMatching(/^1 of 2 replicas had the write/) });
  expect(await outcome(waitsForTwo, { f: 'read', value: { key: 2 } })).toEqual({ ok: { key: 2, value: 2 } });
}
