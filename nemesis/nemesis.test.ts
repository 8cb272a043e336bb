/** What the contract promises, asked of every nemesis in every shape, on clusters of one to five nodes. */
import { describe, expect, test } from 'vitest';
import { randomOf } from '../harness/core/random.ts';
import { textOf } from './decision.ts';
import { FakeCluster } from './fake-faults.ts';
import { nemeses, nemesisNames, parseNemeses, resolveNemesis } from './index.ts';
import type { FaultOp, Nemesis } from './nemesis.ts';

const everyName = nemesisNames().flatMap((name) => [
  name as string,
  ...Object.keys(nemeses[name].shapes).map((shape) => `${name}:${shape}`),
]);
const unharmed = new FakeCluster(5).damage();

function nemesisCalled(name: string): Nemesis {
  const nemesis = resolveNemesis(name);
  if (nemesis === undefined) throw new Error(`no nemesis ${name}`);
  return nemesis;
}

/** Decides and acts `count` times, as a runner would, through JSON as a history would. */
async function play(nemesis: Nemesis, cluster: FakeCluster, count: number, seed: number) {
  const random = randomOf(seed);
  const ops: FaultOp[] = [];
  let bites = 0;
  for (let previous: FaultOp | undefined; ops.length < count; previous = ops.at(-1)) {
    const op = nemesis.next(cluster.view(), previous, random);
    ops.push(JSON.parse(JSON.stringify(op)) as FaultOp);
    bites += (await nemesis.invoke(cluster, op)).bites;
  }
  return { ops, bites };
}

describe.each(everyName)('%s', (name) => {
  const nemesis = nemesisCalled(name);
  const family = name.replace(/:.*/, '');

  test('is called what was typed, and says what it needs and how it bites', () => {
    expect(nemesis.name).toBe(name);
    expect(nemesis.summary).not.toBe('');
    expect(nemesis.bites).not.toBe('');
    expect(nemesis.needs.length).toBeGreaterThan(0);
  });

  test('starts and stops alternate, with changes only in between', async () => {
    const { ops } = await play(nemesis, new FakeCluster(5), 60, 1);
    const phases = ops.map((op) => op.f.replace(`-${family}`, '')).filter((phase) => phase !== 'change');
    expect(phases.every((phase, index) => phase === (index % 2 === 0 ? 'start' : 'stop'))).toBe(true);
    expect(ops[0]?.f).toBe(`start-${family}`);
  });

  test('its stop undoes its start', async () => {
    const cluster = new FakeCluster(5);
    const random = randomOf(2);
    let previous: FaultOp | undefined;
    for (let decision = 0; decision < 60; decision++) {
      previous = nemesis.next(cluster.view(), previous, random);
      await nemesis.invoke(cluster, previous);
      if (previous.f.startsWith('stop-')) expect(cluster.damage()).toEqual(unharmed);
      else if (name !== 'kill:none' && name !== 'pause:none') expect(cluster.damage()).not.toEqual(unharmed);
    }
  });

  test('heal undoes it at any moment, twice does no harm, and so does heal before anything', async () => {
    for (let count = 0; count <= 12; count++) {
      const cluster = new FakeCluster(5);
      await play(nemesis, cluster, count, count);
      await nemesis.heal(cluster, cluster.nodes, cluster.clients);
      expect(cluster.damage()).toEqual(unharmed);
      expect((await nemesis.heal(cluster, cluster.nodes, cluster.clients)).bites).toBe(0);
      expect(cluster.damage()).toEqual(unharmed);
    }
  });

  test('one seed, one course; another seed, another (unless there is nothing to draw)', async () => {
    const calls = async (seed: number) => {
      const cluster = new FakeCluster(5);
      const { ops } = await play(nemesis, cluster, 20, seed);
      return JSON.stringify([ops, cluster.calls]);
    };
    expect(await calls(3)).toBe(await calls(3));
    if (!/:(none|all|halves|n1\+n3)$/.test(name)) expect(await calls(3)).not.toBe(await calls(4));
  });

  test('a recorded decision does the same again, carried out by who finds it in a history', async () => {
    const lived = new FakeCluster(5);
    const { ops } = await play(nemesis, lived, 40, 5);
    const again = new FakeCluster(5);
    for (const op of ops) await resolveNemesis(textOf(op, 'nemesis'))?.invoke(again, op);
    expect(again.calls).toEqual(lived.calls);
  });

  test('bites a cluster of five, and says who decided', async () => {
    const { ops, bites } = await play(nemesis, new FakeCluster(5), 20, 6);
    if (name === 'kill:none' || name === 'pause:none') expect(bites).toBe(0);
    else expect(bites).toBeGreaterThan(0);
    expect(ops.every(({ value }) => JSON.stringify(value).startsWith(`{"nemesis":"${name}"`))).toBe(true);
  });

  test.each([1, 2, 3, 4])('plays in a cluster of %i, and recovers', async (size) => {
    const cluster = new FakeCluster(size);
    await play(nemesis, cluster, 41, 7);
    await nemesis.heal(cluster, cluster.nodes, cluster.clients);
    expect(cluster.damage()).toEqual(unharmed);
  });

  test('decides when every node is down, and when every node is paused', async () => {
    for (const state of ['down', 'stopped'] as const) {
      const cluster = new FakeCluster(3);
      for (const node of cluster.nodes) cluster[state].add(node);
      const { ops } = await play(nemesis, cluster, 2, 8);
      expect(ops.length).toBe(2);
    }
  });
});

