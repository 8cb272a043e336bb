/** `harness clean`: nothing to do, and something; what is looked for and left alone is tested beside the sweep. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { beforeEach, expect, test, vi } from 'vitest';
import { Sandbox } from '../cli.support.ts';

const sandbox = new Sandbox();
beforeEach(() => {
  vi.stubEnv('TMPDIR', sandbox.path());
  return () => vi.unstubAllEnvs();
});

/** A run of an earlier boot. */
function leave(run: string): string {
  const folder = sandbox.path(`harness-${process.getuid?.()}`, run);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const owner = { pid: 1, started: 'earlier@1', space: '' };
  writeFileSync(`${folder}.json`, JSON.stringify({ run, owner, processes: [] }));
  return folder;
}

test('says so if there is nothing to clean', async () => {
  expect(await sandbox.run('clean')).toEqual({ code: 0, out: 'nothing to clean\n', err: '' });
});

test('says what it removed, and then there is nothing left', async () => {
  const folder = leave('run-1');
  const { code, out } = await sandbox.run('clean', { env: { COLUMNS: '80' } });
  expect(code).toBe(0);
  expect(out.replaceAll(/\s/g, '')).toContain(`run-1folder${folder}`);
  expect((await sandbox.run('clean')).out).toBe('nothing to clean\n');
});

test('tells machines', async () => {
  const what = leave('run-1');
  expect(await sandbox.json('clean')).toEqual({
    code: 0,
    said: { removed: [{ run: 'run-1', kind: 'folder', what }] },
  });
});
