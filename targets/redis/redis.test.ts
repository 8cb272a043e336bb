/** Redis' configuration, which failures of it are refusals, and what can be chosen about it. */
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { randomOf } from '../../harness/core/random.ts';
import { type Addresses, type Endpoints, hostAndPort } from '../service.ts';
import { DidNotHappen } from '../target.ts';
import { RedisClient } from './client.ts';
import { redisService, SENTINEL_PORT } from './cluster.ts';
import { isDefinite, REDIS_ERRORS } from './errors.ts';
import { redis } from './index.ts';

const addresses: Addresses = {
  nodes: ['n1', 'n2', 'n3'],
  listen: (node, port) => ({ host: `10.0.0.${node.slice(1)}`, port }),
  // Sentinels hand on what they are told: an address that only one of them can use is of no use.
  route: () => ({ host: '192.0.2.1', port: 1 }),
};

function configurationOf(node: string): { readonly [file: string]: readonly string[] } {
  const processes = redisService.processes({ ...addresses, node, directory: (of) => `/run/${of}` });
  return Object.fromEntries(processes.flatMap(({ files }) => files.map(({ path, text }) => [path, text.split('\n')])));
}

describe('configuration', () => {
  test('is a server and a sentinel on each node, from files that they can rewrite', () => {
    const processes = redisService.processes({ ...addresses, node: 'n2', directory: (of) => `/run/${of}` });
    expect(processes.map(({ name, command }) => [name, command.join(' ')])).toEqual([
      ['redis', 'redis-server /run/n2/redis.conf'],
      ['sentinel', 'redis-server /run/n2/sentinel.conf --sentinel'],
    ]);
  });

  test('begins with the first node as the primary of the others', () => {
    const primaries = addresses.nodes.map((node) =>
      configurationOf(node)['redis.conf']?.find((line) => line.startsWith('replicaof')),
    );
    expect(primaries).toEqual([undefined, 'replicaof 10.0.0.1 6379', 'replicaof 10.0.0.1 6379']);
  });

  test.each(['n1', 'n3'])('of %s names its own addresses, and the primary with a majority', (node) => {
    const { host } = addresses.listen(node, 0);
    const { 'redis.conf': server, 'sentinel.conf': sentinel } = configurationOf(node);
    expect(server).toEqual(
      expect.arrayContaining([`bind ${host}`, 'port 6379', `replica-announce-ip ${host}`, `dir "/run/${node}"`]),
    );
    expect(sentinel).toEqual(
      expect.arrayContaining([
        `bind ${host}`,
        'port 26379',
        `sentinel announce-ip ${host}`,
        'sentinel monitor harness 10.0.0.1 6379 2',
      ]),
    );
  });
});

test('sentinels know each other by the names that they have', () => {
  const files = addresses.nodes.map((node) => configurationOf(node)['sentinel.conf'] ?? []);
  const own = files.map((lines) => lines.find((line) => line.startsWith('sentinel myid'))?.split(' ')[2]);
  expect(new Set(own).size).toBe(3);
  for (const id of own) expect(id).toMatch(/^[0-9a-f]{40}$/);
  const [, second] = files;
  expect(second?.filter((line) => line.includes('known'))).toEqual([
    `sentinel known-sentinel harness 10.0.0.1 26379 ${own[0]}`,
    `sentinel known-sentinel harness 10.0.0.3 26379 ${own[2]}`,
    'sentinel known-replica harness 10.0.0.2 6379',
    'sentinel known-replica harness 10.0.0.3 6379',
  ]);
});

test.each([
  [0, 3, undefined],
  [2, 3, undefined],
  [3, 3, '--wait 3 asks for more replicas than the 2 that a primary has among 3 nodes'],
])('--wait %d with %d nodes', (wait, nodes, objection) => {
  expect(redis.refuse?.({ wait }, { nodes, workload: 'register' })).toBe(objection);
});

describe('the table of errors', () => {
  const reply = (message: string): Error => Object.assign(new Error(message), { name: 'ReplyError' });

  test.each(REDIS_ERRORS)('$kind: $outcome', ({ kind, outcome }) => {
    expect(isDefinite(reply(`${kind} and so on`))).toBe(outcome === 'definite');
  });

  test.each([
    ['a kind of next year', reply('NEXTYEAR no'), false],
    ['a kind in the middle', reply('ERR not READONLY'), false],
    ['a longer word', reply('READONLYISH no'), false],
    ['a time-out', new Error('Command timed out'), false],
    ['a connection that was closed', new Error('Connection is closed.'), false],
    ['an error of the client that only begins so', new Error('READONLY socket'), false],
    [
      'a connection known to be gone',
      new Error("Stream isn't writeable and enableOfflineQueue options is false"),
      true,
    ],
    ['no error at all', 'READONLY', false],
  ])('%s: definite is %s', (_what, error, definite) => {
    expect(isDefinite(error)).toBe(definite);
  });
});

