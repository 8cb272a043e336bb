/**
 * Brings dist up to date, for tests that start processes: those run what is compiled, and what is compiled must be what is
 * tested. Takes a second if there is nothing to do. Tests in several processes wait for each other.
 */
import { mkdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

export const root = fileURLToPath(new URL('../', import.meta.url));
const lock = join(root, 'dist', '.building');
/** No build takes so long: whoever held the lock was killed. */
const STALE_MS = 120_000;

export async function build(): Promise<void> {
  await take();
  try {
    // Under `npx vitest` the build would think that it is not wanted.
    const options = { cwd: root, env: { npm_command: 'test' }, reject: false, all: true } as const;
    const { exitCode, all } = await execa('node', ['scripts/build.mjs'], options);
    if (exitCode !== 0) throw new Error(`the sources do not compile:\n${all}`);
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

async function take(): Promise<void> {
  for (;;) {
    try {
      mkdirSync(dirname(lock), { recursive: true });
      mkdirSync(lock);
      return;
    } catch {
      const held = statSync(lock, { throwIfNoEntry: false });
      if (held !== undefined && Date.now() - held.mtimeMs > STALE_MS) rmSync(lock, { recursive: true, force: true });
      await sleep(50);
    }
  }
}
