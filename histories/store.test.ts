import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../harness/core/errors.ts';
import type { Op } from './op.ts';
import { pointLatest } from './runs/latest.ts';
import { AppendFile, createRun, HistoryWriter, listRuns, openRun, RUN_VERSION, type RunName } from './store.ts';

let root = '';
let store = '';
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'histories-')));
  store = join(root, 'store');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const name: RunName = { target: 'raft', workload: 'register', startedAt: new Date(0), seed: 42 };
const at = (ms: number): RunName => ({ ...name, startedAt: new Date(ms) });
const events = (count: number): Op[] =>
  Array.from({ length: count }, (_, index) => ({
    index,
    time: index,
    process: 0,
    type: index % 2 === 0 ? 'invoke' : 'ok',
    f: 'write',
    value: { value: 'ä'.repeat(20) },
  }));

/** Runs the work once, and expects of it one sentence for the user: a UserError on one line. */
function refuses(work: () => unknown, message: string): void {
  let thrown: unknown;
  try {
    work();
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(UserError);
  expect(String(thrown)).toContain(message);
  expect(String(thrown)).not.toContain('\n');
}

describe('a run that is made', () => {
  it('has a directory of its own, even among those of the same millisecond', () => {
    const paths = [createRun(store, name), createRun(store, name), createRun(store, name)].map(({ path }) => path);
    const first = join(store, 'raft-register', '1970-01-01T00-00-00.000Z-42');
    expect(paths).toEqual([first, `${first}-2`, `${first}-3`]);
  });

  it('cannot leave the store by its name', () => {
    const { path } = createRun(store, { ...name, target: '../../x', seed: '/etc' });
    expect(path).toBe(join(store, '.._.._x-register', '1970-01-01T00-00-00.000Z-_etc'));
  });

  it('can be opened and judged again', () => {
    const run = createRun(store, name);
    run.writeJson('plan.json', { version: RUN_VERSION, target: 'raft' });
    const writer = run.history();
    for (const op of events(10)) writer.append(op);
    writer.close();
    writer.close();
    const opened = openRun(run.path);
    expect(opened).toMatchObject({ path: run.path, name: run.name, test: 'raft-register', results: undefined });
    expect(opened.plan).toEqual({ version: RUN_VERSION, target: 'raft' });
    expect(opened.history()).toEqual({ history: events(10), warnings: [] });
    run.writeJson('results.json', { valid: true });
    expect(openRun(run.path).results).toEqual({ valid: true });
  });

  it('keeps what was flushed, in whole lines, while the writer is still open', () => {
    const writer = createRun(store, name).history();
    const lines = (): number => readFileSync(writer.path, 'utf8').split('\n').length - 1;
    const [first, ...rest] = events(10_000);
    if (first) writer.append(first);
    expect(lines()).toBe(0);
    writer.flush();
    expect(lines()).toBe(1);
    // About a megabyte: no more than the last 256 KiB may still be in memory, and no line is torn.
    for (const op of rest) writer.append(op);
    const text = readFileSync(writer.path, 'utf8');
    expect(text.endsWith('\n')).toBe(true);
    expect(lines()).toBeGreaterThan(6_000);
    writer.flush();
    expect(lines()).toBe(10_000);
    writer.close();
  });

  it('takes a hundred thousand events a second and more', () => {
    const ops = events(100_000);
    const writer = createRun(store, name).history();
    const started = performance.now();
    for (const op of ops) writer.append(op);
    writer.close();
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('has a log for each node, appended to when the node comes back', () => {
    const run = createRun(store, name);
    for (const line of ['started', 'started again']) {
      const log = run.nodeLog('n1:80/../x');
      log.write(line);
      log.close();
    }
    expect(readFileSync(join(run.path, 'nodes', 'n1_80_.._x.log'), 'utf8')).toBe('started\nstarted again\n');
  });

  it('replaces a JSON file as a whole, and leaves nothing beside it', () => {
    const run = createRun(store, name);
    run.writeJson('plan.json', { version: 1 });
    run.writeJson('plan.json', { version: 2 });
    expect(readFileSync(join(run.path, 'plan.json'), 'utf8')).toBe('{\n  "version": 2\n}\n');
    expect(readdirSync(run.path)).toEqual(['plan.json']);
  });
});

describe('latest', () => {
  function madeRun(options: RunName = name) {
    const run = createRun(store, options);
    run.writeJson('plan.json', { version: RUN_VERSION });
    run.linkLatest();
    return run;
  }

  it('is a relative link, in the store and in the test, to the newest run', () => {
    madeRun();
    const run = madeRun();
    expect(readlinkSync(join(store, 'latest'))).toBe(`raft-register/${run.name}`);
    expect(readlinkSync(join(store, 'raft-register', 'latest'))).toBe(run.name);
    for (const reference of [
      'latest',
      join(store, 'latest'),
      'raft-register',
      join(store, 'raft-register'),
      run.path,
      `raft-register/${run.name}`,
    ]) {
      expect(openRun(reference, store).path, reference).toBe(run.path);
    }
  });

  it.each(['EPERM', 'ENOSYS'])('is a text file where links are not to be had (%s)', (code) => {
    const run = madeRun();
    const other = madeRun();
    pointLatest(store, run.path, () => {
      throw Object.assign(new Error('no links here'), { code });
    });
    expect(lstatSync(join(store, 'latest')).isFile()).toBe(true);
    expect(openRun('latest', store).path).toBe(run.path);
    // And back again, once links are to be had.
    pointLatest(store, other.path);
    expect(openRun('latest', store).path).toBe(other.path);
  });

  it('says what is missing', () => {
    refuses(() => openRun('latest', store), `${store}/latest: there is no latest run; run a test first`);
    const run = madeRun();
    rmSync(run.path, { recursive: true });
    refuses(() => openRun('latest', store), 'there is no latest run');
    refuses(() => openRun('nowhere', store), `nowhere: no such run, neither here nor in the store ${store}`);
  });

  it('refuses to replace a directory of that name', () => {
    mkdirSync(join(store, 'latest', 'mine'), { recursive: true });
    refuses(() => madeRun(), `cannot link ${store}/latest: there is a directory where a file should be`);
    expect(existsSync(join(store, 'latest', 'mine'))).toBe(true);
  });
});

describe('a run that is opened', () => {
  it.each([
    [
      '{"version":2}',
      'expected version 1, got 2; open this run with the version of the harness that made it, or run the test again',
    ],
    ['{"target":"raft"}', 'expected version 1, got none'],
    ['[]', 'expected a JSON object with a field version, got []'],
    ['{"version":', 'expected JSON, got '],
  ])('is refused with a plan like %s', (plan, message) => {
    const run = createRun(store, name);
    writeFileSync(join(run.path, 'plan.json'), plan);
    refuses(() => openRun(run.path), `${run.path}/plan.json: ${message}`);
  });

  it('is refused without a plan, and can be opened, but not judged, without a history', () => {
    const run = createRun(store, name);
    refuses(() => openRun(run.path), `${run.path}: not a run directory, for it has no plan.json`);
    run.history().close();
    refuses(() => openRun(run.path), `${run.path}/plan.json: no such file; the run was cut off`);
    rmSync(join(run.path, 'history.jsonl'));
    run.writeJson('plan.json', { version: RUN_VERSION });
    refuses(() => openRun(run.path).history(), `${run.path}/history.jsonl: no such file; the run recorded no history`);
  });

  it('is refused with results that are no JSON', () => {
    const run = createRun(store, name);
    run.writeJson('plan.json', { version: RUN_VERSION });
    writeFileSync(join(run.path, 'results.json'), 'oops');
    refuses(() => openRun(run.path), `${run.path}/results.json: expected JSON`);
  });
});

describe('the list of runs', () => {
  it('is in order of time over all tests, without links and without what is no run', () => {
    const second = createRun(store, { ...at(2000), target: 'a' });
    const first = createRun(store, at(1000));
    createRun(store, at(3000));
    for (const run of [second, first]) run.writeJson('plan.json', { version: RUN_VERSION });
    first.writeJson('results.json', {});
    first.linkLatest();
    writeFileSync(join(store, 'notes.txt'), '');
    expect(listRuns(store)).toEqual([
      { path: first.path, test: 'raft-register', name: first.name, judged: true },
      { path: second.path, test: 'a-register', name: second.name, judged: false },
    ]);
  });

  it('is empty without a store', () => {
    expect(listRuns(store)).toEqual([]);
  });
});

describe('a store that cannot be written', () => {
  it('because a file is in its place', () => {
    writeFileSync(store, '');
    refuses(
      () => createRun(store, name),
      `cannot create ${store}/raft-register: a part of this path is a file, not a directory`,
    );
    refuses(() => createRun(join(store, 'deep', 'er'), name), 'a part of this path is a file');
    refuses(() => listRuns(store), `cannot read ${store}: a part of this path is a file`);
  });

  it('because a file is in the place of the test', () => {
    mkdirSync(store);
    writeFileSync(join(store, 'raft-register'), '');
    refuses(() => createRun(store, name), `cannot create ${store}/raft-register: something of this name is in the way`);
  });

  // Permissions do not bind root, so that there is nothing to see then.
  it.skipIf(process.getuid?.() === 0)('because it is not ours', () => {
    mkdirSync(store);
    chmodSync(store, 0o500);
    refuses(() => createRun(store, name), `cannot create ${store}/raft-register: permission denied`);
  });

  it('because a directory is in the place of a file', () => {
    const run = createRun(store, name);
    mkdirSync(join(run.path, 'results.json', 'x'), { recursive: true });
    mkdirSync(join(run.path, 'history.jsonl'));
    refuses(() => run.writeJson('results.json', {}), `cannot write ${run.path}/results.json: there is a directory`);
    refuses(() => run.history(), `cannot write ${run.path}/history.jsonl: there is a directory`);
  });

  // The device that is always full is Linux's own.
  describe.skipIf(!existsSync('/dev/full'))('because the disk is full', () => {
    const full = 'the disk is full; free some space or choose another store with --store';

    it('at the first event, and at every one after it', () => {
      const writer = new HistoryWriter('/dev/full');
      for (const op of events(2)) writer.append(op);
      refuses(() => writer.flush(), `cannot write /dev/full: ${full}; the first 0 lines are saved`);
      const [op] = events(1);
      refuses(() => op && writer.append(op), full);
      expect(() => writer.close()).not.toThrow();
    });

    it('when the file is closed, if that is when it is found out', () => {
      const file = new AppendFile('/dev/full');
      file.write('a line');
      refuses(() => file.close(), full);
      expect(() => file.close()).not.toThrow();
    });

    it('for JSON, of which the old version stays', () => {
      const run = createRun(store, name);
      run.writeJson('results.json', { valid: true });
      symlinkSync('/dev/full', join(run.path, '.results.json.tmp'));
      refuses(() => run.writeJson('results.json', { valid: false }), `cannot write ${run.path}/results.json: ${full}`);
      expect(readdirSync(run.path)).toEqual(['results.json']);
      expect(readFileSync(join(run.path, 'results.json'), 'utf8')).toContain('true');
    });
  });
});
