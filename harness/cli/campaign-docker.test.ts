/**
 * A campaign on containers: killed in the middle it goes on and its totals add up; the runs that failed are kept with their
 * reports, those that passed are not; and nothing of it is left in the engine. Without an engine it is unknown, and says why.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { listRuns, reportFile } from '../../histories/store.ts';
import { build, root } from '../built.support.ts';
import { JOURNAL, readJournal } from '../campaign/journal.ts';
import { thingsOf } from '../environments/docker/clean/remove.ts';
import { whyNoContainers } from '../environments/docker/docker.support.ts';
import { engineHere } from '../environments/docker/engine/engine.ts';
import { Sandbox } from './cli.support.ts';

const sandbox = new Sandbox();
const reason = await whyNoContainers();
const CAMPAIGN = '--env docker --target raft --nodes 3 --time-limit 3 --workload register --seed 3';

describe.skipIf(reason !== undefined)(`in containers${reason === undefined ? '' : ` (skipped: ${reason})`}`, () => {
  beforeAll(build, 300_000);

  /** What the engine has of ours. */
  const left = async (): Promise<number> => (await thingsOf((await engineHere()).docker)).length;

  test('killed by kill -9 it goes on, keeps what failed, and leaves nothing', async () => {
    const store = sandbox.path('store');
    const directory = join(store, 'campaigns', 'night');
    const bug = '--bug answered-before-replication --nemesis partition,kill --rate 60';
    const typed = `campaign ${CAMPAIGN} ${bug} --real-runs 3 --name night --store ${store}`;
    const killed = execa('node', [join(root, 'bin/harness.js'), ...typed.split(' ')], { reject: false });
    const done = () =>
      existsSync(directory) ? readFileSync(join(directory, JOURNAL), 'utf8').split('\n').length - 2 : 0;
    const isUnderWay = async () => done() > 0 && (await left()) > 0;
    await vi.waitUntil(isUnderWay, { timeout: 45_000, interval: 50 });
    killed.kill('SIGKILL');
    await killed;
    const before = readJournal(directory).records;
    const { code, said } = await sandbox.json(`campaign --resume ${directory} --store ${store}`);
    expect(code).toBe(0);
    const { records } = readJournal(directory);
    expect(records.slice(0, before.length)).toEqual(before);
    expect(records.map(({ number }) => number)).toEqual([0, 1, 2]);
    expect(said.totals).toMatchObject({ runs: 3, environments: { docker: 3 }, planted: [{ runs: 3 }] });
    const failed = records.filter(({ outcome }) => outcome === 'invalid');
    expect(failed.length).toBeGreaterThan(0);
    for (const { run } of failed) expect(existsSync(join(run ?? '', reportFile))).toBe(true);
    // That of the killed run has no results, and is nobody's.
    const kept = listRuns(store).flatMap(({ judged, path }) => (judged ? [path] : []));
    expect(kept).toEqual(records.flatMap(({ run }) => run ?? []));
    await vi.waitUntil(async () => (await left()) === 0, { timeout: 20_000, interval: 100 });
  });

  test('correct code passes, and nothing of it is kept', async () => {
    const store = sandbox.path('store');
    const { code, out } = await sandbox.run(`campaign ${CAMPAIGN} --nemesis pause --real-runs 1 --store ${store}`);
    expect({ code, out }).toEqual({
      code: 0,
      out: expect.stringMatching(/^VALID .*: 1 run\n\nRuns +1 valid; 1 in docker\n/),
    });
    expect(out).not.toMatch(/each core|situations/);
    expect(listRuns(store)).toEqual([]);
    expect(existsSync(join(store, 'latest'))).toBe(false);
    expect(await left()).toBe(0);
  });
});

test('without an engine it did nothing, which is not valid', async () => {
  vi.stubEnv('DOCKER_HOST', 'unix:///nonexistent/engine.sock');
  try {
    const { code, out } = await sandbox.run(`campaign ${CAMPAIGN} --real-runs 1 --store ${sandbox.path('store')}`);
    expect(code).toBe(2);
    expect(out).toMatch(/^UNKNOWN .*: 0 runs\n\nRuns +none; nothing in docker\n/);
    expect(out).toMatch(/Not done +docker: DOCKER_HOST is unix:\/\/\/nonexistent\/engine\.sock/);
  } finally {
    vi.unstubAllEnvs();
  }
});
