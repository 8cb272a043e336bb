/** Target files that are wrong: one sentence each, with the line. And what comes of those that are right. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UserError } from '../core/errors.ts';
import { loadTarget } from './load.ts';
import type { OwnTarget } from './own-target.ts';

let folder = '';
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'harness-target-')));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function load(file: string, text?: string): Promise<OwnTarget> {
  if (text !== undefined) writeFileSync(join(folder, file), text);
  return loadTarget({ file, cwd: folder, harness: () => import('../index.ts') });
}

/** A file that is right, with one of its lines replaced, or with more below it. */
const RIGHT = `name: my-store
ports: 8080
local:
  command: node server.js --listen {{address}}
docker:
  image: my-store
environment:
  PEERS: "{{peers}}"
files:
  config/app.json: '{"port": {{port}}}'
lists:
  cluster: { each: "{{node}}=http://{{address}}", of: nodes }
ready:
  http: /health
status:
  http: /status
  role: body.role
  primary: leader
operations:
  read:
    request: GET /kv/{{key}}
    absent: 404
  write:
    request: PUT /kv/{{key}}
    body: "{{value}}"
    fail: [409, 503]
  cas:
    request: POST /kv/{{key}}
    body: { from: "{{from}}", to: "{{to}}" }
    refused: 412
`;

function changed(line: RegExp, by: string): string {
  const text = RIGHT.replace(line, by);
  if (text === RIGHT) throw new Error(`${line} is in no line`);
  return text;
}

