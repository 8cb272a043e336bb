/**
 * The fabric of proxies, with real connections on loopback: what a cut looks like to a program on either side, and that
 * nothing which was sent into a cut arrives later.
 */
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Link } from '../../../../nemesis/faults.ts';
import { randomOf } from '../../../core/random.ts';
import type { Fabric } from './fabric.ts';
import { proxyFabric } from './proxy.ts';

const NODES = ['n1', 'n2', 'n3'];
const PORT = 4000;
const SLOW = { timeout: 10_000, interval: 5 };
const cutForth: Link = { from: 'n1', to: 'n2', cut: true };
const cutBack: Link = { from: 'n2', to: 'n1', cut: true };

let fabric: Fabric;
let servers: Server[];
let ends: End[];

/** One end of a connection: what it heard, and how it ended. */
class End {
  heard = '';
  isEnded = false;
  isClosed = false;
  readonly socket: Socket;

  constructor(socket: Socket) {
    this.socket = socket;
    socket.setEncoding('latin1');
    socket.on('data', (text) => {
      this.heard += text;
    });
    socket.on('end', () => {
      this.isEnded = true;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.isClosed = true;
    });
    ends.push(this);
  }
}

beforeEach(async () => {
  [servers, ends] = [[], []];
  fabric = await proxyFabric.build(NODES, { random: randomOf(1) });
});
afterEach(async () => {
  for (const { socket } of ends) socket.destroy();
  await fabric.close();
  for (const server of servers) server.close();
});

/** A node that takes connections, in the order of their coming. */
async function serve(node: string): Promise<End[]> {
  const taken: End[] = [];
  const server = createServer({ allowHalfOpen: true }, (socket) => taken.push(new End(socket)));
  servers.push(server);
  server.listen(fabric.listen(node, PORT));
  await once(server, 'listening');
  return taken;
}

async function open(from: string, to: string): Promise<End> {
  const end = new End(connect({ ...fabric.route(from, to, PORT), allowHalfOpen: true }));
  await once(end.socket, 'connect');
  return end;
}

/** A connection from n1 to n2 that has been heard of on both sides. */
async function pair(): Promise<readonly [near: End, far: End]> {
  const taken = await serve('n2');
  const near = await open('n1', 'n2');
  const far = await vi.waitFor(() => taken[0] ?? expect.fail('nobody connected'), SLOW);
  await say(near, far, 'hello,');
  await say(far, near, 'welcome,');
  return [near, far];
}

async function say(from: End, to: End, text: string): Promise<void> {
  const expected = to.heard + text;
  from.socket.write(text);
  await vi.waitFor(() => expect(to.heard).toBe(expected), SLOW);
}

/** As many bytes as any buffer of a socket holds have gone by, or a second connection's, once these are through. */
async function settle(near: End, cuts: readonly Link[]): Promise<void> {
  let touched = 0;
  await vi.waitFor(async () => {
    touched += (await fabric.setLinks('a', cuts)).touched;
    expect(touched).toBeGreaterThan(0);
  }, SLOW);
  expect(near.isClosed).toBe(false);
}

describe('links', () => {
  test('a node is reached by each through an address of its own, and by itself directly', () => {
    const routes = ['client', 'n1', 'n3'].map((from) => fabric.route(from, 'n2', PORT).port);
    expect(new Set([...routes, fabric.listen('n2', PORT).port]).size).toBe(4);
    expect(fabric.route('n2', 'n2', PORT)).toEqual(fabric.listen('n2', PORT));
    expect(fabric.route('c7', 'n2', PORT)).toEqual(fabric.route('client', 'n2', PORT));
    expect(fabric.address('n2')).toBeUndefined();
  });

  test('bytes, many of them, go both ways, and a half-close does', async () => {
    const [near, far] = await pair();
    const much = 'x'.repeat(3_000_000);
    await Promise.all([say(near, far, much), say(far, near, much)]);
    near.socket.end();
    await vi.waitFor(() => expect(far.isEnded).toBe(true), SLOW);
    await say(far, near, 'last');
    far.socket.end();
    await vi.waitFor(() => expect([near.isClosed, far.isClosed]).toEqual([true, true]), SLOW);
  });

  test('a node that is down looks down', async () => {
    const near = await open('n1', 'n3');
    await vi.waitFor(() => expect(near.isClosed).toBe(true), SLOW);
  });

  test('a node that dies takes its connections with it', async () => {
    const [near, far] = await pair();
    far.socket.resetAndDestroy();
    await vi.waitFor(() => expect(near.isClosed).toBe(true), SLOW);
  });
});

