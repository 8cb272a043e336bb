/** Messages over real TCP on loopback: in whole, at most once, and whatever else comes along. */

import { connect, createServer, type Server, type Socket } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Endpoint } from '../fabric/fabric.ts';
import { FrameReader, frameOf, MOST_BYTES } from './frames.ts';
import { Incoming } from './incoming.ts';
import { Outgoing } from './outgoing.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

describe('frames', () => {
  test('come out as they went in, however the stream was cut into pieces', () => {
    const messages = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 8 });
    const cuts = fc.array(fc.nat(), { maxLength: 20 });
    fc.assert(
      fc.property(messages, cuts, (sent, at) => {
        const stream = Buffer.concat(sent.map(frameOf));
        const places = [0, ...at.map((n) => n % (stream.length + 1)), stream.length].sort((a, b) => a - b);
        const reader = new FrameReader();
        const received = places.slice(1).flatMap((end, i) => reader.push(stream.subarray(places[i], end)) ?? []);
        expect(received.map((one) => [...one])).toEqual(sent.map((one) => [...one]));
      }),
    );
  });

  test('of no possible length are garbage, and a message that long is refused', () => {
    expect(new FrameReader().push(Buffer.from('GET / HTTP/1.1\r\n'))).toBeUndefined();
    expect(new FrameReader().push(Buffer.from([0x04, 0, 0, 1]))).toBeUndefined();
    expect(() => frameOf({ length: MOST_BYTES + 1 } as Uint8Array)).toThrow(/at most/);
  });
});

const open: { close(): void }[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});

/** A listener that writes down what it hears, and can be taken away with all its connections. */
async function listen(at: Endpoint = { host: '127.0.0.1', port: 0 }) {
  const heard: string[] = [];
  const incoming = new Incoming((from, message) => heard.push(`${from}: ${textOf(message)}`));
  await incoming.listen(at);
  open.push(incoming);
  return { heard, incoming, at: incoming.at };
}

function speak(self: string, to: Endpoint) {
  const told: string[] = [];
  const counts = { dropped: 0, linked: 0 };
  const outgoing = new Outgoing({
    self,
    to,
    receive: (message) => told.push(textOf(message)),
    dropped: (count) => {
      counts.dropped += count;
    },
    linked: () => {
      counts.linked++;
    },
  });
  open.push(outgoing);
  return { told, counts, outgoing };
}

const soon = <T>(check: () => T): Promise<T> => vi.waitFor(check, { timeout: 10_000, interval: 5 });

test('whoever was not there, and has shown itself, is tried again without waiting', async () => {
  const { at, incoming } = await listen();
  incoming.close();
  const { counts, outgoing } = speak('c1', at);
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  // Nobody who waits for time to pass goes on by itself.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    outgoing.send(bytesOf('lost'));
    while (counts.dropped === 0) await turn();
    const { heard } = await listen(at);
    outgoing.hasten();
    outgoing.send(bytesOf('heard'));
    while (heard.length === 0) await turn();
    expect(heard).toEqual(['c1: heard']);
  } finally {
    vi.useRealTimers();
  }
});

test('what is said before the connection stands arrives, in its order, and answers come back', async () => {
  const { heard, incoming, at } = await listen();
  const { told, counts, outgoing } = speak('c1', at);
  for (const text of ['a', '', 'c']) outgoing.send(bytesOf(text));
  await soon(() => expect(heard).toEqual(['c1: a', 'c1: ', 'c1: c']));
  expect(incoming.send('c1', bytesOf('back'))).toBe(true);
  expect(incoming.send('c2', bytesOf('lost'))).toBe(false);
  await soon(() => expect(told).toEqual(['back']));
  expect(counts).toEqual({ dropped: 0, linked: 1 });
});

test('nothing is sent again after a reset, and what is said after it arrives', async () => {
  // Accepts and never reads, as a paused process does: what is sent to it is under way for ever.
  const sockets: Socket[] = [];
  const deaf: Server = createServer({ pauseOnConnect: true }, (socket) => sockets.push(socket.on('error', () => {})));
  await new Promise<void>((resolve) => deaf.listen(0, '127.0.0.1', resolve));
  const address = deaf.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const { outgoing } = speak('n1', { host: '127.0.0.1', port });
  outgoing.send(bytesOf('before'));
  await soon(() => expect(sockets).toHaveLength(1));
  // Somebody who listens takes its place.
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => deaf.close(resolve));
  const { heard } = await listen({ host: '127.0.0.1', port });
  outgoing.reset();
  await soon(() => {
    outgoing.send(bytesOf('after'));
    expect(heard.length).toBeGreaterThan(0);
  });
  expect(new Set(heard)).toEqual(new Set(['n1: after']));
});

test('what waits for nobody is dropped and counted, and attempts go on', async () => {
  const { at, incoming } = await listen();
  incoming.close();
  const { counts, outgoing } = speak('n1', at);
  outgoing.send(bytesOf('lost'));
  await soon(() => expect(counts.dropped).toBe(1));
  const { heard } = await listen(at);
  await soon(() => expect(counts.linked).toBe(1));
  outgoing.send(bytesOf('found'));
  await soon(() => expect(heard).toEqual(['n1: found']));
});

test('more than can wait is dropped', async () => {
  const { at, incoming } = await listen();
  incoming.close();
  const { counts, outgoing } = speak('n1', at);
  const large = new Uint8Array(3 * 1024 * 1024);
  for (let i = 0; i < 4; i++) outgoing.send(large);
  expect(counts.dropped).toBe(2);
});

test.each([
  ['not our language', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
  ['no name', frameOf(bytesOf('somebody'))],
  ['too long a name', frameOf(bytesOf(`harness 1 ${'x'.repeat(100)}`))],
])('%s is cut off, and others go on', async (_, garbage) => {
  const { heard, at } = await listen();
  const stranger = connect(at);
  stranger.on('error', () => {});
  stranger.write(garbage);
  await new Promise((resolve) => stranger.once('close', resolve));
  speak('c1', at).outgoing.send(bytesOf('hello'));
  await soon(() => expect(heard).toEqual(['c1: hello']));
});

test('who connects anew is answered on the new connection', async () => {
  const { heard, incoming, at } = await listen();
  const first = speak('c1', at);
  first.outgoing.send(bytesOf('1'));
  await soon(() => expect(heard).toHaveLength(1));
  const second = speak('c1', at);
  second.outgoing.send(bytesOf('2'));
  await soon(() => expect(heard).toHaveLength(2));
  first.outgoing.close();
  incoming.send('c1', bytesOf('back'));
  await soon(() => expect(second.told).toEqual(['back']));
});
