/** Nodes and clients together: what a quorum waits for, what it brings home later, and what is said when it cannot be had. */
import { describe, expect, test } from 'vitest';
import type { NodeId } from '../runtime.ts';
import { DidNotHappen } from '../target.ts';
import { HandCluster } from './cluster.support.ts';
import type { Message } from './messages.ts';
import { Ring, VIRTUAL_NODES } from './ring.ts';

const KEY = 'x';
const READ = { f: 'read', value: { key: KEY } } as const;
const GET = { f: 'get', value: { key: KEY } } as const;
const REMOVE = { f: 'remove', value: { key: KEY } } as const;
const put = (value: number) => ({ f: 'put', value: { key: KEY, value } }) as const;
const write = (value: number | null) => ({ f: 'write', value: { key: KEY, value } }) as const;
const homesOf = (nodes: number, n = 3): readonly NodeId[] =>
  new Ring(
    Array.from({ length: nodes }, (_, i) => `n${i + 1}`),
    { replication: n, virtualNodes: VIRTUAL_NODES },
  ).preference(KEY);

/** The nodes stand apart from the others, but clients reach everybody. */
const apart =
  (...alone: readonly NodeId[]) =>
  (from: NodeId, to: NodeId): boolean =>
    [from, to].every((id) => id.startsWith('n')) && alone.includes(from) !== alone.includes(to);
const storesTo =
  (...nodes: readonly NodeId[]) =>
  (_from: NodeId, to: NodeId, message: Message): boolean =>
    message.type === 'store' && nodes.includes(to);
const valuesAt = (cluster: HandCluster, id: NodeId) =>
  cluster
    .node(id)
    .replica.read(KEY)
    .found.map(({ value }) => value);

describe('a strong store', () => {
  test('reads what was written, and null after a removal', async () => {
    const cluster = new HandCluster({ nodes: 5 });
    const [one, other] = [cluster.client('n1'), cluster.client('n4', 'c2')];
    expect(await cluster.invoke(other, READ)).toEqual({ key: KEY, value: null });
    await cluster.invoke(one, write(1));
    expect(await cluster.invoke(other, READ)).toEqual({ key: KEY, value: 1 });
    await cluster.invoke(other, write(null));
    expect(await cluster.invoke(one, READ)).toEqual({ key: KEY, value: null });
  });

  test('answers for nothing that is not on stable storage at a majority', async () => {
    const cluster = new HandCluster();
    cluster.slowDisks.add('n2').add('n3');
    const written = cluster.invoke(cluster.client('n1'), write(1));
    await Promise.resolve();
    expect(cluster.seen.some(({ message }) => message.type === 'done')).toBe(false);
    cluster.slowDisks.delete('n3');
    expect(await written).toEqual(write(1).value);
  });

  test('a read brings what it returns to a majority first: nobody reads the older value afterwards', async () => {
    const cluster = new HandCluster({ settings: { 'anti-entropy': 'off' } });
    await cluster.invoke(cluster.client('n1'), write(1));
    cluster.loses = storesTo('n2', 'n3');
    const unfinished = await cluster.invoke(cluster.client('n1', 'c1'), write(2));
    expect(unfinished).toBeInstanceOf(Error);
    expect(unfinished).not.toBeInstanceOf(DidNotHappen);
    expect(['n1', 'n2', 'n3'].map((id) => valuesAt(cluster, id))).toEqual([[2], [1], [1]]);
    cluster.loses = apart('n3');
    expect(await cluster.invoke(cluster.client('n1', 'c2'), READ)).toMatchObject({ value: 2 });
    cluster.loses = apart('n1');
    expect(await cluster.invoke(cluster.client('n3', 'c3'), READ)).toMatchObject({ value: 2 });
  });

  test.each<[string, object, NodeId[]]>([
    ['without write-back', { 'write-back': 'off', 'read-repair': 'off' }, []],
    ['with the planted bug', { 'read-repair': 'off' }, ['read-not-written-back']],
  ])('%s the older value comes back: the new-old inversion', async (_what, settings, bugs) => {
    const rules = bugs.length > 0 ? { writesBack: false } : {};
    const cluster = new HandCluster({ settings: { 'anti-entropy': 'off', ...settings }, rules });
    cluster.loses = storesTo('n2', 'n3');
    await cluster.invoke(cluster.client('n1'), write(2));
    cluster.loses = apart('n3');
    expect(await cluster.invoke(cluster.client('n1', 'c2'), READ)).toMatchObject({ value: 2 });
    cluster.loses = apart('n1');
    expect(await cluster.invoke(cluster.client('n3', 'c3'), READ)).toMatchObject({ value: null });
  });

  test('a version is never used twice, whatever a restart made the coordinator forget', async () => {
    const cluster = new HandCluster({ settings: { 'anti-entropy': 'off' } });
    cluster.loses = storesTo('n2', 'n3');
    cluster.slowDisks.add('n1');
    await cluster.invoke(cluster.client('n1'), put(1));
    const [first] = cluster.node('n1').lastIssued;
    cluster.kill('n1');
    cluster.slowDisks.clear();
    cluster.loses = () => false;
    cluster.start('n1');
    const output = await cluster.invoke(cluster.client('n1', 'c2'), put(2));
    // The counter is the same again, as nobody has seen the first one; its name is not.
    expect(first?.stamp).toEqual([1, 'n1.1']);
    expect(output).toMatchObject({ stamp: [1, 'n1.2'] });
  });
});

