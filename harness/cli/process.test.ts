/**
 * The command as people run it: bin/harness.js in a process of its own. What needs no process is tested without one; here
 * are signals, pipes, the disk, and the exit codes as a shell sees them.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { openRun } from '../../histories/index.ts';
import { build, root } from '../built.support.ts';

const bin = join(root, 'bin', 'harness.js');

let folder = '';
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'harness-process-')));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

beforeAll(build, 300_000);

function harness(typed: string, options: { env?: Record<string, string>; inputFile?: string } = {}) {
  const words = typed.split(' ');
  return execa('node', [bin, ...words], { cwd: folder, reject: false, stripFinalNewline: false, ...options });
}

/** A shell, in which the command is `harness`. */
function shell(script: string) {
  const defined = `set -o pipefail; harness() { ${process.execPath} ${bin} "$@"; }; ${script}`;
  return execa('bash', ['-c', defined], { cwd: folder, reject: false });
}

const LONG = 'test --nemesis partition --nemesis-interval 1 --seed 7 --time-limit 1000000';

/** Where the run is kept, once some of its history has reached the disk. */
function underWay(): Promise<string> {
  const latest = join(folder, 'store', 'latest');
  return vi.waitFor(
    () => {
      expect(readFileSync(join(latest, 'history.jsonl')).length).toBeGreaterThan(100_000);
      return realpathSync(latest);
    },
    { timeout: 30_000, interval: 20 },
  );
}

describe('exit codes', () => {
  test.each([
    ['test --time-limit 1', 0],
    ['bugs raft --bug log-not-synced', 0],
    ['test --bug log-not-synced --seed 1 --nemesis disk:lose-unsynced --nemesis-interval 1 --time-limit 30', 1],
    ['test --nemesis kill:none --time-limit 1', 2],
    ['test --nodes 0', 254],
    ['tset', 254],
  ])('%s: %i', async (typed, expected) => {
    const { exitCode, stdout, stderr } = await harness(typed);
    expect(exitCode).toBe(expected);
    // No progress where there is no terminal, and no stack anywhere.
    if (expected === 254)
      expect({ stdout, stderr }).toEqual({ stdout: '', stderr: expect.stringMatching(/^[^\n]+\n$/) });
    else expect(stderr).toBe('');
    expect(stdout).not.toContain('\x1b');
  });
});

test('--json is one object and nothing else', async () => {
  const { stdout, stderr } = await harness('test --time-limit 1 --json');
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^\{.*\}\n$/);
  const { run } = JSON.parse(stdout);
  expect(run).toBe(realpathSync(join(folder, 'store', 'latest')));
  const { stdout: judged } = await harness('check - --json', { inputFile: join(run, 'history.jsonl') });
  expect(JSON.parse(judged)).toMatchObject({ valid: true, source: 'stdin' });
});

test('COLUMNS and FORCE_COLOR count, NO_COLOR more so', async () => {
  const env = { COLUMNS: '60', FORCE_COLOR: '1', NO_COLOR: '' };
  const { stdout } = await harness('test --time-limit 1', { env });
  expect(stdout).toContain('\x1b[32mVALID');
  const { stdout: plain } = await harness('test --time-limit 1', { env: { ...env, NO_COLOR: '1' } });
  expect(plain).not.toContain('\x1b');
  expect(Math.max(...plain.split('\n').map((line) => line.length))).toBeLessThanOrEqual(60);
});

describe.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s', (signal, expected) => {
  test('heals, saves, prints what there is', async () => {
    const child = harness(LONG);
    const run = await underWay();
    child.kill(signal);
    const { exitCode, stdout, stderr } = await child;
    expect({ exitCode, stderr }).toEqual({
      exitCode: expected,
      stderr: 'interrupted: ending in good order with what there is; once more quits at once\n',
    });
    // Nothing was asked of the healed cluster, so that its liveness is unknown; the rest is known.
    expect(stdout).toMatch(/^UNKNOWN {2}\d of \d checkers passed, interrupted after [^\n]+ of\s/);
    expect(stdout).toMatch(/\nStored {8}\S+\nReport {8}.+\nExplain\s.+(?:\n.+)*\nReplay {8}npx harness test --seed 7 /);
    const { results, history } = openRun(run);
    expect(results).toMatchObject({ interrupted: true, valid: 'unknown' });
    const { history: events, warnings } = history();
    expect(warnings).toEqual([]);
    expect(events.at(-1)).toMatchObject({ process: 'nemesis', f: 'heal-all', value: { phase: 'done' } });
  });
});

