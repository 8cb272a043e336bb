/** The server on its socket: where it listens, what it refuses, and raw requests that no client would send. */
import { symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from 'vitest';
import { FakeStarter, TestStore } from './serve.support.ts';
import { type RunningServer, serve } from './server.ts';

const store = new TestStore();
const SECRET = 'not of the store';
writeFileSync(join(store.outside, 'secret.txt'), SECRET);
store.make({ test: 'raft-register', name: '2026-11-21T22-00-00.000Z-1' }, { 'plan.json': { version: 1, seed: 1 } });

let running: RunningServer | undefined;
const started = async (changes: { readonly store?: string; readonly port?: number } = {}): Promise<RunningServer> => {
  running = await serve({ store: store.path, port: 0, starter: () => new FakeStarter(), ...changes });
  return running;
};
afterEach(async () => {
  await running?.close();
  running = undefined;
});

/** These bytes, and all that comes back. */
async function sent(port: number, request: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.end(request);
  return text(socket);
}

test('serves the page, the list, and events', async () => {
  const { origin } = await started();
  expect(await (await fetch(`${origin}/`)).text()).toMatch(/<script type="module"[^>]* src="\/assets\/app\.mjs">/);
  expect((await fetch(`${origin}/assets/app.mjs`)).headers.get('content-type')).toMatch(/^text\/javascript/);
  expect(await (await fetch(`${origin}/api/runs`)).json()).toMatchObject({ total: 1, rows: [{ seed: '1' }] });
  const events = await fetch(`${origin}/api/events`);
  expect(events.headers.get('content-type')).toMatch(/^text\/event-stream/);
  store.make({ test: 'raft-register', name: '2026-11-21T22-00-01.000Z-2' }, { 'plan.json': { version: 1, seed: 2 } });
  const decoder = new TextDecoder();
  let said = '';
  for await (const chunk of events.body ?? []) {
    said += decoder.decode(chunk, { stream: true });
    if (/"total":2/.test(said)) break;
  }
  expect(said).toMatch(/^event: store\ndata: \{"total":2,"read":\d\}$/m);
});

test('tells a script or style that has not changed by a short answer', async () => {
  const { origin } = await started();
  const etag = (await fetch(`${origin}/assets/app.css`)).headers.get('etag') ?? '';
  expect(etag).toMatch(/^"\w{64}"$/);
  const again = await fetch(`${origin}/assets/app.css`, { headers: { 'If-None-Match': etag } });
  expect({ status: again.status, body: await again.text() }).toEqual({ status: 304, body: '' });
});

test('listens on 127.0.0.1 alone', async () => {
  const { port } = await started();
  const addresses = Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .filter(({ family, address }) => family === 'IPv4' && address !== '127.0.0.1')
    .map(({ address }) => address)
    // All of 127.0.0.0/8 is this machine, where Linux has it so.
    .concat(process.platform === 'linux' ? ['127.0.0.2'] : []);
  for (const host of addresses) {
    const attempt = new Promise((resolve) => {
      connect(port, host)
        .once('connect', () => resolve('connected'))
        .once('error', () => resolve('refused'));
    });
    expect([host, await attempt]).toEqual([host, 'refused']);
  }
});

test('two servers have two tokens', async () => {
  const first = (await started()).token;
  await running?.close();
  const second = (await started()).token;
  expect(first).toMatch(/^[\w-]{24}$/);
  expect(second).not.toBe(first);
});

describe('raw requests', () => {
  test.each([
    'GET /../secret.txt',
    'GET /runs/../../secret.txt',
    'GET /runs/raft-register/../../../secret.txt',
    'GET /runs/raft-register/2026-11-21T22-00-00.000Z-1/../../../secret.txt',
    'GET /assets/../../../../package.json',
    'GET /assets/..%2fpage-files.js',
    'GET /assets/index.html',
    'GET //etc/passwd',
    'GET /runs//etc/passwd',
    'GET /runs/\\..\\..\\secret.txt',
    'GET file:///etc/passwd',
    'GET http://harness.example/api/runs',
    'GET /runs/%00/%00/%00',
    'OPTIONS /api/jobs',
    'TRACE /',
    'CONNECT 127.0.0.1:22',
  ])('%s', async (line) => {
    const { port } = await started();
    const answer = await sent(port, `${line} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^(?:HTTP\/1\.1 4\d\d |$)/);
    expect(answer).not.toMatch(new RegExp(`${SECRET}|root:|"dependencies"|access-control-allow`, 'i'));
  });

  test.each([
    ['no host', ''],
    ['the name of somebody else', 'Host: harness.example\r\n'],
    ['two hosts', 'Host: 127.0.0.1\r\nHost: harness.example\r\n'],
  ])('%s', async (_what, host) => {
    const { port } = await started();
    const answer = await sent(port, `GET /api/runs HTTP/1.1\r\n${host}Connection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(answer).not.toContain('raft-register');
  });
});

describe('is refused in one sentence', () => {
  test.each<[what: string, options: () => { readonly store?: string }, sentence: RegExp]>([
    ['a store that is not there', () => ({ store: join(store.outside, 'none') }), /none: no such directory; name the/],
    ['a file for a store', () => ({ store: join(store.outside, 'secret.txt') }), /secret\.txt: this is a file, not/],
    ['a name with a nought', () => ({ store: 'a\0b' }), /no such directory/],
  ])('%s', async (_what, options, sentence) => {
    await expect(started(options())).rejects.toThrow(sentence);
  });

  test('a port that is taken', async () => {
    const { port } = await started();
    const second = serve({ store: store.path, port, starter: () => new FakeStarter() });
    await expect(second).rejects.toThrow(`--port ${port} is in use on 127.0.0.1: choose another one, or 0 for any`);
  });
});

test('a link for a store is followed once, at the start', async () => {
  const link = join(store.outside, 'link');
  symlinkSync(store.path, link);
  const { origin, store: served } = await started({ store: link });
  expect(served).toBe(store.path);
  expect(await (await fetch(`${origin}/api/runs`)).json()).toMatchObject({ total: 2 });
});
