/** Which failures of etcd are refusals and which say nothing, as a client of a server sees them that fails in each way. */
import { createServer, type RequestListener } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { DidNotHappen } from '../target.ts';
import { ETCD_ERRORS, isDefinite } from './errors.ts';
import { Gateway } from './gateway.ts';

let close = async (): Promise<void> => undefined;
afterEach(() => close());

async function serverOf(listener: RequestListener): Promise<Gateway> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a server on TCP has no port');
  return new Gateway({ host: '127.0.0.1', port: address.port });
}

const answering = (status: number, text: string): RequestListener => {
  return (_request, response) => void response.writeHead(status).end(text);
};
const post = (gateway: Gateway, timeoutMs = 5_000): Promise<unknown> =>
  gateway.post('kv/txn', { success: [] }, timeoutMs).catch((error) => error);

describe('the table', () => {
  test('gives each error once, and a reason', () => {
    const words = ETCD_ERRORS.map(({ says }) => says);
    expect(new Set(words).size).toBe(words.length);
    for (const { because } of ETCD_ERRORS) expect(because).not.toBe('');
  });

  test.each([
    ['etcdserver: requested lease not found', true],
    ['etcdserver: too many requests', true],
    ['etcdserver: request timed out', false],
    ['etcdserver: request timed out, possibly due to previous leader failure', false],
    // It sounds like a refusal, and the write was applied.
    ['etcdserver: mvcc: database space exceeded', false],
    ['etcdserver: server stopped', false],
    ['etcdserver: an error of next year', false],
    ['', false],
  ])('%s: definite is %s', (words, definite) => {
    expect(isDefinite(words)).toBe(definite);
  });
});

describe('the gateway', () => {
  // As 3.4 and 3.5 word them, as 3.6 does, and inside of a stream.
  const wordings = (says: string): readonly string[] => [
    JSON.stringify({ error: says, message: says, code: 14 }),
    JSON.stringify({ message: says, code: 14, details: [] }),
    JSON.stringify({ error: { grpc_code: 14, http_code: 503, message: says, http_status: 'Unavailable' } }),
  ];

  test.each(ETCD_ERRORS)('$says: $outcome', async ({ says, outcome }) => {
    for (const text of wordings(says)) {
      const error = await post(await serverOf(answering(503, text)));
      expect(error).toBeInstanceOf(Error);
      expect([String(error).includes(says), error instanceof DidNotHappen]).toEqual([true, outcome === 'definite']);
      await close();
    }
  });

  test.each<[string, RequestListener, RegExp]>([
    ['no JSON', answering(502, '<html>'), /was answered with what is no JSON: <html>/],
    ['nothing', answering(200, ''), /no JSON/],
    [
      'an answer cut short',
      (_, response) => void response.writeHead(200, { 'content-length': 9 }).write('{', () => response.destroy()),
      /./,
    ],
    ['a connection that is closed', (request) => void request.socket.destroy(), /closed|reset|ECONNRESET/],
    ['silence', () => undefined, /^no answer within 100 ms$/],
  ])('%s is no outcome', async (_what, listener, words) => {
    const error = await post(await serverOf(listener), 100);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(DidNotHappen);
    // A defect of the language would be taken for a defect of the client.
    expect(error).not.toBeInstanceOf(TypeError);
    expect(error).toHaveProperty('message', expect.stringMatching(words));
  });

  test('where nobody listens, nothing was sent', async () => {
    const gateway = await serverOf(answering(200, '{}'));
    await close();
    expect(await post(gateway)).toBeInstanceOf(DidNotHappen);
  });

  /** On a kept connection as on a fresh one: a second request would be one that nobody asked for. */
  test('sends nothing twice', async () => {
    const seen: string[] = [];
    const gateway = await serverOf((request, response) => {
      seen.push(request.url ?? '');
      if (seen.length % 2 === 1) response.end('{}');
      else request.socket.destroy();
    });
    for (let i = 1; i <= 6; i++) {
      expect([i, (await post(gateway)) instanceof Error]).toEqual([i, i % 2 === 0]);
      expect(seen).toHaveLength(i);
    }
    expect(seen[0]).toBe('/v3/kv/txn');
  });
});