test('a hunt in threads finds what a hunt in one thread finds', async () => {
  const hunt = async (jobs: number) => {
    const typed = `bugs raft --bug votes-twice --bug retry-applied-twice --bug log-not-synced --jobs ${jobs} --json`;
    const { exitCode, stdout, stderr } = await harness(typed);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    return JSON.parse(stdout).bugs.map(({ wallMs: _, ...bug }: { wallMs: number }) => bug);
  };
  expect(await hunt(3)).toEqual(await hunt(1));
});

test('SIGINT ends a hunt and a series with what they found', async () => {
  for (const [typed, text] of [
    [
      'bugs --bug leader-not-counted --bug stale-leader-serves-reads --max-runs 1000000 --seed 1000',
      /planted bugs? found/,
    ],
    ['test --time-limit 10 --test-count 1000000', /runs?: .*\s.*interrupted\s+after/],
  ] as const) {
    const child = harness(typed, { env: { NODE_OPTIONS: `--import ${interruptedOnceRunning}` } });
    const { exitCode, stdout } = await child;
    expect(exitCode).toBe(130);
    expect(stdout).toMatch(text);
  }
});

/** Interrupts its own process as soon as that has learned what to do then. */
const interruptedOnceRunning = `data:text/javascript,${encodeURIComponent(`
  const timer = setInterval(() => {
    if (process.listenerCount('SIGINT') === 0) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGINT');
  }, 10);
`)}`;

test('SIGKILL leaves the history whole up to the last event', async () => {
  const child = harness(LONG);
  const run = await underWay();
  child.kill('SIGKILL');
  await child;
  const { history, warnings } = openRun(run).history();
  expect(history.length).toBeGreaterThan(500);
  expect(warnings.length).toBeLessThanOrEqual(1);
  expect(existsSync(join(run, 'results.json'))).toBe(false);
  const { exitCode, stdout, stderr } = await harness('check latest --json');
  expect(stderr.split('\n').filter((line) => line !== '')).toEqual(warnings);
  // It was cut off before the healing: safe so far, and nobody knows about its liveness.
  expect({ exitCode, valid: JSON.parse(stdout).valid }).toEqual({ exitCode: 2, valid: 'unknown' });
  const linearizable = await harness('check latest --model cas-register --json');
  expect(JSON.parse(linearizable.stdout)).toMatchObject({ valid: true });
});

test('a reader that goes away is no error', async () => {
  const child = harness('list');
  // Before it has written anything, so that it does meet a closed pipe.
  child.stdout.destroy();
  expect(await child).toMatchObject({ exitCode: 0, stderr: '' });
  expect(await shell('harness list | head -1')).toMatchObject({ exitCode: 0, stdout: 'targets', stderr: '' });
});

describe.runIf(process.platform === 'linux')('a full disk', () => {
  test('behind the standard output', async () => {
    const { exitCode, stderr } = await shell('harness list > /dev/full');
    expect(exitCode).toBe(254);
    expect(stderr).toMatch(/^cannot write to the standard output: ENOSPC[^\n]*$/);
  });

  test('behind the history, here a limit on the size of files', async () => {
    const { exitCode, stdout, stderr } = await shell(`ulimit -f 64; harness ${LONG} --store here`);
    expect({ exitCode, stdout }).toEqual({ exitCode: 254, stdout: '' });
    expect(stderr).toMatch(/^cannot write \S+: the file is larger than [^\n]+; the first \d+ lines are saved$/);
    const { history } = openRun(join(folder, 'here', 'latest')).history();
    expect(history.length).toBeGreaterThan(100);
  });
});

test('what is thrown where nobody waits for it is a crash of ours, not a verdict', async () => {
  const stray = `data:text/javascript,${encodeURIComponent(`
    const timer = setInterval(() => {
      if (process.listenerCount('uncaughtException') === 0) return;
      clearInterval(timer);
      throw new Error('a stray');
    }, 10);
  `)}`;
  const { exitCode, stdout, stderr } = await harness(LONG, { env: { NODE_OPTIONS: `--import ${stray}` } });
  expect({ exitCode, stdout }).toEqual({ exitCode: 255, stdout: '' });
  expect(stderr).toMatch(/^This is a bug of the harness, not of the system under test: [^\n]+\nError: a stray\n\s+at /);
});

test('an unbuilt harness says how to build it', async () => {
  mkdirSync(join(folder, 'bin'));
  cpSync(bin, join(folder, 'bin', 'harness.js'));
  cpSync(join(root, 'package.json'), join(folder, 'package.json'));
  const { exitCode, stderr } = await execa('node', ['bin/harness.js'], { cwd: folder, reject: false });
  expect({ exitCode, stderr }).toEqual({
    exitCode: 254,
    stderr: 'harness is not built yet: run `npm ci` (or `npm run build`) first.',
  });
  expect(readdirSync(folder).sort()).toEqual(['bin', 'package.json']);
});
