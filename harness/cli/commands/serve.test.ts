/** `harness serve`: what it says, what it refuses, what it has started in its turn, and that none of that is left at its end. */
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { build, root } from '../../built.support.ts';
import type { Job } from '../../serve/api.ts';
import { TestStore } from '../../serve/serve.support.ts';
import { expectRefusal, Sandbox } from '../cli.support.ts';
import { starterIn } from '../starting.ts';

const sandbox = new Sandbox();

describe('is refused in one sentence', () => {
  test.each<[typed: string, sentence: string]>([
    [
      'serve --store nowhere',
      'nowhere: no such directory; name the directory of a store with --store, or run a test first',
    ],
    ['serve --store file', 'file: this is a file, not the directory of a store; name another one with --store'],
    ['serve --port 70000', '--port must be a whole number from 0 to 65535, got 70000'],
    ['serve --port 8.5', '--port must be a whole number from 0 to 65535, got 8.5'],
    ['serve --port http', '--port must be a number, got http'],
    ['serve --port', '--port needs a value'],
    ['serve somewhere', 'harness serve does not know what to do with somewhere'],
  ])('%s', async (typed, sentence) => {
    sandbox.write('file', '');
    const words = typed.split(' ').map((word) => (word === 'nowhere' || word === 'file' ? sandbox.path(word) : word));
    expectRefusal(await sandbox.run(words), sentence);
  });

  test('a port that is taken', async () => {
    mkdirSync(sandbox.path('store'));
    const taken = createServer();
    const port = await new Promise((resolve) => {
      taken.listen(0, '127.0.0.1', () => {
        const address = taken.address();
        resolve(typeof address === 'object' ? address?.port : undefined);
      });
    });
    try {
      const said = await sandbox.run(['serve', '--store', sandbox.path('store'), '--port', String(port)]);
      expectRefusal(said, `--port ${port} is in use on 127.0.0.1: choose another one, or 0 for any that is free`);
    } finally {
      taken.close();
    }
  });
});

test('says where it is, and ends with the exit code of the signal', async () => {
  mkdirSync(sandbox.path('store'));
  const ended = new AbortController();
  const said = sandbox.run(['serve', '--store', sandbox.path('store'), '--port', '0'], { interrupted: ended.signal });
  ended.abort('SIGTERM');
  const { code, out, err } = await said;
  expect({ code, err }).toEqual({ code: 143, err: '' });
  expect(out).toMatch(/^Store {9}\S+store\n\n {2}http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{24}\n\n/);
  expect(out.replaceAll('\n', ' ')).toContain('Ctrl-C ends it.');
});