describe('what a client is told', () => {
  test.each(['read', 'write'] as const)('a %s without a majority certainly did not happen', async (f) => {
    const cluster = new HandCluster();
    cluster.loses = (from, to) => [from, to].every((id) => id.startsWith('n')) && from !== to;
    // Time for one attempt: of one that is still under way when the time is up, nobody knows.
    const client = cluster.client('n1', 'c1', 1_530);
    expect(await cluster.invoke(client, f === 'read' ? READ : write(1))).toBeInstanceOf(DidNotHappen);
    expect(cluster.ids.flatMap((id) => valuesAt(cluster, id))).toEqual([]);
  });

  test('the next node is asked if the first is down', async () => {
    const cluster = new HandCluster();
    cluster.kill('n1');
    const client = cluster.client('n1');
    expect(await cluster.invoke(client, write(1))).toEqual(write(1).value);
    expect(await cluster.invoke(client, READ)).toMatchObject({ value: 1 });
  });

  test('a write that was sent is not sent to another node', async () => {
    const cluster = new HandCluster();
    cluster.loses = (_from, to, { type }) => type === 'done' && to === 'c1';
    const outcome = await cluster.invoke(cluster.client('n1'), write(1));
    expect(outcome).toBeInstanceOf(Error);
    expect(outcome).not.toBeInstanceOf(DidNotHappen);
    const calls = cluster.seen.filter(({ message }) => message.type === 'call');
    expect(calls.map(({ to }) => to)).toEqual(['n1']);
  });

  test('a write that the network delivers twice is carried out once', async () => {
    const cluster = new HandCluster();
    await cluster.invoke(cluster.client('n1'), write(1));
    const call = cluster.seen.find(({ message }) => message.type === 'call');
    await cluster.invoke(cluster.client('n2', 'c2'), write(2));
    if (call !== undefined) cluster.deliver(call.from, call.to, call.message);
    cluster.pass(1_000);
    expect(cluster.node('n1').issued).toBe(1);
    expect(await cluster.invoke(cluster.client('n3', 'c3'), READ)).toMatchObject({ value: 2 });
  });

  test('of a ticket from before a restart nobody knows whether it was used', async () => {
    const cluster = new HandCluster();
    await cluster.invoke(cluster.client('n1'), write(1));
    const call = cluster.seen.find(({ message }) => message.type === 'call');
    cluster.kill('n1');
    cluster.start('n1');
    if (call !== undefined) cluster.deliver(call.from, call.to, call.message);
    expect(cluster.seen.at(-1)?.message).toMatchObject({ type: 'failed', failure: 'unknown' });
    expect(cluster.node('n1').issued).toBe(0);
  });

  test.each<[string, Parameters<HandCluster['invoke']>[1], string]>([
    ['a cas', { f: 'cas', value: { key: KEY, from: 1, to: 2 } }, 'cannot compare and set'],
    [
      'a level above N',
      { f: 'put', value: { key: KEY, value: 1, level: 'THREE' } },
      'level THREE needs 3 replicas, and a key has 2',
    ],
  ])('%s is refused, in a sentence', async (_what, invocation, reason) => {
    const cluster = new HandCluster({ settings: { n: 2 } });
    const outcome = await cluster.invoke(cluster.client('n1'), invocation);
    expect(outcome).toBeInstanceOf(DidNotHappen);
    expect(String(outcome)).toContain(reason);
  });

  test.each<[string, Uint8Array]>([
    ['no bytes', new Uint8Array()],
    ['bytes of something else', new TextEncoder().encode('GET / HTTP/1.1')],
    ['a type that is none', Uint8Array.of(0x92, 0x7f, 0x01)],
  ])('%s are answered with an error, and the node stays up', async (_what, bytes) => {
    const cluster = new HandCluster();
    cluster.client('n1');
    cluster.deliver('c1', 'n1', bytes);
    expect(cluster.seen.at(-1)).toMatchObject({
      to: 'c1',
      message: { type: 'failed', sequence: 0, failure: 'refused' },
    });
    expect(await cluster.invoke(cluster.client('n1'), write(1))).toEqual(write(1).value);
  });

  test('a write without a ticket is refused', () => {
    const cluster = new HandCluster();
    cluster.client('n1');
    const call = { f: 'put', key: KEY, level: null, value: 1, context: {} } as const;
    cluster.deliver('c1', 'n1', { type: 'call', sequence: 1, ticket: null, call });
    expect(cluster.seen.at(-1)?.message).toMatchObject({ type: 'failed', failure: 'refused' });
  });
});

