/**
 * Entering namespaces: what goes through (words, output, exit code, each signal once, files of the right owner), and that
 * nothing is left when the outer process is killed. Nothing can be asked of a process in a namespace that is gone, so its
 * node writes to a file for as long as it lives.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { transpile } from '../transpiled.support.ts';
import { missing } from './namespaces.support.ts';

const NOBODY = 65_534;
const SLOW = { timeout: 20_000, interval: 20 };

const built = mkdtempSync(join(tmpdir(), 'harness-enter-'));
const program = transpile(fileURLToPath(new URL('./enter.support.ts', import.meta.url)), built);
chmodSync(built, 0o755);
afterAll(() => rmSync(built, { recursive: true, force: true }));

let folder: string;
let children: Outer[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'harness-enter-'));
  chmodSync(folder, 0o777);
  children = [];
});
afterEach(() => {
  for (const { child } of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

class Outer {
  readonly child: ChildProcessByStdio<null, Readable, null>;
  readonly lines: string[] = [];
  /** The exit code, once all output has come. */
  readonly ended: Promise<number | null>;

  constructor(words: readonly string[], uid?: number) {
    this.child = spawn(process.execPath, [program, ...words], {
      stdio: ['ignore', 'pipe', 'inherit'],
      ...(uid === undefined ? {} : { uid, gid: uid }),
    });
    createInterface({ input: this.child.stdout }).on('line', (line) => this.lines.push(line));
    this.ended = once(this.child, 'close').then(([code]) => code);
    children.push(this);
  }

  async said(line: string): Promise<void> {
    const over = this.ended.then((code) => expect.fail(`ended with ${code} before it said ${line}`));
    await Promise.race([over, vi.waitFor(() => expect(this.lines).toContain(line), SLOW)]);
  }
}

const read = (file: string): string => readFileSync(file, 'latin1');

/** Whatever wrote to it does not any more. */
async function expectSilence(file: string): Promise<void> {
  await vi.waitFor(async () => {
    const before = read(file);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(read(file)).toBe(before);
  }, SLOW);
}

for (const name of ['netns', 'rootless'] as const) {
  const reason = await missing(name);
  describe.skipIf(reason !== undefined)(`${name}${reason === undefined ? '' : ` (${reason})`}`, () => {
    test.each([
      ['exit', 42],
      ['nothing', 0],
    ])('the exit code of %s goes through', async (task, code) => {
      expect(await new Outer([name, task]).ended).toBe(code);
    });

    test('relative paths mean the same, and files belong to the user', async () => {
      const asNobody = name === 'rootless' && process.getuid?.() === 0;
      const uid = asNobody ? NOBODY : process.getuid?.();
      const file = join(folder, 'written');
      const outer = new Outer([name, 'write', relative(process.cwd(), file)], asNobody ? NOBODY : undefined);
      expect(await outer.ended).toBe(0);
      expect(JSON.parse(read(file))).toEqual({ fabric: name, uid, pid: 1 });
      expect(statSync(file).uid).toBe(uid);
    });

    test.each(['nodes', 'deaf'])(
      'a SIGKILL of the outer process ends everything, also where the inner one is %s',
      async (task) => {
        const file = join(folder, 'alive');
        const outer = new Outer([name, task, file]);
        await outer.said('ready');
        await vi.waitFor(() => read(file), SLOW);
        outer.child.kill('SIGKILL');
        await outer.ended;
        await expectSilence(file);
      },
    );

    test('one that is given up has not begun, and is gone', async () => {
      const file = join(folder, 'written');
      const outer = new Outer([name, 'give-up', file]);
      expect(await outer.ended).toBe(0);
      expect(existsSync(`${file}.asks`)).toBe(true);
      expect(existsSync(file)).toBe(false);
    });

    // The two differ by a flag of one command: where both can be had, the rest is seen once.
    if (name === 'netns') return;

    test.each([
      ['SIGINT', 130],
      ['SIGTERM', 143],
    ] as const)('%s goes through once, and the inner process ends as it likes', async (signal, code) => {
      const file = join(folder, 'alive');
      const outer = new Outer([name, 'wait', file]);
      await outer.said('ready');
      outer.child.kill(signal);
      expect(await outer.ended).toBe(code);
      expect(outer.lines).toEqual(['ready', signal]);
      await expectSilence(file);
    });

    test('a second signal ends an inner process that does not hear', async () => {
      const file = join(folder, 'alive');
      const outer = new Outer([name, 'deaf', file]);
      await outer.said('ready');
      outer.child.kill('SIGINT');
      outer.child.kill('SIGTERM');
      expect(await outer.ended).toBe(137);
      await expectSilence(file);
    });
  });
}