/** A process that is server and sentinel in one, and answers what it is told to, or closes the connection. */
class Fake {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** All that was asked, without what finds the primary. */
  readonly commands: string[] = [];

  constructor(answers: (command: string) => string | undefined) {
    this.#server = createServer((socket) => {
      this.#sockets.add(socket.on('error', () => undefined));
      socket.on('data', (bytes) => {
        const command = String(bytes)
          .split('\r\n')
          .filter((_, index) => index % 2 === 0 && index > 0)
          .join(' ')
          .trim();
        const { port } = this.#endpoint();
        if (/^sentinel/i.test(command)) socket.write(`*2\r\n$9\r\n127.0.0.1\r\n$${String(port).length}\r\n${port}\r\n`);
        else if (/^role/i.test(command)) socket.write('*1\r\n$6\r\nmaster\r\n');
        else {
          this.commands.push(command);
          const answer = answers(command);
          if (answer === undefined) socket.destroy();
          else if (answer !== '') socket.write(`${answer}\r\n`);
        }
      });
    });
  }

  async listen(): Promise<Endpoints> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const at = this.#endpoint();
    return {
      nodes: ['n1'],
      listen: () => at,
      route: () => at,
      clock: { monotonic: () => 0, wall: () => 0 },
      timers: { after: () => ({ cancel: () => undefined }) },
      random: randomOf(1),
    };
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #endpoint() {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('a server on TCP has no port');
    return { host: '127.0.0.1', port: address.port };
  }
}

describe('the client', () => {
  let fake: Fake | undefined;
  afterEach(() => fake?.close());

  const write = { f: 'write', value: { key: 1, value: 2 } } as const;
  const cas = { f: 'cas', value: { key: 1, from: 2, to: 3 } } as const;
  const read = { f: 'read', value: { key: 1 } } as const;
  const SET = 'set register:1 2';

  test.each([
    ['a write that is refused', write, 0, () => "-READONLY You can't write", 'fail', [SET]],
    ['a write that is not answered', write, 0, () => '', 'info', [SET]],
    // Once, and not again.
    ['a write whose connection breaks', write, 0, () => undefined, 'info', [SET]],
    ['a compare-and-set whose connection breaks', cas, 0, () => undefined, 'info', [expect.stringMatching(/^eval/)]],
    ['a read whose connection breaks', read, 0, () => undefined, 'fail', ['get register:1']],
    [
      'a write that a replica has',
      write,
      1,
      (command: string) => (command === SET ? '+OK' : ':1'),
      'ok',
      [SET, 'wait 1 50'],
    ],
    [
      'a write that no replica has',
      write,
      1,
      (command: string) => (command === SET ? '+OK' : ':0'),
      'info',
      [SET, 'wait 1 50'],
    ],
    // The word for a refusal, of a wait: the write is done.
    [
      'a write whose wait is refused',
      write,
      1,
      (command: string) => (command === SET ? '+OK' : '-BUSY a script runs'),
      'info',
      [SET, 'wait 1 50'],
    ],
    ['a compare-and-set that did not apply', cas, 1, () => ':0', 'ok', [expect.stringMatching(/^eval/)]],
  ] as const)('%s', async (_what, invocation, wait, answers, type, commands) => {
    fake = new Fake(answers);
    const client = new RedisClient(await fake.listen(), 'n1', { timeoutMs: 300, settings: { wait } });
    const outcome = await client.invoke(invocation).then(
      () => 'ok',
      (error) => (error instanceof DidNotHappen ? 'fail' : 'info'),
    );
    client.close();
    expect(outcome).toBe(type);
    expect(fake.commands).toEqual(commands);
  });

  test('where nobody listens, nothing was sent', async () => {
    fake = new Fake(() => '+OK');
    const endpoints = await fake.listen();
    await fake.close();
    const client = new RedisClient(endpoints, 'n1', { timeoutMs: 300, settings: { wait: 0 } });
    const { port } = endpoints.route('client', 'n1', SENTINEL_PORT);
    await expect(client.invoke(write)).rejects.toThrow(`ECONNREFUSED ${hostAndPort({ host: '127.0.0.1', port })}`);
    await expect(client.invoke(write)).rejects.toBeInstanceOf(DidNotHappen);
  });
});