test('one that is right says what it can run', async () => {
  const { target, file } = await load('right.yaml', RIGHT);
  expect(target).toMatchObject({ name: 'my-store', workloads: ['register', 'rw-register'], minimumNodes: 1, bugs: [] });
  expect(file).toEqual({ path: 'right.yaml', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  const other = await load('right.yml', RIGHT.replace('8080', '8081'));
  expect(other.file.sha256).not.toBe(file.sha256);
  // JSON is YAML, too.
  const { parse } = await import('yaml');
  expect((await load('right.json', JSON.stringify(parse(RIGHT)))).target.name).toBe('my-store');
});

describe('data that is wrong', () => {
  test.each<[string, string, string]>([
    ['no text at all', '', ': there is no target in it: expected fields such as name, ports and operations'],
    ['no fields', 'just words', ': expected fields: name, summary, .*, got "just words"'],
    ['no YAML', 'name: a\n  ports: 1', ':1: Nested mappings are not allowed in compact mappings'],
    ['a field twice', `${RIGHT}name: again\n`, ':31: Map keys must be unique'],
    [
      'a field that nobody knows',
      changed(/^ports:/m, 'prots:'),
      ':2: unknown field prots \\(did you mean ports\\?\\); known here are: name, .*',
    ],
    [
      'a field inside that nobody knows',
      changed(/ {2}http: \/health/, '  htpp: /health'),
      ':14: unknown field htpp \\(did you mean http\\?\\); known here are: http, status, port, within',
    ],
    [
      'a field of an operation that nobody knows',
      changed(/absent: 404/, 'missing: 404'),
      ':22: unknown field missing; known here are: request, headers, body, ok, fail, port, value, absent',
    ],
    ['no name', changed(/^name: .*\n/m, ''), ': name: expected text, got nothing'],
    [
      'a name that no folder should have',
      changed(/my-store/, 'My Store'),
      ':1: name: expected a name in lower case such as my-store, got "My Store"',
    ],
    [
      'the name of a target of the harness',
      changed(/my-store/, 'etcd'),
      ':1: name: etcd is a target of the harness: choose another name',
    ],
    ['a port that is none', changed(/8080/, '80800'), ':2: ports: expected a whole number from 1 to 65535, got 80800'],
    [
      'ports that are none',
      changed(/8080/, 'many'),
      ':2: ports: expected a port such as 8080, or ports by name, got "many"',
    ],
    [
      'a port by name that is none',
      changed(/8080/, '{ http: 0 }'),
      ':2: ports.http: expected a whole number from 1 to 65535, got 0',
    ],
    ['no port', changed(/8080/, '{}'), ':2: ports: expected at least one port, got {}'],
    [
      'a command that is none',
      changed(/command: .*/, 'command: 7'),
      ':4: local.command: expected a command, as text or as a list of its words, got 7',
    ],
    [
      'neither a command nor an image',
      changed(/local:\n.*\ndocker:\n.*\n/, ''),
      ': expected local \\(a command, for --env local\\) or docker \\(an image, for --env docker\\), or both',
    ],
    [
      'a placeholder that nobody knows',
      changed(/\{\{address\}\}/, '{{adress}}'),
      ':4: local.command: unknown placeholder {{adress}} \\(did you mean address\\?\\); known here are: node, .*cluster',
    ],
    [
      'the port of no name',
      changed(/\{\{port\}\}/, '{{port.raft}}'),
      ':10: files.config/app.json: unknown placeholder {{port.raft}}.*',
    ],
    [
      'a list in a list',
      changed(/\{\{node\}\}=/, '{{peers}}='),
      ':12: lists.cluster.each: unknown placeholder {{peers}}.*',
    ],
    [
      'a list of another meaning',
      changed(/cluster:/, 'peers:'),
      ':12: lists.peers: this placeholder has a meaning: choose another name',
    ],
    [
      'a placeholder of another operation',
      changed(/"\{\{value\}\}"/, '"{{from}}"'),
      ':25: operations.write.body: unknown placeholder {{from}}; known here are: key, value, node',
    ],
    [
      'a placeholder without an end',
      changed(/\{\{peers\}\}/, '{{peers}'),
      ':8: environment.PEERS: expected the name of a placeholder between .*',
    ],
    [
      'a placeholder without quotes',
      changed(/"\{\{peers\}\}"/, '{{peers}}'),
      ':8: text that begins with {{ has to be in quotes: "{{...}}"',
    ],
    [
      'a folder that no container has',
      changed(/"\{\{peers\}\}"/, '"{{folder}}"'),
      ':8: environment.PEERS: {{folder}} is a folder of this machine, which no container sees',
    ],
    [
      'a file that leads elsewhere',
      changed(/config\/app.json/, '../app.json'),
      ":10: files...\\/app.json: expected a path in the node's directory",
    ],
    [
      'a request without a path',
      changed(/GET \/kv\/\{\{key\}\}/, 'GET'),
      ':21: operations.read.request: expected a method and a path such as PUT /kv/{{key}}, got "GET"',
    ],
    [
      'a status that is none',
      changed(/404/, '4xy'),
      ':22: operations.read.absent: expected a status such as 204, or a class such as 2xx, got "4xy"',
    ],
    [
      'a status of two meanings',
      changed(/refused: 412/, 'refused: 412\n    fail: [503, 412]'),
      ':31: operations.cas.fail: 412 is refused already',
    ],
    [
      'a workload that nobody knows',
      `workloads: [registr]\n${RIGHT}`,
      ':1: workloads.0: expected one of register, rw-register, lock \\(did you mean register\\?\\), got "registr"',
    ],
    [
      'a workload without an operation of it',
      changed(/ {2}cas:\n(?: {4}.*\n)+/, '').concat('workloads: [rw-register, register]\n'),
      ':27: workloads.1: register needs operations.cas',
    ],
    [
      'a workload that needs a program',
      `${RIGHT}workloads: [lock]\n`,
      ':31: workloads.0: lock needs a client in TypeScript: a function openService',
    ],
    [
      'no client',
      changed(/operations:\n(?: .*\n)+/, ''),
      ': expected a client: either operations, which are HTTP requests, or the function openService',
    ],
    [
      'a port that has no such name',
      changed(/ {2}http: \/health/, '  http: /health\n  port: raft'),
      ':15: ready.port: unknown port raft; known are: main',
    ],
    [
      'a status of no answer',
      changed(/ {2}http: \/health/, '  status: 200'),
      ':14: ready.status: is the status of an HTTP answer: say of which path, as http: /health.*',
    ],
  ])('%s', async (_, text, sentence) => {
    const refused = load('my.yaml', text);
    await expect(refused).rejects.toBeInstanceOf(UserError);
    await expect(refused).rejects.toThrow(new RegExp(`^my\\.yaml(?:${sentence})$`));
  });
});

describe('programs that are wrong', () => {
  const declared = (body: string) =>
    `import { defineTarget } from 'harness';\n\nexport default defineTarget({\n${body}\n});\n`;
  const coded = `  name: 'mine',
  workloads: ['register'],
  ports: { http: 8080 },
  local: { command: 'node server.js' },
  openService: () => ({ invoke: async () => null, close: () => undefined }),`;

  test('one that is right is a target, whatever it is called', async () => {
    for (const ending of ['ts', 'mts', 'js', 'mjs']) {
      expect((await load(`mine.${ending}`, declared(coded))).target.name).toBe('mine');
    }
  });

  test.each<[string, string, string]>([
    ['it throws', "const a: number = 1;\n\nthrow new Error('the moon is full');", 'my.ts:3: the moon is full'],
    ['it throws what is no error', "throw 'a stone';", 'my.ts: threw a stone'],
    ['it is no TypeScript', 'const a = 1;\nconst b = ;', 'my.ts:2: Unexpected token'],
    [
      'it imports what is not there',
      "\nimport { Pool } from 'no-such-client';\nexport default Pool;",
      "my.ts:2: Cannot find module 'no-such-client'",
    ],
    [
      'it exports nothing',
      'export {};',
      'my.ts: there is no target in it: write export default defineTarget\\({ ... }\\)',
    ],
    ['it exports something else', 'export const target = { name: 1 };', 'my.ts: there is no target in it: write .*'],
    ['it exports a number', 'export default 7;', 'my.ts: expected fields: name, .*, got 7'],
    [
      'a field that nobody knows',
      declared(coded.replace('ports', 'prots')),
      'my.ts:6: unknown field prots \\(did you mean ports\\?\\).*',
    ],
    [
      'a field of the wrong kind',
      declared(coded.replace('http: 8080', "http: 'x'")),
      'my.ts:6: ports.http: expected a whole number from 1 to 65535, got "x"',
    ],
    [
      'a client that is no function',
      declared(coded.replace(/openService: .*/, 'openService: 1,')),
      'my.ts:8: openService: expected a function, got 1',
    ],
    [
      'no workloads',
      declared(coded.replace(/ {2}workloads.*\n/, '')),
      'my.ts: expected workloads: the names of those that its client can serve',
    ],
    [
      'two clients',
      declared(`${coded}\n  operations: { read: { request: 'GET /' }, write: { request: 'PUT /' } },`),
      'my.ts: expected a client: either .*',
    ],
  ])('%s', async (_, text, sentence) => {
    const refused = load('my.ts', text);
    await expect(refused).rejects.toBeInstanceOf(UserError);
    await expect(refused).rejects.toThrow(new RegExp(`^${sentence}$`));
  });
});

test('a file that is not there, or none', async () => {
  await expect(load('nowhere.yaml')).rejects.toThrow(/^nowhere\.yaml: no such target file: give its path from here$/);
  mkdirSync(join(folder, 'sub'));
  await expect(load('./sub')).rejects.toThrow(/^\.\/sub: this is a folder: name the target file in it$/);
});

describe('an environment that the file says nothing of', () => {
  const plan = { nodes: 3, workload: 'register' };
  test.each([
    ['docker', changed(/docker:\n.*\n/, ''), /^my\.yaml has no docker\.image: choose --env local, or/],
    ['local', changed(/local:\n.*\n/, ''), /^my\.yaml has no local\.command: choose --env docker, or/],
    [
      'local',
      changed(/node server.js/, 'no-such-program'),
      /^my\.yaml:4: local\.command: no-such-program is not on the PATH: install it, or give its path$/,
    ],
    [
      'local',
      changed(/node server.js/, './start.sh'),
      /^my\.yaml:4: local\.command: \/.*\/start\.sh is not there, or may not be executed$/,
    ],
  ])('%s', async (env, text, sentence) => {
    const { target } = await load('my.yaml', text);
    expect(target.refuse?.({}, { ...plan, env })).toMatch(sentence);
    expect(target.refuse?.({}, plan)).toBeUndefined();
  });
});
