/**
 * A disk that becomes full in the middle of a run: one sentence, and everything up to there is saved. The file system is
 * the real one, but for a limit on how many bytes may be written to histories.
 */
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { openRun } from '../../histories/index.ts';
import { expectRefusal, Sandbox } from './cli.support.ts';

const disk = vi.hoisted(() => ({ freeBytes: Number.POSITIVE_INFINITY, code: 'ENOSPC' }));

vi.mock(import('node:fs'), async (load) => {
  const original = await load();
  const writeSync = (fd: number, bytes: Buffer, from = 0): number => {
    const room = Math.min(disk.freeBytes, bytes.length - from);
    if (room <= 0) throw Object.assign(new Error(`${disk.code}: no space`), { code: disk.code });
    disk.freeBytes -= room;
    return original.writeSync(fd, bytes, from, room);
  };
  return { ...original, writeSync: writeSync as typeof original.writeSync };
});

const sandbox = new Sandbox();
afterEach(() => {
  Object.assign(disk, { freeBytes: Number.POSITIVE_INFINITY, code: 'ENOSPC' });
});

describe.each([
  ['ENOSPC', 'the disk is full; free some space or choose another store with --store'],
  ['EDQUOT', 'the disk quota is used up; free some space or choose another store with --store'],
])('%s', (code, sentence) => {
  test('in the middle of a run', async () => {
    Object.assign(disk, { code, freeBytes: 20_000 });
    const said = await sandbox.run('test --nemesis kill --nemesis-interval 1 --time-limit 60 --seed 1');
    expectRefusal(said, /^cannot write \S+/, sentence, /; the first \d+ lines are saved\n$/);
    const path = sandbox.path('store', 'latest');
    const file = /^cannot write (\S+):/.exec(said.err)?.[1] ?? '';
    const lines = Number(/first (\d+) lines/.exec(said.err)?.[1]);
    expect(readFileSync(file, 'utf8').split('\n').length - 1).toBe(lines);
    const { history } = openRun(path).history();
    expect(history.length).toBeGreaterThan(10);
    // What there is can be judged.
    disk.freeBytes = Number.POSITIVE_INFINITY;
    const { code: judged, out } = await sandbox.run(`check ${path} --json`);
    expect({ judged, valid: JSON.parse(out).valid }).toEqual({ judged: 2, valid: 'unknown' });
  });
});

test('in the middle of a series: the failing runs are told all the same', async () => {
  disk.freeBytes = 20_000;
  const { code, out, err } = await sandbox.run(
    'test --nemesis kill:none --time-limit 2 --seed 1 --test-count 3 --json',
  );
  expect(err).toMatch(/^cannot write [^\n]*the disk is full[^\n]*; the series goes on, [^\n]+ not kept\n$/);
  const said = JSON.parse(out);
  expect({ code, counts: said.counts }).toEqual({ code: 2, counts: { valid: 0, invalid: 0, unknown: 3, crashed: 0 } });
  expect(said.failures.at(-1)).toMatchObject({ seed: 3, run: null, replay: expect.stringContaining('--seed 3 ') });
});
