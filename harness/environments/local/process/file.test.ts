/** Files of a real node: what a later process finds of them after a sync, without one, and after a write that was torn. */
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { NoSpace } from '../../../../targets/runtime.ts';
import { randomOf } from '../../../core/random.ts';
import { ProcessDisk } from './disk.ts';
import { Tally } from './tally.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'harness-files-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (disk: ProcessDisk, file = 'log'): string | undefined => {
  const bytes = disk.read(file);
  return bytes && new TextDecoder().decode(bytes);
};

function machine(seed = 1) {
  const tally = new Tally();
  const disk = new ProcessDisk({
    directory,
    tally,
    random: randomOf(seed),
    settings: { slowMs: 0, failing: 0, isFull: false },
  });
  const sync = (file = 'log') => new Promise<Error | undefined>((resolve) => disk.sync(file, resolve));
  return { disk, sync, tally };
}

type Step = readonly ['append' | 'write', string] | 'sync';

/** A process that does this; then another one looks. */
async function after(steps: readonly Step[]) {
  const { disk, sync } = machine();
  for (const step of steps) {
    if (step === 'sync') expect(await sync()).toBeUndefined();
    else disk[step[0]]('log', bytesOf(step[1]));
  }
  return { own: read(disk), later: read(machine().disk) };
}

describe('a file', () => {
  test.each<[string, readonly Step[], string | undefined, string | undefined]>([
    ['that is not there', [], undefined, undefined],
    ['that was never synced', [['append', 'a']], 'a', undefined],
    ['of appends', [['append', 'a'], ['append', 'b'], 'sync', ['append', 'c']], 'abc', 'ab'],
    ['synced twice', [['append', 'a'], 'sync', ['append', 'b'], 'sync'], 'ab', 'ab'],
    ['synced without need', [['append', 'a'], 'sync', 'sync'], 'a', 'a'],
    ['replaced', [['append', 'long ago'], 'sync', ['write', 'now'], 'sync'], 'now', 'now'],
    ['replaced and appended to', [['write', 'a'], ['append', 'b'], 'sync', ['append', 'c'], 'sync'], 'abc', 'abc'],
    ['replaced without a sync', [['write', 'a'], 'sync', ['write', 'b'], ['append', 'c']], 'bc', 'a'],
    ['replaced by nothing', [['write', 'a'], 'sync', ['write', ''], 'sync'], '', ''],
  ])('%s', async (_, steps, own, later) => {
    expect(await after(steps)).toEqual({ own, later });
  });

  test('may have any name, and leaves nothing else behind', async () => {
    const { disk, sync } = machine();
    for (const name of ['a/b', '..', 'ü']) {
      disk.write(name, bytesOf(name));
      await sync(name);
    }
    expect(['a/b', '..', 'ü'].map((name) => read(machine().disk, name))).toEqual(['a/b', '..', 'ü']);
    expect(readdirSync(directory)).toHaveLength(3);
  });

  test('is as it was when it was written: later changes to the bytes do not count', async () => {
    const { disk, sync } = machine();
    const bytes = bytesOf('good');
    disk.append('log', bytes);
    bytes.fill(0);
    await sync();
    expect(read(machine().disk)).toBe('good');
  });
});

test('a torn write leaves the writes before it, and a part of it that is neither nothing nor all', async () => {
  const texts = new Set<string | undefined>();
  for (let seed = 1; seed <= 40; seed++) {
    rmSync(directory, { recursive: true, force: true });
    directory = mkdtempSync(join(tmpdir(), 'harness-files-'));
    const { disk, sync } = machine(seed);
    disk.append('log', bytesOf('kept,'));
    await sync();
    for (const text of ['one,', 'two,']) disk.append('log', bytesOf(text));
    const lost = disk.fail('tear');
    const text = read(machine().disk) ?? '';
    expect('kept,one,two,'.startsWith(text)).toBe(true);
    expect(lost).toBe('kept,one,two,'.length - text.length);
    expect(['kept,', 'kept,one,', 'kept,one,two,']).not.toContain(text);
    texts.add(text);
  }
  expect(texts.size).toBe(6);
});

test('a replacement is torn as a whole', async () => {
  for (let seed = 1; seed <= 10; seed++) {
    const { disk, sync } = machine(seed);
    disk.write('log', bytesOf('old'));
    await sync();
    disk.write('log', bytesOf('newer'));
    expect(disk.fail('tear')).toBe(5);
    expect(read(machine().disk)).toBe('old');
  }
});

test('after a power failure nothing is synced any more, and nobody hears of a sync', async () => {
  const { disk } = machine();
  disk.append('log', bytesOf('lost'));
  let answers = 0;
  disk.sync('log', () => answers++);
  disk.fail('lose');
  disk.sync('log', () => answers++);
  await new Promise((resolve) => setImmediate(resolve));
  expect(answers).toBe(0);
});

test('syncs fail with the given probability, say so, and count; the next one covers them', async () => {
  const { disk, sync, tally } = machine();
  disk.set({ slowMs: 0, failing: 0.5, isFull: false });
  let failed = 0;
  for (let i = 0; i < 100; i++) {
    disk.append('log', bytesOf('x'));
    if ((await sync()) !== undefined) failed++;
  }
  expect(failed).toBeGreaterThan(25);
  expect(failed).toBeLessThan(75);
  expect(tally).toMatchObject({ syncs: 100, syncsFailed: failed });
  disk.set({ slowMs: 0, failing: 0, isFull: false });
  disk.append('log', bytesOf('x'));
  expect(await sync()).toBeUndefined();
  expect(read(machine().disk)).toBe('x'.repeat(101));
});

test('a full disk refuses a sync that has something to write, and only that', async () => {
  const { disk, sync, tally } = machine();
  disk.append('log', bytesOf('a'));
  await sync();
  disk.set({ slowMs: 0, failing: 0, isFull: true });
  expect(await sync()).toBeUndefined();
  disk.append('log', bytesOf('b'));
  expect(await sync()).toBeInstanceOf(NoSpace);
  expect(tally).toMatchObject({ syncsFailed: 0, syncsRefused: 1 });
  expect([read(disk), read(machine().disk)]).toEqual(['ab', 'a']);
});

test.runIf(existsSync('/dev/full'))('a disk that is really full is known as such', async () => {
  symlinkSync('/dev/full', join(directory, 'f-log'));
  const { disk, sync } = machine();
  disk.append('log', bytesOf('x'));
  const error = await sync();
  expect(error).toBeInstanceOf(NoSpace);
  expect(error?.message).toMatch(/^sync failed: ENOSPC: no space left on device/);
});

test.skipIf(process.getuid?.() === 0)('a disk that is really bad says so, too', async () => {
  const { disk, sync } = machine();
  chmodSync(directory, 0o500);
  disk.append('log', bytesOf('x'));
  expect((await sync())?.message).toMatch(/^sync failed: .*EACCES/);
  chmodSync(directory, 0o700);
});
