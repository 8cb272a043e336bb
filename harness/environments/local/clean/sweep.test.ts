/**
 * What is left of a run that was killed is found and removed, and nothing else is: owners and processes are real ones, and
 * each case that must be left alone looks like one that must not.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { UserError } from '../../../core/errors.ts';
import { transpile } from '../transpiled.support.ts';
import { identityOf, isAlive } from './identity.ts';
import { type Entry, RunEntry, registryFolder } from './registry.ts';
import { sweep } from './sweep.ts';

const built = mkdtempSync(join(tmpdir(), 'harness-owner-'));
const program = transpile(fileURLToPath(new URL('./owner.support.ts', import.meta.url)), built);
afterAll(() => rmSync(built, { recursive: true, force: true }));

let registry: string;
let children: ChildProcess[];
beforeEach(() => {
  registry = mkdtempSync(join(tmpdir(), 'harness-sweep-'));
  children = [];
});
afterEach(async () => {
  vi.unstubAllEnvs();
  // Their processes are found only once the owners are gone.
  await Promise.all(children.filter(({ exitCode, signalCode }) => (exitCode ?? signalCode) === null).map(end));
  await sweep(registry);
  rmSync(registry, { recursive: true, force: true });
});

/** Returns the owner of a new run, and the number of the run's process. */
async function startRun(run: string): Promise<{ owner: ChildProcess; pid: number }> {
  const owner = spawn(process.execPath, [program, registry, run], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(owner);
  const [said] = await once(owner.stdout, 'data');
  return { owner, pid: Number(said) };
}

/** An empty folder may be gone altogether. */
const left = (): readonly string[] => (existsSync(registry) ? readdirSync(registry) : []);

function innocent(): number {
  const child = spawn('sleep', ['600'], { stdio: 'ignore' });
  children.push(child);
  return child.pid ?? 0;
}

async function end(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

const self = identityOf(process.pid) ?? expect.fail('this process cannot find itself');
/** Started before anything that runs now, in this boot. */
const gone = { ...self, started: self.started.replace(/@.*/, '@1') };

function write(run: string, entry: Partial<Entry>): void {
  writeFileSync(join(registry, `${run}.json`), JSON.stringify({ run, owner: gone, processes: [], ...entry }));
}

test('a run whose owner was killed is ended and removed, while another one goes on', async () => {
  const killed = await startRun('killed');
  const other = await startRun('other');
  process.kill(killed.pid, 'SIGSTOP');
  expect(await sweep(registry)).toEqual([]);
  await end(killed.owner);
  expect(await sweep(registry)).toEqual([
    { run: 'killed', kind: 'process', what: `n1 (process ${killed.pid})` },
    { run: 'killed', kind: 'folder', what: join(registry, 'killed') },
  ]);
  expect(identityOf(killed.pid)).toBeUndefined();
  expect(identityOf(other.pid)).toBeDefined();
  expect(readdirSync(registry).sort()).toEqual(['other', 'other.json']);
  expect(await sweep(registry)).toEqual([]);
});

test.each([
  ['once more', true, JSON.stringify({ run: 'killed', owner: gone, processes: [] })],
  ['once more, and came half way', true, '{"run":"kil'],
  ['for the first time', false, JSON.stringify({ run: 'killed', owner: gone, processes: [] })],
])('a run that was killed while it wrote its entry %s leaves nothing', async (_, wasWritten, text) => {
  if (wasWritten) write('killed', {});
  writeFileSync(join(registry, 'killed.json.new'), text);
  await sweep(registry);
  expect(left()).toEqual([]);
});

test('an entry that is being written is left to who writes it', async () => {
  write('again', { owner: self });
  for (const run of ['again', 'first'])
    writeFileSync(join(registry, `${run}.json.new`), JSON.stringify({ run, owner: self, processes: [] }));
  await sweep(registry);
  expect([...left()].sort()).toEqual(['again.json', 'again.json.new', 'first.json.new']);
});

test('an empty folder goes, too, and is not missed', async () => {
  const folder = join(registry, 'user');
  mkdirSync(folder);
  for (let i = 0; i < 2; i++) expect(await sweep(folder)).toEqual([]);
  expect(existsSync(folder)).toBe(false);
});

test('sweeping twice at once does no harm', async () => {
  const { owner, pid } = await startRun('killed');
  await end(owner);
  const removed = await Promise.all([sweep(registry), sweep(registry)]);
  expect(removed.flat()).toContainEqual({ run: 'killed', kind: 'process', what: `n1 (process ${pid})` });
  expect(left()).toEqual([]);
});

test('a run that ends in good order leaves nothing', () => {
  const folder = join(registry, 'user');
  const other = new RunEntry('other', folder);
  const entry = new RunEntry('run', folder);
  entry.addProcess('n1', innocent());
  writeFileSync(join(entry.folder, 'data'), 'x');
  entry.close();
  expect(readdirSync(folder).sort()).toEqual(['other', 'other.json']);
  other.close();
  expect(existsSync(folder)).toBe(false);
  // Somebody else's end takes the folder away under one that begins.
  new RunEntry('late', folder).close();
  entry.close();
});

describe('left alone', () => {
  test('a process that was given the number of one that has ended', async () => {
    const pid = innocent();
    write('run', { processes: [{ ...gone, name: 'n1', pid }] });
    expect(await sweep(registry)).toEqual([]);
    expect(identityOf(pid)).toBeDefined();
    expect(left()).toEqual([]);
  });

  test('what belongs to another namespace of processes, where numbers mean others', async () => {
    const pid = innocent();
    const elsewhere = { space: 'pid:[1]' };
    write('owner', { owner: { ...gone, ...elsewhere } });
    write('process', { processes: [{ ...(identityOf(pid) ?? gone), ...elsewhere, name: 'n1' }] });
    expect(await sweep(registry)).toEqual([]);
    expect(identityOf(pid)).toBeDefined();
    expect(readdirSync(registry)).toEqual(['owner.json']);
  });

  test('an entry that cannot be read, until it is old', async () => {
    for (const [run, text] of [
      ['torn', '{"run":"torn"'],
      ['all', JSON.stringify({ run: 'all', owner: gone, processes: [{ ...self, pid: -1 }] })],
      ['first', JSON.stringify({ run: 'first', owner: gone, processes: [{ ...self, pid: 1 }] })],
    ] as const) {
      writeFileSync(join(registry, `${run}.json`), text);
    }
    await sweep(registry);
    expect(readdirSync(registry)).toHaveLength(3);
    for (const file of readdirSync(registry)) utimesSync(join(registry, file), 0, 0);
    await sweep(registry);
    expect(left()).toEqual([]);
  });

  test('what is outside of the folder, whatever an entry is called', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'harness-outside-'));
    try {
      writeFileSync(join(outside, 'data'), 'x');
      const inner = join(outside, 'registry');
      mkdirSync(inner);
      for (const name of ['.', '..', '', '.hidden']) writeFileSync(join(inner, `${name}.json`), '{}');
      symlinkSync(outside, join(inner, 'link'));
      writeFileSync(join(inner, 'link.json'), JSON.stringify({ run: '../..', owner: gone, processes: [] }));
      for (const file of readdirSync(inner)) if (file !== 'link') utimesSync(join(inner, file), 0, 0);
      expect(await sweep(inner)).toEqual([]);
      expect(readFileSync(join(outside, 'data'), 'utf8')).toBe('x');
      expect(existsSync(join(inner, 'link'))).toBe(false);
    } finally {
      rmSync(outside, { recursive: true, force: true });
    }
  });
});

