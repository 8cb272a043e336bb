/** Which engine is found, and what is said of those that are of no use. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findEngine } from './engine.ts';

let folder = '';
const servers: Server[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'harness-engine-'));
});
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Something that answers every question like this. */
async function answering(answer: object): Promise<string> {
  const socket = join(folder, `${servers.length}.sock`);
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answer));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return socket;
}

test.each([
  ['ssh://somewhere', /^DOCKER_HOST is ssh:\/\/somewhere, and only unix:\/\/ and tcp:\/\/ are understood$/],
  ['nonsense', /^DOCKER_HOST is nonsense, and only/],
  [
    'tcp://build-server:2375',
    /^DOCKER_HOST is tcp:\/\/build-server:2375, and ports .* of another machine are out of reach/,
  ],
  ['unix:///nowhere/docker.sock', /^DOCKER_HOST is .*, and nobody listens at unix:\/\/\/nowhere\/docker.sock$/],
])('%s is refused', async (DOCKER_HOST, reason) => {
  expect(await findEngine({ DOCKER_HOST })).toEqual({ ok: false, reason: expect.stringMatching(reason) });
});

test('what is no socket is refused', async () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  expect(await findEngine({ DOCKER_HOST: `unix://${file}` })).toEqual({
    ok: false,
    reason: expect.stringContaining(file),
  });
});

test.each([
  ['Docker', {}],
  ['Podman', { Components: [{ Name: 'Podman Engine' }] }],
])('%s is known by what it says', async (name, said) => {
  const socket = await answering({ Version: '5.0.1', KernelVersion: '6.1', ...said });
  expect(await findEngine({ DOCKER_HOST: `unix://${socket}` })).toMatchObject({
    ok: true,
    engine: { name: `${name} 5.0.1`, kernel: '6.1', address: `unix://${socket}` },
  });
});
