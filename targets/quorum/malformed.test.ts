/**
 * Whoever can reach a node can send it anything. Whatever arrives, from a client, a stranger or another node, is answered
 * or ignored: nothing throws, nothing hangs, and the store serves as before.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { spoilt } from '../spoilt.support.ts';
import { HandCluster } from './cluster.support.ts';
import { decode, encode } from './codec.ts';
import type { Message } from './messages.ts';
import { NOTHING } from './versions/held.ts';

const SENDERS = ['c1', 'n2', 'nobody'] as const;
const anyBytes = fc.uint8Array({ maxLength: 60 });

/** Every kind of message, as nodes and clients say it of their own accord. */
async function talk(): Promise<readonly Message[]> {
  // Only anti-entropy brings home what a replica has missed.
  const cluster = new HandCluster({ settings: { consistency: 'custom', hints: 'off', 'read-repair': 'off' } });
  const client = cluster.client('n1');
  cluster.loses = (_from, to, { type }) => to === 'n3' && type === 'store';
  for (const key of ['a', 'b', 'c']) {
    await cluster.invoke(client, { f: 'put', value: { key, value: 1, level: 'TWO' } });
    await cluster.invoke(client, { f: 'get', value: { key } });
  }
  await cluster.invoke(client, { f: 'remove', value: { key: 'a' } });
  await cluster.invoke(client, { f: 'cas', value: { key: 'a', from: 1, to: 2 } });
  // Until nobody tries any more.
  cluster.pass(1_000);
  cluster.loses = () => false;
  cluster.pass(5_000);
  await cluster.invoke(client, { f: 'replicas', value: { key: 'b' } });
  return cluster.seen.map(({ message }) => message);
}

function isMessage(bytes: Uint8Array): boolean {
  try {
    decode(bytes);
    return true;
  } catch {
    return false;
  }
}

async function stillServes(cluster: HandCluster): Promise<void> {
  cluster.pass(1_000);
  const client = cluster.client('n1', 'c9');
  const value = { key: 'still here', value: 1 };
  expect(await cluster.invoke(client, { f: 'write', value })).toEqual(value);
  expect(await cluster.invoke(client, { f: 'read', value: { key: 'still here' } })).toEqual(value);
}

describe('the store stays up', () => {
  test('whatever the bytes; what is no message is answered with an error', async () => {
    const cluster = new HandCluster();
    let refused = 0;
    fc.assert(
      fc.property(fc.constantFrom(...SENDERS), anyBytes, (from, bytes) => {
        cluster.client('n1', from === 'n2' ? 'c1' : from);
        const before = cluster.seen.length;
        cluster.deliver(from, 'n1', bytes);
        if (isMessage(bytes)) return;
        refused++;
        expect(cluster.seen.slice(before)).toEqual([
          {
            from: 'n1',
            to: from,
            message: expect.objectContaining({ type: 'failed', sequence: 0, failure: 'refused' }),
          },
        ]);
      }),
      { numRuns: 500 },
    );
    expect(refused).toBeGreaterThan(400);
    await stillServes(cluster);
  });

  test('also if they are nearly a message: one that was cut short, or has other bytes in it', async () => {
    const said = await talk();
    expect(new Set(said.map(({ type }) => type)).size).toBe(13);
    const cluster = new HandCluster({ settings: { consistency: 'dynamo' }, nodes: 4 });
    const letters = fc.record({
      bytes: spoilt(said.map(encode)),
      from: fc.constantFrom(...SENDERS),
      to: fc.constantFrom('n1', 'n3'),
    });
    let [broken, whole] = [0, 0];
    fc.assert(
      fc.property(letters, ({ bytes, from, to }) => {
        if (isMessage(bytes)) whole++;
        else broken++;
        cluster.deliver(from, to, bytes);
        cluster.pass(1);
      }),
      { numRuns: 2_000 },
    );
    // Both ways through the node are taken.
    expect(Math.min(broken, whole)).toBeGreaterThan(100);
    await stillServes(cluster);
  });

  test.each<[string, readonly number[]]>([
    ['a list of 4 billion fields', [0xdd, 0xff, 0xff, 0xff, 0xff]],
    ['a text of 4 billion bytes', [0x91, 0xdb, 0xff, 0xff, 0xff, 0xff]],
    ['a map of 4 billion entries', [0xdf, 0xff, 0xff, 0xff, 0xff]],
    ['a list in a list, 100,000 deep', Array<number>(100_000).fill(0x91)],
    ['a prototype for a key', [0x93, 0x00, 0x81, 0xa9, ...new TextEncoder().encode('__proto__'), 0x01, 0x01]],
  ])('%s', async (_what, bytes) => {
    const cluster = new HandCluster();
    cluster.client('n1');
    cluster.deliver('c1', 'n1', Uint8Array.from(bytes));
    expect(cluster.seen.at(-1)).toMatchObject({ to: 'c1', message: { type: 'failed', failure: 'refused' } });
    await stillServes(cluster);
  });

  test.each<[string, Message]>([
    ['digests of a range that is not there', { type: 'digests', digests: [[1e9, 1, 5]] }],
    ['digests of a place that no tree has', { type: 'digests', digests: [[0, 1e12, 5]] }],
    ['leaves of a range that is not there', { type: 'entries', leaves: [[1e9, 16]], entries: [], asks: true }],
    ['leaves of a place that no tree has', { type: 'entries', leaves: [[0, 1e12]], entries: [], asks: true }],
    ['an answer that nobody waits for', { type: 'stored', id: [1, 1e9] }],
    ['a ticket that nobody asked for', { type: 'admitted', sequence: 1, ticket: [1, 1] }],
    [
      'what to keep for a node that is not there',
      { type: 'store', id: [1, 1], key: 'a', held: NOTHING, reason: 'write', home: 'nobody' },
    ],
  ])('%s', async (_what, message) => {
    const cluster = new HandCluster();
    for (const from of SENDERS) cluster.deliver(from, 'n1', message);
    await stillServes(cluster);
  });
});