test('the remains of a process, which its parent has not taken notice of, are no process', async () => {
  // The shell becomes a program that asks after no child.
  const parent = spawn('sh', ['-c', 'sleep 0.1 & echo $!; exec sleep 600'], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(parent);
  const [pid] = await once(parent.stdout, 'data');
  await vi.waitFor(() => expect(identityOf(Number(pid))).toBeUndefined(), 10_000);
});

test('nothing of an earlier boot can be running', () => {
  expect(isAlive(self)).toBe(true);
  expect(isAlive({ ...self, started: self.started.replace(/.*@/, 'earlier@'), space: 'pid:[1]' })).toBe(
    process.platform === 'linux' ? false : undefined,
  );
});

describe("the user's folder", () => {
  beforeEach(() => vi.stubEnv('TMPDIR', registry));
  const name = () => join(registry, `harness-${process.getuid?.()}`);

  test('is made, for nobody else to read', () => {
    expect(registryFolder()).toBe(name());
    expect(registryFolder()).toBe(name());
  });

  test('is refused where somebody else has put a link', () => {
    mkdirSync(join(registry, 'other'));
    symlinkSync(join(registry, 'other'), name());
    expect(registryFolder).toThrow(UserError);
  });

  test.skipIf(process.getuid?.() !== 0)('is refused where it is of somebody else', () => {
    mkdirSync(name());
    chownSync(name(), 65_534, 65_534);
    expect(registryFolder).toThrow(/is not a folder of yours: remove it, or set TMPDIR/);
  });

  test.each(['../x', '.x', '', 'a/b'])('has no place for a run called %j', (run) => {
    expect(() => new RunEntry(run, registry)).toThrow('not a run');
  });
});
