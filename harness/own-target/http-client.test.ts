/** A client that is data, against a server that answers in each way there is: what becomes of an operation. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Invocation } from '../../histories/op.ts';
import type { RegisterOps } from '../../histories/ops/register.ts';
import type { Endpoint, Endpoints } from '../../targets/service.ts';
import { randomOf } from '../core/random.ts';
import type { Operations } from './definition.ts';
import { HttpClient } from './http-client.ts';
import { answersBadly, refusesConnections } from './questions.ts';

interface Asked {
  readonly line: string;
  readonly type: string | undefined;
  readonly token: string | string[] | undefined;
  readonly body: string;
}

let server: Server;
let at: Endpoint = { host: '127.0.0.1', port: 0 };
let asked: Asked | undefined;
/** What it answers; undefined is nothing at all. */
let answer: readonly [status: number, body: string] | undefined;

beforeEach(async () => {
  [asked, answer] = [undefined, [200, '']];
  server = createServer(async (request, response) => {
    asked = await readOf(request);
    if (answer !== undefined)
      response.writeHead(answer[0], answer[0] < 400 ? { location: '/other' } : {}).end(answer[1]);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a server on TCP has a port');
  at = { host: '127.0.0.1', port: address.port };
});
afterEach(async () => {
  server.closeAllConnections();
  if (server.listening) await new Promise((resolve) => server.close(resolve));
});

async function readOf(request: IncomingMessage): Promise<Asked> {
  let body = '';
  for await (const chunk of request) body += chunk;
  const { method, url, headers } = request;
  return { line: `${method} ${url}`, type: headers['content-type'], token: headers['x-token'], body };
}

const OPERATIONS: Operations = {
  read: { request: 'GET /kv/{{key}}', absent: 404 },
  write: { request: 'PUT /kv/{{key}}', body: '{{value}}', fail: ['4xx', 503] },
  cas: { request: 'POST /cas', body: { key: '{{key}}', swap: ['{{from}}', '{{to}}'], by: 'c-{{node}}' }, refused: 412 },
};

function invoke(invocation: Invocation<RegisterOps>, operations: Operations = OPERATIONS, timeoutMs = 2_000) {
  const endpoints = { nodes: ['n1'], route: () => at, listen: () => at, random: randomOf(1) } as unknown as Endpoints;
  const definition = { name: 'it', ports: 80 };
  return new HttpClient(endpoints, 'n1', { definition, operations, timeoutMs })
    .invoke(invocation)
    .catch((error: Error) => `${error.name === 'DidNotHappen' ? 'fail' : 'info'}: ${error.message}`);
}

const read = (key: number | string = 1) => ({ f: 'read', value: { key } }) as const;
const write = (value: number | null) => ({ f: 'write', value: { key: 1, value } }) as const;
const cas = (from: number | null, to: number) => ({ f: 'cas', value: { key: 1, from, to } }) as const;

describe('requests', () => {
  test('have what the operation says in their path, escaped, and in their body, as text or as JSON', async () => {
    await invoke(read('a/b c'));
    expect(asked).toMatchObject({ line: 'GET /kv/a%2Fb%20c', body: '' });
    await invoke(write(7));
    expect(asked).toMatchObject({ line: 'PUT /kv/1', body: '7' });
    await invoke(cas(null, 8));
    expect(asked).toEqual({
      line: 'POST /cas',
      type: 'application/json',
      token: undefined,
      body: '{"key":1,"swap":[null,8],"by":"c-n1"}',
    });
  });

  test('have the headers that they are to have, and another one for a write of null', async () => {
    const remove = { request: 'DELETE /kv/{{key}}', headers: { 'x-token': '{{key}}-{{node}}' } };
    expect(await invoke(write(null), { ...OPERATIONS, remove })).toEqual({ key: 1, value: null });
    expect(asked).toMatchObject({ line: 'DELETE /kv/1', token: '1-n1', body: '' });
    await invoke(write(null));
    expect(asked).toMatchObject({ line: 'PUT /kv/1', body: 'null' });
  });
});

describe('answers to reads', () => {
  test.each<[number, string, string | undefined, unknown]>([
    [200, '7', undefined, 7],
    [200, '7\n', undefined, 7],
    [200, '"7"', undefined, 7],
    [200, 'null', undefined, null],
    [200, 'word', undefined, 'word'],
    [200, '007', undefined, '007'],
    [200, '{"data":{"value":7}}', 'body.data.value', 7],
    [200, '{"data":[{"value":"x"}]}', 'body.data.0.value', 'x'],
    [404, 'nothing', undefined, null],
    [200, '{"data":{}}', 'body.data.value', 'fail: answered 200: {"data":{}}, in which there is no value'],
    [200, '{"value":7}', undefined, 'fail: answered 200: {"value":7}, in which there is no value'],
    [500, 'oh\nno', undefined, 'fail: answered 500: oh'],
    [307, '', undefined, 'fail: answered 307'],
  ])('%d %j at %s', async (status, text, value, expected) => {
    answer = [status, text];
    const operations = { ...OPERATIONS, read: { ...OPERATIONS.read, ...(value === undefined ? {} : { value }) } };
    const output = await invoke(read(), operations);
    expect(output).toEqual(
      typeof expected === 'string' && expected.startsWith('fail') ? expected : { key: 1, value: expected },
    );
  });
});

describe('answers to changes', () => {
  test.each<[Invocation<RegisterOps>, number, unknown]>([
    [write(7), 200, { key: 1, value: 7 }],
    [write(7), 204, { key: 1, value: 7 }],
    [write(7), 409, 'fail: answered 409'],
    [write(7), 503, 'fail: answered 503'],
    [write(7), 500, 'info: answered 500'],
    [write(7), 307, 'info: answered 307'],
    [cas(1, 2), 200, { key: 1, from: 1, to: 2, applied: true }],
    [cas(1, 2), 412, { key: 1, from: 1, to: 2, applied: false }],
    [cas(1, 2), 404, 'info: answered 404'],
  ])('%j is answered %d', async (invocation, status, expected) => {
    answer = [status, ''];
    expect(await invoke(invocation)).toEqual(expected);
  });

  test.each([
    ['{"swapped":true}', { key: 1, from: 1, to: 2, applied: true }],
    ['{"swapped":false}', { key: 1, from: 1, to: 2, applied: false }],
    ['{}', 'info: answered 200: {}, where body.swapped is neither true nor false'],
  ])('a cas that says so itself: %s', async (text, expected) => {
    answer = [200, text];
    const operations = { ...OPERATIONS, cas: { request: 'POST /', applied: 'body.swapped' } };
    expect(await invoke(cas(1, 2), operations)).toEqual(expected);
  });

  test('a status that is named itself means what it is named for, also if its class means something else', async () => {
    answer = [202, ''];
    const { write: usual } = OPERATIONS;
    expect(await invoke(write(7), { ...OPERATIONS, write: { ...usual, ok: '2xx', fail: 202 } })).toBe(
      'fail: answered 202',
    );
    expect(await invoke(write(7), { ...OPERATIONS, write: { ...usual, ok: 202, fail: '2xx' } })).toEqual({
      key: 1,
      value: 7,
    });
  });

  test('none in time, or none at all', async () => {
    answer = undefined;
    expect(await invoke(write(7), OPERATIONS, 50)).toBe('info: no answer within 50 ms');
    expect(await invoke(read(), OPERATIONS, 50)).toBe('fail: no answer within 50 ms');
  });

  test('none, for the request was never sent', async () => {
    await new Promise((resolve) => server.close(resolve));
    expect(await invoke(write(7))).toMatch(/^fail: connect ECONNREFUSED/);
  });
});

describe('whether a node serves', () => {
  test('by its answer', async () => {
    answer = [204, ''];
    const question = { endpoint: at, path: '/health', timeoutMs: 1_000 };
    expect(await answersBadly(question, '2xx')).toBeUndefined();
    expect(await answersBadly(question, [200, 302])).toBe(`answers GET http://127.0.0.1:${at.port}/health with 204`);
  });

  test('by a connection that is kept', async () => {
    expect(await refusesConnections(at, 1_000)).toBeUndefined();
    server.removeAllListeners('connection').on('connection', (socket) => socket.destroy());
    expect(await refusesConnections(at, 1_000)).toMatch(/ends them at once$|ECONNRESET$/);
    await new Promise((resolve) => server.close(resolve));
    expect(await refusesConnections(at, 1_000)).toMatch(
      /^takes no connection on 127\.0\.0\.1:\d+: connect ECONNREFUSED/,
    );
  });

  test('nobody is kept by one who asks', () => {
    // The probe ends its connection: else each question would leave one open.
    return new Promise<void>((resolve, reject) => {
      server.on('connection', (socket) => socket.on('close', () => resolve()));
      refusesConnections(at, 1_000).catch(reject);
    });
  });
});
