/**
 * The command on real processes, as people run it, and what is left of it however it ends: no process, and no file but those
 * of the run. Nodes are found by what they are called with, in whatever namespace they are.
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { listRuns, openRun, reportFile } from '../../histories/index.ts';
import { build, root } from '../built.support.ts';
import { reasonToSkip } from '../core/optional.support.ts';
import { fabrics } from '../environments/local/fabric/index.ts';

beforeAll(build, 300_000);

/** A folder to run in, with a temporary folder of its own, by which all that belongs to it can be told. */
class Place {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'harness-real-')));
  readonly #temporary = join(this.folder, 'tmp');

  constructor() {
    mkdirSync(this.#temporary);
  }

  harness(typed: string, env: Record<string, string> = {}) {
    const words = [join(root, 'bin', 'harness.js'), ...typed.split(' ')];
    // An end in good order may take as long as an operation may.
    const options = { cwd: this.folder, reject: false, forceKillAfterDelay: false } as const;
    return execa('node', words, { ...options, env: { TMPDIR: this.#temporary, ...env } });
  }

  get run(): string {
    return realpathSync(join(this.folder, 'store', 'latest'));
  }

  /** Once nemeses are at work, and some node is paused. */
  async underWay(): Promise<void> {
    await soon(() => expect(readFileSync(join(this.run, 'history.jsonl'), 'utf8')).toContain('"paused":["n'));
  }

  /** Processes that were told the name of the temporary folder, in whatever namespace. */
  get processes(): readonly string[] {
    const numbers = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    return numbers.map(commandLine).filter((line) => line.includes(this.#temporary));
  }

  /** Below the temporary folder; the registry itself may stay, if it is empty. */
  get files(): readonly string[] {
    return readdirSync(this.#temporary).flatMap((name) => readdirSync(join(this.#temporary, name)));
  }

  expectNothingLeft(): void {
    expect({ processes: this.processes, files: this.files }).toEqual({ processes: [], files: [] });
  }
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

const soon = <T>(check: () => T): Promise<T> => vi.waitFor(check, { timeout: 30_000, interval: 50 });

/** A test in a place of its own. */
function inPlace(body: (place: Place) => Promise<void>): () => Promise<void> {
  return async () => {
    const place = new Place();
    try {
      await body(place);
    } finally {
      rmSync(place.folder, { recursive: true, force: true });
    }
  };
}

const LONG =
  'test --env local --nodes 3 --nemesis pause,kill,partition --nemesis-interval 0.3 --seed 7 --time-limit 1000 --op-timeout 1';

for (const { name, probe } of Object.values(fabrics)) {
  const probed = await probe();
  const reason = reasonToSkip('local', probed.ok ? undefined : `${name}: ${probed.reason}`);
  const skipped = reason !== undefined || process.platform !== 'linux';
  describe.skipIf(skipped)(
    `${name}${reason === undefined ? '' : ` (skipped: ${reason})`}`,
    { concurrent: true },
    () => {
      test(
        'a run is stored with the fabric that it was on, the logs of its nodes and their ends',
        inPlace(async (place) => {
          const typed = 'test --env local --nodes 3 --nemesis kill --nemesis-interval 0.3 --time-limit 1';
          const { stdout, exitCode, stderr } = await place.harness(`${typed} --fabric ${name}`);
          expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
          expect(stdout.replaceAll(/\s+/g, ' ')).toContain(`environment local (fabric ${name})`);
          expect(openRun(place.run).plan).toMatchObject({ env: 'local', fabric: name });
          const logs = ['n1', 'n2', 'n3'].map((node) => readFileSync(join(place.run, 'nodes', `${node}.log`), 'utf8'));
          for (const log of logs)
            expect(log).toMatch(/^\d+\.\d{6} started .*process ended: signal SIGKILL, as it was told/s);
          place.expectNothingLeft();
        }),
      );

      // Signals take the same way through both kinds of namespaces.
      test.each(
        name === 'rootless'
          ? ([['SIGINT', 130]] as const)
          : ([
              ['SIGINT', 130],
              ['SIGTERM', 143],
            ] as const),
      )('%s heals, saves, and leaves nothing behind', (signal, expected) =>
        inPlace(async (place) => {
          const child = place.harness(`${LONG} --fabric ${name}`);
          await place.underWay();
          // A kill may have hit all of them just now.
          await soon(() => expect(place.processes).not.toEqual([]));
          child.kill(signal);
          const { exitCode, stdout } = await child;
          expect(exitCode).toBe(expected);
          expect(stdout).toMatch(/^UNKNOWN {2}.* interrupted\s+after/s);
          const { history } = openRun(place.run).history();
          expect(history.at(-1)).toMatchObject({ f: 'heal-all', value: { phase: 'done' } });
          place.expectNothingLeft();
        })(),
      );

      test(
        'a crash of ours leaves nothing behind',
        inPlace(async (place) => {
          // In the process that runs the nodes, and not in the one that waits for it.
          const isIt = name === 'proxy' ? 'true' : "'HARNESS_INSIDE' in process.env";
          const stray = `data:text/javascript,${encodeURIComponent(`
          import { existsSync } from 'node:fs';
          const timer = setInterval(() => {
            if (!existsSync(process.env.CRASH_WHEN) || !(${isIt})) return;
            clearInterval(timer);
            throw new Error('a stray');
          }, 10);
          timer.unref();
        `)}`;
          const when = join(place.folder, 'now');
          const env = { NODE_OPTIONS: `--import ${stray}`, CRASH_WHEN: when };
          const child = place.harness(`${LONG} --fabric ${name}`, env);
          await place.underWay();
          mkdirSync(when);
          const { exitCode, stderr } = await child;
          expect(exitCode).toBe(255);
          expect(stderr).toContain('a stray');
          await soon(() => place.expectNothingLeft());
        }),
      );

      test(
        'after SIGKILL no process is left, and the next command removes the rest',
        inPlace(async (place) => {
          const child = place.harness(`${LONG} --fabric ${name}`);
          await place.underWay();
          child.kill('SIGKILL');
          await child;
          await soon(() => expect(place.processes).toEqual([]));
          // Its folder, mostly: the inner process may have had the time to remove it.
          const { exitCode } = await place.harness('clean');
          expect(exitCode).toBe(0);
          place.expectNothingLeft();
        }),
      );
    },
  );
}

test(
  'a replay repeats the plan, and says that time was real',
  inPlace(async (place) => {
    await place.harness('test --env local --fabric proxy --nodes 3 --time-limit 1');
    const { exitCode, stdout } = await place.harness('replay latest');
    expect(exitCode).toBe(0);
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(/ the same plan, in real time: what processes do then does not/);
  }),
);

test.each([
  ['--nemesis packet:reorder', /^nemesis packet:reorder needs reorder of links, and this network can do cut, one-way/],
  ['--fabric token-ring', /^unknown fabric token-ring; known are: auto, netns, rootless, proxy$/],
])('%s is refused in one sentence', (typed, sentence) =>
  inPlace(async (place) => {
    const fabric = typed.includes('--fabric') ? '' : ' --fabric proxy';
    const { exitCode, stdout, stderr } = await place.harness(`test --env local --nodes 3 ${typed}${fabric}`);
    expect({ exitCode, stdout }).toEqual({ exitCode: 254, stdout: '' });
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toContain('\n');
    // What never ran is no run.
    expect(existsSync(join(place.folder, 'store', 'raft-register'))).toBe(false);
    place.expectNothingLeft();
  })(),
);

test(
  'a store in which nothing can be called latest is refused, and the cluster that runs by then is stopped',
  inPlace(async (place) => {
    mkdirSync(join(place.folder, 'store', 'latest'), { recursive: true });
    const { exitCode, stderr } = await place.harness('test --env local --fabric proxy --nodes 3 --time-limit 1');
    expect(exitCode).toBe(254);
    expect(stderr).toMatch(/^cannot link \S+latest: [^\n]+$/);
    expect(readdirSync(join(place.folder, 'store'))).toEqual(['latest']);
    place.expectNothingLeft();
  }),
);

test(
  'a series keeps its failing runs with their reports',
  inPlace(async (place) => {
    const typed = 'test --env local --fabric proxy --nodes 3 --nemesis kill:none --time-limit 1 --test-count 2';
    expect((await place.harness(typed)).exitCode).toBe(2);
    const kept = listRuns(join(place.folder, 'store'));
    expect(kept.map(({ path }) => existsSync(join(path, reportFile)))).toEqual([true, true]);
  }),
);
