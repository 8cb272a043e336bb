/** `harness campaign` and `harness trends` as people type them; what a campaign is made of has tests of its own. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { reportFile } from '../../../histories/index.ts';
import { build, root } from '../../built.support.ts';
import { JOURNAL, readJournal } from '../../campaign/journal.ts';
import { totalsOf } from '../../campaign/totals.ts';
import { expectRefusal, Sandbox } from '../cli.support.ts';

const sandbox = new Sandbox();
const SMALL = '--target raft --nodes 3 --time-limit 3 --rate 30 --seed 5';
const campaign = (typed: string) => sandbox.run(`campaign ${typed} --store ${sandbox.path('store')}`);

test('a campaign of correct code is valid, is one screen, and is remembered', async () => {
  const { code, out, err } = await campaign(`${SMALL} --runs 6 --name quiet`);
  expect(err).toBe('');
  expect(code).toBe(0);
  expect(out).toMatch(/^VALID {2}campaign quiet, seed 5: 6 runs\n/);
  expect(out).toMatch(/Coverage +\d+ of 19 situations reached/);
  expect(out.split('\n').length).toBeLessThan(24);
  const { campaigns } = (await sandbox.json(`trends --store ${sandbox.path('store')}`)).said;
  expect(campaigns).toMatchObject([{ name: 'quiet', runs: 6, failures: 0, situations: 19 }]);
  await campaign(`${SMALL} --runs 6 --name again`);
  const drawn = await sandbox.run(`trends --store ${sandbox.path('store')}`);
  expect(drawn.out).toMatch(/Speed of raft, times real time on a core\n[\s\S]*┤|┼/);
  expect(drawn.out).toMatch(/quiet [^\n]+\nagain /);
});

test('a failure is told once for its cause, replays, is shrunk, and is a regression to commit', async () => {
  const typed =
    '--target raft --bug answered-before-replication --nemesis partition,kill --nodes 3 --time-limit 5 --seed 2';
  const { code, said } = await sandbox.json(
    `campaign ${typed} --runs 6 --name found --store ${sandbox.path('store')} --most-kept 1 --effort 1`,
  );
  expect(code).toBe(0);
  const { totals, findings } = said;
  expect(totals.outcomes.invalid).toBeGreaterThan(1);
  expect(totals.failures.length).toBeLessThan(totals.outcomes.invalid);
  expect(totals.planted).toMatchObject([{ bug: 'answered-before-replication', runs: 6, firstAfter: 1 }]);
  const [kept] = findings;
  expect(kept.shrunk).toMatch(/^from \d+ operations and \d+ faults to \d and \d$/);
  expect(JSON.parse(readFileSync(kept.regression, 'utf8'))).toMatchObject({
    bug: 'answered-before-replication',
    reproduction: { failure: { checker: kept.failing.checker } },
  });
  expect(existsSync(join(kept.run, reportFile))).toBe(true);
  const line = kept.replay.replace('npx harness ', '').split(' ');
  const replayed = await sandbox.run([...line, '--store', sandbox.path('store'), '--json']);
  expect(replayed.code).toBe(1);
  expect(JSON.parse(replayed.out)).toMatchObject({ operations: kept.failing.best.operations });
});

test('the shards of a campaign, together, are the campaign', async () => {
  const recordsOf = async (name: string, more = '') => {
    await campaign(`${SMALL} --runs 7 --name ${name} ${more}`);
    const folders = readdirSync(sandbox.path('store', 'campaigns')).filter((folder) => folder.startsWith(name));
    return folders.map((folder) => readJournal(sandbox.path('store', 'campaigns', folder)));
  };
  const [alone] = await recordsOf('alone');
  await recordsOf('both', '--shard 1/2');
  const both = await recordsOf('both', '--shard 2/2');
  expect(both.map(({ records }) => records.length).sort()).toEqual([3, 4]);
  const untimed = (journals: typeof both) =>
    journals
      .flatMap(({ records }) => records)
      .map(({ atMs: _at, wallMs: _wall, ...rest }) => rest)
      .sort((a, b) => a.number - b.number);
  expect(untimed(both)).toEqual(untimed(alone === undefined ? [] : [alone]));
});

describe('killed', () => {
  beforeAll(build, 300_000);

  test('by kill -9 in the middle, it goes on, and the totals add up', async () => {
    const bin = join(root, 'bin', 'harness.js');
    const store = sandbox.path('store');
    const directory = sandbox.path('store', 'campaigns', 'night');
    const typed = ['campaign', ...SMALL.split(' '), '--runs', '40', '--name', 'night', '--store', store, '--jobs', '2'];
    const process_ = execa('node', [bin, ...typed], { reject: false });
    const lines = () => readFileSync(join(directory, JOURNAL), 'utf8').split('\n').length - 2;
    await vi.waitFor(() => expect(lines()).toBeGreaterThan(3), { timeout: 30_000, interval: 5 });
    process_.kill('SIGKILL');
    await process_;
    const before = readJournal(directory).records;
    expect(before.length).toBeLessThan(40);
    const { exitCode, stdout } = await execa(
      'node',
      [bin, 'campaign', '--resume', directory, '--store', store, '--json'],
      {
        reject: false,
      },
    );
    expect(exitCode).toBe(0);
    const { campaign: plan, records } = readJournal(directory);
    expect(records.slice(0, before.length)).toEqual(before);
    expect(records.map(({ number }) => number).sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, i) => i));
    expect(JSON.parse(stdout).totals).toEqual(JSON.parse(JSON.stringify(totalsOf(plan, records))));
  });
});

test('interrupted, it says how to go on', async () => {
  const controller = new AbortController();
  controller.abort('SIGINT');
  const store = sandbox.path('store');
  const { code, out } = await sandbox.run(`campaign ${SMALL} --runs 9 --name cut --store ${store}`, {
    interrupted: controller.signal,
  });
  expect(code).toBe(130);
  expect(out).toMatch(/interrupted: 0 runs/);
  const [, line = ''] = /Go on +(?:npx harness )(.+)$/m.exec(out.replaceAll(/\\\n\s+/g, '')) ?? [];
  const went = await sandbox.run([...line.split(/\s+/), '--store', store]);
  expect(went).toMatchObject({ code: 0, out: expect.stringContaining('campaign cut, seed 5: 9 runs') });
});

test('CI gets JUnit and a summary of the job', async () => {
  const summary = sandbox.path('summary.md');
  const junit = sandbox.path('campaign.xml');
  const store = sandbox.path('store');
  const { code } = await sandbox.run(`campaign ${SMALL} --plant-random --runs 4 --junit ${junit} --store ${store}`, {
    env: { GITHUB_STEP_SUMMARY: summary },
  });
  // Four runs do not find seventeen bugs.
  expect(code).toBe(1);
  expect(readFileSync(junit, 'utf8')).toMatch(/<testcase [^>]*name="raft: votes-twice"/);
  expect(readFileSync(summary, 'utf8')).toMatch(/^## INVALID: campaign [\s\S]*\| Planted bugs \| \d of 17 found \|/);
});

describe('bad input', () => {
  test.each([
    ['', /a campaign needs an end: give --minutes or --runs/],
    ['--runs 0', /--runs must be a whole number from 1/],
    ['--minutes -3', /--minutes must be above 0/],
    ['--runs 5 --shard 5/4', /--shard 5\/4: there is no part 5 of 4/],
    ['--runs 5 --shard 0/4', /there is no part 0 of 4/],
    ['--runs 5 --shard half', /--shard must be a part such as 1\/4, got half/],
    ['--runs 5 --target rfat', /unknown target rfat \(did you mean raft\?\)/],
    ['--runs 5 --target raft --bug token-not-checked', /bug token-not-checked is planted in target locks/],
    ['--runs 5 --target , ', /nothing is selected/],
    ['--runs 5 --nemesis kil', /unknown nemesis "kil" \(did you mean kill\?\)/],
    ['--runs 5 --nodes three', /nodes must be a number, several/],
    ['--runs 5 --name ../away', /--name must be of letters/],
    ['missing.yaml --runs 5', /missing\.yaml: there is no such file/],
    ['--resume nowhere', /is no campaign: there is no journal\.jsonl in it/],
    ['--resume nowhere --runs 5', /leave --runs out/],
  ])('%s', async (typed, message) => {
    expectRefusal(await campaign(typed), message);
    expect(existsSync(sandbox.path('store', 'campaigns'))).toBe(false);
  });

  test('a file and flags that contradict it', async () => {
    const file = sandbox.write('campaign.yaml', 'runs: 3\nentries:\n  - target: raft\n');
    expectRefusal(await campaign(`${file} --target locks`), /--target and .*campaign\.yaml contradict each other/);
    writeFileSync(file, 'runs: 3\nentries:\n  - target: raft\n    nemesis: kil\n');
    expectRefusal(await campaign(file), /campaign\.yaml:4: unknown nemesis "kil"/);
  });

  test('a history that is no database', async () => {
    await campaign(`${SMALL} --runs 1`);
    sandbox.write('store/campaigns.sqlite', 'text '.repeat(200));
    expectRefusal(await sandbox.run(`trends --store ${sandbox.path('store')}`), /cannot read the history of campaigns/);
  });
});