describe('what a page may start', () => {
  const store = new TestStore();
  const { prepare } = starterIn(store.path, ['harness']);

  test.each<[options: { readonly [flag: string]: string | true }, command: string]>([
    [{ seed: '7' }, 'npx harness test --seed 7'],
    [
      { target: 'quorum', consistency: 'eventual', nemesis: 'partition, kill', seed: '7', 'fail-fast': true },
      'npx harness test --seed 7 --target quorum --consistency eventual --nemesis partition,kill --fail-fast',
    ],
    [{ env: 'sim', nodes: '7', concurrency: '3n', seed: '0' }, 'npx harness test --seed 0 --nodes 7 --concurrency 21'],
  ])('%j', async (options, command) => {
    expect((await prepare({ kind: 'test', options })).command).toBe(command);
  });

  test('a seed that is drawn is said', async () => {
    expect((await prepare({ kind: 'test', options: {} })).command).toMatch(/^npx harness test --seed \d+$/);
  });

  test.each<[options: { readonly [flag: string]: string | true }, sentence: RegExp]>([
    [{ nodes: '0' }, /^--nodes must be a whole number from \d+ to 64, got 0$/],
    [{ nodes: 'x' }, /^--nodes must be a number, got x$/],
    [{ nodes: true }, /^--nodes needs a value$/],
    [{ 'fail-fast': 'yes' }, /^--fail-fast must be true or false, got "yes"$/],
    [{ nemesis: 'partitoin' }, /did you mean partition/],
    [{ target: 'rfat' }, /^target rfat is not one of the harness itself/],
    // Code of somebody's: only from a terminal.
    [{ target: './mine.ts' }, /^target \.\/mine\.ts is not one of the harness itself: start it in a terminal$/],
    [{ target: '__proto__' }, /is not one of the harness itself/],
    // Not of a plan.
    [{ store: '/elsewhere' }, /^unknown option store/],
    [{ config: 'harness.config.ts' }, /^unknown option config/],
    [{ 'test-count': '1000000' }, /^unknown option test-count/],
    [{ '': 'x' }, /^unknown option /],
    [{ nemesiss: 'kill' }, /^unknown option nemesiss \(did you mean nemesis\?\)$/],
  ])('%j is refused as in a terminal', async (options, sentence) => {
    await expect(prepare({ kind: 'test', options })).rejects.toThrow(sentence);
  });

  test('a replay is of a run of the store, and of the harness itself', async () => {
    const ref = await store.run({ timeLimitSeconds: 1 });
    const name = `${ref.test}/${ref.name}`;
    expect((await prepare({ kind: 'replay', run: ref })).command).toBe(`npx harness replay ${name}`);
    const plan = JSON.parse(readFileSync(join(store.path, name, 'plan.json'), 'utf8'));
    const changed = async (changes: object): Promise<unknown> => {
      const other = { ...ref, name: '2026-01-01T00-00-00.000Z-1' };
      store.make(other, { 'plan.json': { ...plan, ...changes } });
      return prepare({ kind: 'replay', run: other });
    };
    await expect(changed({ target: './mine.ts' })).rejects.toThrow(/start it in a terminal$/);
    await expect(changed({ targetFile: { path: './mine.ts' } })).rejects.toThrow(/start it in a terminal$/);
    await expect(changed({ nodes: 'x' })).rejects.toThrow(/expected nodes to be a number/);
    await expect(prepare({ kind: 'replay', run: { ...ref, name: 'none' } })).rejects.toThrow(/no such run/);
  });
});

describe('as a process', () => {
  beforeAll(build, 300_000);

  const running = new Set<ReturnType<typeof started>>();
  const started = (store: string) =>
    execa('node', [join(root, 'bin/harness.js'), 'serve', '--store', store, '--port', '0', '--json', '--no-config'], {
      reject: false,
    });
  afterEach(() => {
    for (const server of running) server.kill('SIGKILL');
    running.clear();
  });

  test.each<[what: string, signal: 'SIGINT' | 'SIGKILL', exitCode: number | undefined]>([
    ['Ctrl-C ends what it has started, in good order, and then itself', 'SIGINT', 130],
    // Then the run finds out for itself that nobody is there to be told.
    ['killed, it leaves no run behind that goes on', 'SIGKILL', undefined],
  ])('%s', async (_what, signal, exitCode) => {
    const store = sandbox.path('store');
    mkdirSync(store);
    const server = started(store);
    running.add(server);
    const [line] = await once(server.stdout, 'data');
    const { origin, token } = JSON.parse(String(line));
    const options = { 'time-limit': '1000000', seed: '7' };
    const response = await fetch(`${origin}/api/jobs`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}`, Origin: origin },
      body: JSON.stringify({ kind: 'test', options }),
    });
    expect(response.status).toBe(202);
    const within = { timeout: 30_000, interval: 50 };
    await vi.waitFor(async () => {
      const [job] = (await (await fetch(`${origin}/api/jobs`)).json()) as readonly Job[];
      expect(job?.progress?.operations).toBeGreaterThan(100);
    }, within);
    server.kill(signal);
    expect((await server).exitCode).toBe(exitCode);
    const folder = join(store, 'raft-register');
    const [run = ''] = readdirSync(folder).filter((name) => name.endsWith('-7'));
    await vi.waitFor(() => {
      const results = JSON.parse(readFileSync(join(folder, run, 'results.json'), 'utf8'));
      expect(results).toMatchObject({ interrupted: true, seed: 7 });
      // The last that a run writes: nothing is left of it that could still fill the folder while the sandbox is removed.
      expect(existsSync(join(folder, run, 'report.html'))).toBe(true);
    }, within);
  });
});