describe('levels', () => {
  const reach = [
    ['ONE', 2, true],
    ['TWO', 1, true],
    ['TWO', 2, false],
    ['THREE', 0, true],
    ['THREE', 1, false],
    ['QUORUM', 1, true],
    ['QUORUM', 2, false],
    ['ALL', 0, true],
    ['ALL', 1, false],
  ] as const;

  test.each(reach)('a put at %s with %i of 3 replicas down', async (level, down, works) => {
    const cluster = new HandCluster({ settings: { consistency: 'custom' } });
    for (const id of ['n2', 'n3'].slice(0, down)) cluster.kill(id);
    const outcome = await cluster.invoke(cluster.client('n1'), { f: 'put', value: { key: KEY, value: 1, level } });
    expect(outcome instanceof Error).toBe(!works);
    // It may have been written all the same.
    expect(outcome).not.toBeInstanceOf(DidNotHappen);
  });

  test.each(reach)('a get at %s with %i of 3 replicas down', async (level, down, works) => {
    const cluster = new HandCluster({ settings: { consistency: 'custom' } });
    await cluster.invoke(cluster.client('n1'), put(1));
    cluster.pass(1_000);
    for (const id of ['n2', 'n3'].slice(0, down)) cluster.kill(id);
    const outcome = await cluster.invoke(cluster.client('n1', 'c2'), { f: 'get', value: { key: KEY, level } });
    if (works) expect(outcome).toMatchObject({ found: [{ value: 1 }] });
    else expect(outcome).toBeInstanceOf(DidNotHappen);
  });
});

