/** `harness inspect` and `harness export` as they are typed, and what `harness test` leaves for CI. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { expectRefusal, Sandbox } from '../cli.support.ts';

const sandbox = new Sandbox();
const BUG =
  'test --bug answered-before-replication --nemesis partition:primaries --nodes 3 --concurrency 18 --rate 200 --time-limit 5 --fail-fast';

/** The options under which it is hunted show it within a few seeds. */
async function invalidRun(): Promise<void> {
  for (let seed = 1; seed < 10; seed++) if ((await sandbox.run(`${BUG} --seed ${seed}`)).code === 1) return;
  throw new Error('the planted bug was not found');
}

describe('harness inspect', () => {
  test('explains the latest run, in colour on a terminal alone', async () => {
    await invalidRun();
    const store = `--store ${sandbox.path('store')}`;
    const plain = await sandbox.run(`inspect ${store}`);
    expect(plain).toMatchObject({ code: 0, err: '' });
    expect(plain.out).toMatch(
      /^INVALID {2}\w+\n[\s\S]*\n\n(?:Process|Two|A leader) [\s\S]+Around it\n[\s\S]*Next\n {2}Replay it:\n {4}npx harness replay /,
    );
    expect(plain.out).not.toContain('\u001b');
    const coloured = await sandbox.run(`inspect latest ${store}`, { columns: 60 });
    expect(coloured.out).toContain('\u001b[31mINVALID');
    for (const env of [{ NO_COLOR: '1' }, { TERM: 'dumb' }]) {
      expect((await sandbox.run(`inspect ${store}`, { columns: 60, env })).out).not.toContain('\u001b');
    }
    // A picture may be wider than text.
    const wide = await sandbox.run(`inspect ${store}`, { columns: 140, env: { NO_COLOR: '1' } });
    expect(Math.max(...wide.out.split('\n').map((line) => line.length))).toBeGreaterThan(100);
    const { said } = await sandbox.json(`inspect latest ${store}`);
    expect(said).toMatchObject({ verdict: false, headline: expect.any(String), witness: expect.any(Array) });
  });

  test('refuses what it cannot explain in one sentence', async () => {
    const store = `--store ${sandbox.path('store')}`;
    expectRefusal(await sandbox.run(`inspect ${store}`), /there is no latest run; run a test first/);
    await sandbox.run('test --time-limit 1 --seed 1');
    expectRefusal(await sandbox.run(`inspect latest --checker linearisable ${store}`), /did you mean linearizable\?/);
    expectRefusal(await sandbox.run(`inspect nowhere ${store}`), /nowhere: no such run/);
    const plan = sandbox.path('store', 'latest', 'plan.json');
    writeFileSync(plan, readFileSync(plan, 'utf8').replace('"version": 1', '"version": 99'));
    expectRefusal(await sandbox.run(`inspect ${store}`), /expected version 1, got 99; open this run with the version/);
  });

  test('says what there is of a run that was cut off', async () => {
    await sandbox.run('test --time-limit 1 --seed 1');
    rmSync(sandbox.path('store', 'latest', 'results.json'));
    const { code, out } = await sandbox.run(`inspect --store ${sandbox.path('store')}`);
    expect(code).toBe(0);
    expect(out).toMatch(/^NO VERDICT\n[\s\S]*What is missing\n {2}results\.json[\s\S]*npx harness check/);
  });
});

describe('harness export', () => {
  test('writes EDN that harness check reads', async () => {
    await invalidRun();
    const [file, store] = [sandbox.path('history.edn'), `--store ${sandbox.path('store')}`];
    expect(await sandbox.run(`export latest --out ${file} ${store}`)).toMatchObject({ code: 0, err: '' });
    const { said } = await sandbox.json(`check ${file}`);
    const original = await sandbox.json('check latest --model cas-register');
    expect(said).toMatchObject({
      model: 'cas-register',
      valid: original.said.valid,
      operations: original.said.operations,
    });
  });

  test.each([
    ['--format junit', /^<\?xml [\s\S]*<testcase [\s\S]*<\/testsuites>/],
    ['--format github', /^### /],
    ['--format svg --plot throughput', /^<svg [\s\S]*<\/svg>\n$/],
    ['--format edn', /^\{:process /],
  ])('%s goes to the standard output', async (flags, expected) => {
    await sandbox.run('test --time-limit 1 --seed 1');
    const { code, out, err } = await sandbox.run(`export ${flags} --store ${sandbox.path('store')}`);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(expected);
  });

  test.each([
    ['', /needs a format/],
    ['--format pdf', /unknown format pdf/],
    ['--out run.pdf', /its ending tells no format; known are \.edn \(edn\)/],
    ['--format png', /a PNG is no text: name a file for it with --out/],
    ['--format edn --plot latency', /--plot is for the formats svg and png/],
    ['--format svg --plot pie', /unknown plot pie/],
    ['--format svg --plot witness', /nothing was found wrong/],
    [
      '--out nowhere/run.edn',
      /cannot write .+nowhere\/run\.edn: its directory does not exist; name another file with --out/,
    ],
  ])('refuses %s', async (flags, sentence) => {
    await sandbox.run('test --time-limit 1 --seed 1');
    expectRefusal(await sandbox.run(`export ${flags} --store ${sandbox.path('store')}`), sentence);
  });
});

describe('harness test for CI', () => {
  test('writes JUnit XML and appends to the summary of the job', async () => {
    const summary = sandbox.write('summary.md', 'before\n');
    const env = { GITHUB_STEP_SUMMARY: summary };
    const junit = sandbox.path('junit.xml');
    expect((await sandbox.run(`test --time-limit 1 --seed 1 --junit ${junit}`, { env })).code).toBe(0);
    expect(readFileSync(junit, 'utf8')).toMatch(/<testcase [^>]*name="linearizable"/);
    expect((await sandbox.run(`test --time-limit 1 --seed 1 --test-count 3 --junit ${junit}`, { env })).code).toBe(0);
    expect(readFileSync(junit, 'utf8').match(/<testcase [^>]*name="seed [123]"/g)).toHaveLength(3);
    expect(readFileSync(summary, 'utf8')).toMatch(/^before\n### ✅ VALID[\s\S]*### ✅ VALID[\s\S]*3 valid/);
  });

  test('a summary that cannot be written costs no verdict, and a JUnit file is refused', async () => {
    const env = { GITHUB_STEP_SUMMARY: sandbox.path('nowhere', 'summary.md') };
    const { code, err } = await sandbox.run('test --time-limit 1 --seed 1', { env });
    expect(code).toBe(0);
    expect(err).toMatch(/its directory does not exist.+the job has no summary/);
    const junit = await sandbox.run(`test --time-limit 1 --seed 1 --junit ${sandbox.path('nowhere', 'junit.xml')}`);
    expectRefusal(junit, /its directory does not exist; name another file with --junit/);
  });
});