test.each(['partition', 'packet'])('%s has no link to touch in a cluster of one, so it never bites', async (name) => {
  const cluster = new FakeCluster(1);
  expect((await play(nemesisCalled(name), cluster, 40, 9)).bites).toBe(0);
  expect(cluster.calls.every((call) => call.endsWith('[]'))).toBe(true);
});

test.each(['kill', 'pause', 'clock', 'disk'])('%s hits only nodes that are up', (name) => {
  const cluster = new FakeCluster(5);
  for (const node of ['n1', 'n2', 'n4']) cluster.down.add(node);
  for (let seed = 0; seed < 50; seed++) {
    const op = nemesisCalled(name).next(cluster.view(), undefined, randomOf(seed));
    expect(['n3', 'n5']).toEqual(expect.arrayContaining((op.value as { nodes: string[] }).nodes));
  }
});

test.each(['kill', 'pause'])('%s hits nobody when there is nobody left to hit', async (name) => {
  const cluster = new FakeCluster(3);
  for (const node of cluster.nodes) cluster[name === 'kill' ? 'down' : 'stopped'].add(node);
  const nemesis = nemesisCalled(name);
  const op = nemesis.next(cluster.view(), undefined, randomOf(1));
  expect(op.value).toEqual({ nemesis: name, nodes: [] });
  expect(await nemesis.invoke(cluster, op)).toMatchObject({ bites: 0 });
});

test('pause:clients stops clients alone, half of them at most, and plain pauses and `all` never do', async () => {
  const clients = ['c0', 'c1', 'c2', 'c3', 'c4'];
  for (let seed = 0; seed < 50; seed++) {
    const victimsOf = (name: string, cluster = new FakeCluster(5)) => {
      const op = nemesisCalled(name).next(cluster.view(), undefined, randomOf(seed));
      return (op.value as { nodes: string[] }).nodes;
    };
    const paused = victimsOf('pause:clients');
    expect(paused.length).toBeGreaterThanOrEqual(1);
    expect(paused.length).toBeLessThanOrEqual(3);
    expect(clients).toEqual(expect.arrayContaining(paused));
    expect(['n1', 'n2', 'n3', 'n4', 'n5']).toEqual(expect.arrayContaining(victimsOf('pause')));
    // Who is paused by somebody else is not paused again.
    const cluster = new FakeCluster(5);
    for (const client of clients.slice(1)) cluster.stopped.add(client);
    expect(victimsOf('pause:clients', cluster)).toEqual(['c0']);
  }
  expect(parseNemeses('all').map(({ name }) => name)).not.toContain('pause:clients');
});

test('two partitions at once do not mend each other', async () => {
  const cluster = new FakeCluster(5);
  const [one, halves] = [nemesisCalled('partition:one'), nemesisCalled('partition:halves')];
  const op = one.next(cluster.view(), undefined, randomOf(1));
  await one.invoke(cluster, op);
  await halves.invoke(cluster, halves.next(cluster.view(), undefined, randomOf(1)));
  await one.invoke(cluster, one.next(cluster.view(), op, randomOf(1)));
  expect(cluster.damage().links.map(([layer]) => layer)).toEqual(['partition:halves']);
});