describe('a sloppy quorum', () => {
  const [first = '', second = '', third = '', fourth = '', fifth = ''] = homesOf(5);
  const settings = { consistency: 'dynamo', 'anti-entropy': 'off', 'read-repair': 'off' };

  test('takes writes while homes are away, and hands them over when they are back, also after a restart', async () => {
    const cluster = new HandCluster({ nodes: 5, settings });
    cluster.loses = apart(first, second, third);
    expect(await cluster.invoke(cluster.client(fourth), put(1))).toMatchObject({ value: 1 });
    cluster.pass(1_000);
    expect([first, second, third].flatMap((id) => valuesAt(cluster, id))).toEqual([]);
    for (const id of [fourth, fifth]) {
      cluster.kill(id);
      cluster.start(id);
    }
    cluster.loses = () => false;
    cluster.pass(1_000);
    expect([first, second, third].map((id) => valuesAt(cluster, id))).toEqual([[1], [1], [1]]);
    expect([fourth, fifth].map((id) => cluster.node(id).hints.waiting(10))).toEqual([[], []]);
  });

  test('but for hints that are kept in memory alone', async () => {
    const cluster = new HandCluster({ nodes: 5, settings, rules: { keepsHintsOnDisk: false } });
    cluster.loses = apart(first, second, third);
    await cluster.invoke(cluster.client(fourth), put(1));
    for (const id of [fourth, fifth]) {
      cluster.kill(id);
      cluster.start(id);
    }
    cluster.loses = () => false;
    cluster.pass(1_000);
    expect([first, second, third].flatMap((id) => valuesAt(cluster, id))).toEqual([]);
  });

  test('does not overlap: the other side reads what was before', async () => {
    const cluster = new HandCluster({ nodes: 5, settings });
    cluster.loses = apart(fourth, fifth);
    await cluster.invoke(cluster.client(fourth), put(1));
    expect(await cluster.invoke(cluster.client(first, 'c2'), READ)).toMatchObject({ value: null });
    expect(await cluster.invoke(cluster.client(fifth, 'c3'), READ)).toMatchObject({ value: 1 });
  });

  test('a hint does not replace what is newer, but with the planted bug', async () => {
    for (const [rules, value] of [
      [{}, 2],
      [{ replaces: (reason: string) => reason === 'hint' }, 1],
    ] as const) {
      const cluster = new HandCluster({ nodes: 5, settings, rules });
      cluster.loses = apart(fourth, fifth);
      await cluster.invoke(cluster.client(fourth), put(1));
      cluster.pass(10);
      await cluster.invoke(cluster.client(first, 'c2'), put(2));
      cluster.loses = () => false;
      cluster.pass(1_000);
      expect(valuesAt(cluster, first)).toEqual([value]);
    }
  });
});

describe('a replica that missed a write', () => {
  const quiet = { consistency: 'custom', hints: 'off', 'read-repair': 'off', 'anti-entropy': 'off' };
  const missed = async (settings: object) => {
    const cluster = new HandCluster({ settings: { ...quiet, ...settings } });
    cluster.loses = apart('n3');
    await cluster.invoke(cluster.client('n1'), put(1));
    cluster.pass(1_000);
    cluster.loses = () => false;
    expect(valuesAt(cluster, 'n3')).toEqual([]);
    return cluster;
  };

  test('is left behind where nothing brings it home', async () => {
    const cluster = await missed({});
    cluster.pass(10_000);
    expect(valuesAt(cluster, 'n3')).toEqual([]);
  });

  test.each([
    ['anti-entropy', { 'anti-entropy': 'on' }],
    ['hints', { hints: 'on' }],
  ])('gets it by %s', async (_how, settings) => {
    const cluster = await missed(settings);
    cluster.pass(10_000);
    expect(valuesAt(cluster, 'n3')).toEqual([1]);
  });

  test('gets it by a read that finds it behind', async () => {
    const cluster = await missed({ 'read-repair': 'on' });
    await cluster.invoke(cluster.client('n2', 'c2'), READ);
    cluster.pass(1_000);
    expect(valuesAt(cluster, 'n3')).toEqual([1]);
  });

  test('is found by whoever asks the replicas', async () => {
    const cluster = await missed({});
    const output = await cluster.invoke(cluster.client('n2', 'c2'), { f: 'replicas', value: { key: KEY } });
    const found = 'states' in output ? output.states.map(({ node, found }) => [node, found.length]) : [];
    expect(Object.fromEntries(found)).toEqual({ n1: 1, n2: 1, n3: 0 });
  });
});