describe('a cut', () => {
  test('is silence in both directions; what it swallowed never arrives, and the connection is reset once it is healed', async () => {
    const [near, far] = await pair();
    await fabric.setLinks('a', [cutForth, cutBack]);
    near.socket.write('lost');
    far.socket.write('lost');
    near.socket.end();
    await settle(near, [cutForth, cutBack]);
    expect([far.isEnded, far.isClosed]).toEqual([false, false]);
    await fabric.setLinks('a', []);
    await vi.waitFor(() => expect([near.isClosed, far.isClosed]).toEqual([true, true]), SLOW);
    expect([near.heard, far.heard]).toEqual(['welcome,', 'hello,']);
  });

  test('leaves a connection alone on which nobody spoke', async () => {
    const [near, far] = await pair();
    await fabric.setLinks('a', [cutForth, cutBack]);
    await fabric.setLinks('a', []);
    await say(near, far, 'still here,');
    await say(far, near, 'me too');
  });

  test('in one direction leaves the other one open', async () => {
    const [near, far] = await pair();
    await fabric.setLinks('a', [cutForth]);
    near.socket.write('lost');
    await settle(near, [cutForth]);
    await say(far, near, 'heard');
    expect(far.heard).toBe('hello,');
    // What was told once is not told again.
    expect(await fabric.setLinks('a', [])).toEqual({ touched: 0 });
  });

  test.each([[cutForth], [cutBack]])('%j leaves a new connection unheard, until it is healed', async (cut) => {
    const taken = await serve('n2');
    await fabric.setLinks('a', [cut]);
    const near = await open('n1', 'n2');
    near.socket.write('anybody?');
    await settle(near, [cut]);
    expect(taken).toEqual([]);
    await fabric.setLinks('a', []);
    await vi.waitFor(() => expect(near.isClosed).toBe(true), SLOW);
    const again = await open('n1', 'n2');
    const far = await vi.waitFor(() => taken[0] ?? expect.fail('nobody connected'), SLOW);
    await say(again, far, 'hello');
  });

  test('stays until the last layer is healed, and hits nobody else', async () => {
    const [near, far] = await pair();
    const other = await open('n3', 'n2');
    await fabric.setLinks('a', [cutForth]);
    await fabric.setLinks('b', [cutForth]);
    near.socket.write('lost');
    await settle(near, [cutForth]);
    await fabric.setLinks('a', []);
    expect(near.isClosed).toBe(false);
    other.socket.write('x');
    expect((await fabric.setLinks('b', [])).touched).toBe(1);
    await vi.waitFor(() => expect([near.isClosed, far.heard]).toEqual([true, 'hello,']), SLOW);
    expect(other.isClosed).toBe(false);
  });

  test('hides that a node died', async () => {
    const [near, far] = await pair();
    await fabric.setLinks('a', [cutForth, cutBack]);
    far.socket.resetAndDestroy();
    await settle(near, [cutForth, cutBack]);
    await fabric.setLinks('a', []);
    await vi.waitFor(() => expect(near.isClosed).toBe(true), SLOW);
  });
});

describe('a delay', () => {
  test('delays, keeps the order, and holds back the end', async () => {
    const [near, far] = await pair();
    await fabric.setLinks('a', [{ from: 'n1', to: 'n2', delayMs: 50, jitterMs: 20 }]);
    const before = performance.now();
    const words = [...Array(20).keys()].map((i) => `${i},`);
    for (const word of words) {
      near.socket.write(word);
      await new Promise((resolve) => setImmediate(resolve));
    }
    near.socket.end();
    await vi.waitFor(() => expect(far.isEnded).toBe(true), SLOW);
    expect(far.heard).toBe(`hello,${words.join('')}`);
    // A lower bound holds on a busy machine, too.
    expect(performance.now() - before).toBeGreaterThanOrEqual(50);
    expect((await fabric.setLinks('a', [])).touched).toBeGreaterThan(0);
  });

  test('is caught by a cut that comes meanwhile', async () => {
    const [near, far] = await pair();
    await fabric.setLinks('a', [{ from: 'n1', to: 'n2', delayMs: 100 }]);
    near.socket.write('late');
    await vi.waitFor(async () => {
      expect((await fabric.setLinks('a', [{ from: 'n1', to: 'n2', delayMs: 100 }])).touched).toBe(1);
    }, SLOW);
    await fabric.setLinks('b', [cutForth]);
    let touched = 0;
    await vi.waitFor(async () => {
      touched += (await fabric.setLinks('b', [cutForth])).touched;
      expect(touched).toBe(1);
    }, SLOW);
    expect(far.heard).toBe('hello,');
  });
});

test('what it cannot do is refused in a sentence', async () => {
  await expect(fabric.setLinks('a', [{ ...cutForth, loss: 0.1 }])).rejects.toThrow(
    'the network fabric proxy has no loss of links, for it sees streams of bytes, not packets: it can do cut, one-way, delay, jitter',
  );
});

test('service ports beyond those that were made are refused', () => {
  for (const port of [1, 2, 3, 4]) fabric.listen('n1', port);
  expect(() => fabric.listen('n1', 5)).toThrow('made for 4 service ports');
});