test('a swizzle cuts its nodes one by one and brings them back one by one', async () => {
  const cluster = new FakeCluster(5);
  const { ops } = await play(nemesisCalled('partition:swizzle'), cluster, 60, 2);
  const alone = ops.map((op) => (op.f.startsWith('stop') ? 0 : (op.value as { cut: string[] }).cut.length));
  const once = alone.slice(0, alone.indexOf(0) + 1);
  const most = Math.max(...once);
  expect(most).toBeGreaterThanOrEqual(2);
  expect(once).toEqual([
    ...Array.from({ length: most }, (_, i) => i + 1),
    ...Array.from({ length: most }, (_, i) => most - 1 - i),
  ]);
});

test('clocks jump by 11 ms to 288 s either way, each node by its own amount', async () => {
  const { ops } = await play(nemesisCalled('clock:bump'), new FakeCluster(5), 400, 3);
  const starts = ops.filter((op) => op.f === 'start-clock');
  const jumps = starts.flatMap((op) => Object.values((op.value as { deltaMs: Record<string, number> }).deltaMs));
  expect(jumps.every((ms) => Math.abs(ms) >= 11 && Math.abs(ms) <= 288_000)).toBe(true);
  // Log-uniform: the middle of the range is its geometric mean, 1.8 s; uniform would put 1 % below it.
  const short = jumps.filter((ms) => Math.abs(ms) < 1_780).length / jumps.length;
  expect(short).toBeGreaterThan(0.4);
  expect(short).toBeLessThan(0.6);
  expect(jumps.some((ms) => ms < 0) && jumps.some((ms) => ms > 0)).toBe(true);
  expect(new Set(jumps).size).toBeGreaterThan(jumps.length / 2);
});

test('`disk` alone never makes syncs fail and never fills a disk', async () => {
  const cluster = new FakeCluster(5);
  await play(nemesisCalled('disk'), cluster, 400, 4);
  expect(cluster.calls.filter((call) => /^(fail|full) /.test(call))).toEqual([]);
});

test('a full disk has room again when the fault stops, and its refused syncs are the bites', async () => {
  const cluster = new FakeCluster(5);
  const { ops, bites } = await play(nemesisCalled('disk:full'), cluster, 40, 4);
  const hit = ops.filter(({ f }) => f === 'start-disk').map(({ value }) => (value as { nodes: string[] }).nodes.length);
  expect(new Set(hit).size).toBeGreaterThan(1);
  expect(cluster.calls.filter((call) => call.endsWith(' 1'))).toHaveLength(hit.reduce((total, one) => total + one, 0));
  expect(bites).toBe(5 * cluster.calls.filter((call) => /^full n\d 0$/.test(call)).length);
});

test('a decision from a foreign history is refused, not guessed at', async () => {
  const cluster = new FakeCluster(3);
  for (const [f, value] of [
    ['start-kill', {}],
    ['start-kill', { nodes: [1] }],
    ['start-partition', { nemesis: 'partition', grudge: { n1: 'n2' } }],
    ['start-clock', { nodes: ['n1'], fault: 'bump', deltaMs: {} }],
    ['start-clock', { nodes: ['n1'], fault: 'melt' }],
    ['start-disk', { nodes: ['n1'], fault: 'slow-sync' }],
    ['start-disk', null],
  ] as const) {
    const act = async () => resolveNemesis(f.replace('start-', ''))?.invoke(cluster, { f, value });
    await expect(act(), `${f} ${JSON.stringify(value)}`).rejects.toThrow(`the decision ${f}`);
  }
  expect(cluster.damage()).toEqual(unharmed);
});

test('heal goes on with the other nodes where one fails, and then says so', async () => {
  const cluster = new FakeCluster(3);
  for (const node of cluster.nodes) cluster.stopped.add(node);
  const { resume } = cluster.pause;
  const broken = {
    pause: { ...cluster.pause, resume: async (node: string) => (node === 'n1' ? fail() : resume(node)) },
  };
  const fail = (): never => {
    throw new Error('n1 does not answer');
  };
  await expect(nemesisCalled('pause').heal({ ...cluster, ...broken }, cluster.nodes, [])).rejects.toThrow(
    'n1 does not answer',
  );
  expect([...cluster.stopped]).toEqual(['n1']);
});