describe('a removal', () => {
  const settings = { consistency: 'custom', hints: 'off' };
  const comesBack = async (options: { settings?: object; rules?: object }) => {
    const cluster = new HandCluster({ settings: { ...settings, ...options.settings }, rules: options.rules ?? {} });
    const client = cluster.client('n1');
    await cluster.invoke(client, put(1));
    cluster.pass(1_000);
    cluster.loses = apart('n3');
    await cluster.invoke(client, REMOVE);
    cluster.pass(1_000);
    cluster.loses = () => false;
    cluster.pass(10_000);
    return cluster.ids.map((id) => valuesAt(cluster, id).filter((value) => value !== null));
  };

  test.each([
    ['is remembered, and reaches a replica that missed it', {}, []],
    ['without a tombstone is undone by the replica that missed it', { rules: { keepsTombstones: false } }, [1]],
    ['whose tombstone is collected too early as well', { settings: { 'grace-ms': 500 } }, [1]],
    [
      'whose tombstone is kept long enough is not, though it is collected in the end',
      { settings: { 'grace-ms': 5_000 } },
      [],
    ],
  ])('%s', async (_what, options, left) => {
    expect(await comesBack(options)).toEqual([left, left, left]);
  });
});

describe('version vectors', () => {
  const settings = { consistency: 'custom', versions: 'vector' };
  const found = (output: unknown): unknown[] =>
    (output as { found: { value: unknown }[] }).found.map(({ value }) => value).sort();

  test('keep what was written at the same time, until somebody who has read both writes', async () => {
    const cluster = new HandCluster({ settings });
    const [one, other] = [cluster.client('n1'), cluster.client('n2', 'c2')];
    await cluster.invoke(one, put(1));
    await cluster.invoke(other, put(2));
    expect(found(await cluster.invoke(one, GET))).toEqual([1, 2]);
    await cluster.invoke(one, put(3));
    expect(found(await cluster.invoke(other, GET))).toEqual([3]);
  });

  test('of one coordinator too: a writer overwrites what it has read, and not what its coordinator knows', async () => {
    for (const [rules, values] of [
      [{}, [1, 2]],
      [{ overwritten: (_: unknown, held: { seen: object }) => held.seen as Record<string, number> }, [2]],
    ] as const) {
      const cluster = new HandCluster({ settings, rules });
      await cluster.invoke(cluster.client('n1'), put(1));
      await cluster.invoke(cluster.client('n1', 'c2'), put(2));
      expect(found(await cluster.invoke(cluster.client('n3', 'c3'), GET))).toEqual(values);
    }
  });

  test('a removal takes what was read, and a write at the same time survives', async () => {
    const cluster = new HandCluster({ settings });
    const [one, other] = [cluster.client('n1'), cluster.client('n2', 'c2')];
    await cluster.invoke(one, put(1));
    await cluster.invoke(one, GET);
    await cluster.invoke(other, put(2));
    await cluster.invoke(one, REMOVE);
    expect(found(await cluster.invoke(other, GET))).toEqual([2]);
  });
});

test('last write wins by the clock of the coordinator, whatever was last', async () => {
  const cluster = new HandCluster({ settings: { consistency: 'custom' } });
  cluster.bumpClock('n1', 60_000);
  await cluster.invoke(cluster.client('n1'), put(1));
  await cluster.invoke(cluster.client('n2', 'c2'), put(2));
  expect(await cluster.invoke(cluster.client('n3', 'c3'), READ)).toMatchObject({ value: 1 });
});
