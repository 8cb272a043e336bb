/**
 * `--target` with a file of a user's: the examples as they are, on real processes behind proxies, which are to be had everywhere;
 * their plans, replays and verdicts; and what is refused, with nothing left behind.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openRun } from '../../histories/index.ts';
import { root } from '../built.support.ts';
import { expectRefusal, Sandbox } from './cli.support.ts';

const sandbox = new Sandbox();
const LOCAL = '--env local --fabric proxy --nodes 3 --seed 1';

/** A temporary folder in the sandbox, so that all that runs leave there can be seen. */
beforeEach(() => {
  mkdirSync(sandbox.path('tmp'));
  vi.stubEnv('TMPDIR', sandbox.path('tmp'));
  cpSync(join(root, 'examples', 'http-kv'), sandbox.path('kv'), { recursive: true });
});
afterEach(() => vi.unstubAllEnvs());

function expectNothingLeft(): void {
  const left = readdirSync(sandbox.path('tmp')).flatMap((name) => readdirSync(sandbox.path('tmp', name)));
  const running = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => commandLine(pid).includes(sandbox.path('kv')));
  expect({ left, running }).toEqual({ left: [], running: [] });
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1');
  } catch {
    return '';
  }
}

describe('the example', () => {
  test('is not linearizable, and its run can be judged and repeated', async () => {
    const { code, said } = await sandbox.json(`test --target ./kv/target.yaml ${LOCAL} --time-limit 1 --rate 400`);
    expect(said.checkers).toMatchObject({ linearizable: { valid: false }, stats: { valid: true } });
    expect(code).toBe(1);
    expect(said.replay).toBe(
      'npx harness test --seed 1 --target ./kv/target.yaml --workload register --env local --fabric proxy --nodes 3 --rate 400 --time-limit 1',
    );
    const { plan } = openRun(said.run);
    const { sha256 } = plan.targetFile as { sha256: string };
    expect(plan).toMatchObject({ target: 'http-kv', targetFile: { path: './kv/target.yaml' } });
    expect(said.run).toMatch(/\/store\/http-kv-register\//);
    expectNothingLeft();

    sandbox.write('kv/target.yaml', `${readFileSync(sandbox.path('kv/target.yaml'), 'utf8')}# changed\n`);
    const again = await sandbox.run('replay latest --json');
    expect(JSON.parse(again.out)).toMatchObject({ valid: false, original: said.run });
    expect(again.err).toBe('./kv/target.yaml has changed since that run: this one is of what it says now\n');
    const repeated = openRun(JSON.parse(again.out).run).plan.targetFile;
    expect(repeated).toEqual({ path: './kv/target.yaml', sha256: expect.not.stringContaining(sha256) });

    // What was recorded can be judged without the file, and not repeated.
    rmSync(sandbox.path('kv'), { recursive: true });
    expect((await sandbox.json(`check ${said.run}`)).code).toBe(1);
    expectRefusal(
      await sandbox.run('replay latest'),
      /plan\.json: its target is in a file of yours: \.\/kv\/target\.yaml: no such target file/,
    );
  });

  test('whose leader is killed loses what it acknowledged', async () => {
    const typed = `test --target ./kv/target.yaml ${LOCAL} --nemesis kill:primaries --nemesis-interval 0.4 --time-limit 1.5`;
    const { said } = await sandbox.json(typed);
    expect(said.checkers).toMatchObject({ linearizable: { valid: false }, nemesis: { valid: true } });
    expectNothingLeft();
  });

  test('with a client of its own that asks the first node alone is', async () => {
    const typed = `test --target ./kv/primary.ts ${LOCAL} --time-limit 0.7 --test-count 2`;
    const { code, said } = await sandbox.json(typed);
    expect({ code, counts: said.counts }).toEqual({
      code: 0,
      counts: { valid: 2, invalid: 0, unknown: 0, crashed: 0 },
    });
    expectNothingLeft();
  });

  test('may stand in a configuration file, beside which it is looked for', async () => {
    sandbox.write('kv/harness.config.json', '{ "target": "./primary.ts", "time-limit": 1 }');
    const { said } = await sandbox.json(`test --config ${sandbox.path('kv/harness.config.json')} ${LOCAL}`);
    expect(said).toMatchObject({ valid: true, plan: { targetFile: { path: 'kv/primary.ts' } } });
  });
});

/** The example with another line in it. */
function changed(line: RegExp, by: string): void {
  const text = readFileSync(sandbox.path('kv/target.yaml'), 'utf8');
  expect(text).toMatch(line);
  sandbox.write('kv/target.yaml', text.replace(line, by));
}

describe('is refused', () => {
  test.each<[string, RegExp, string, RegExp]>([
    [
      'a program that is nowhere',
      /command: node/,
      'command: no-such-node',
      /^\.\/kv\/target\.yaml:9: local\.command: no-such-node is not on the PATH/,
    ],
    [
      'a process that ends at once',
      /server\.mjs/,
      'server.mjs --oops',
      /^node n[123] did not get through its start: http-kv ended by itself \(exit code 3\): .*the moon is full/s,
    ],
    [
      'a port that nobody opens',
      /LISTEN: .*\n/,
      'LISTEN: "{{host}}:1"\n  IDLE: "yes"\n',
      /^the cluster did not serve within 1 s of its start, for n1 does not answer GET http:\/\/[\d.:]+\/status: .*: its logs are in the run directory$/m,
    ],
    [
      'a path that answers otherwise',
      /http: \/status/,
      'http: /nowhere',
      /^the cluster did not serve within 1 s .*, for n1 answers GET http:.*\/nowhere with 404: /,
    ],
    [
      'a field that nobody knows',
      /^ports:/m,
      'prots:',
      /^\.\/kv\/target\.yaml:5: unknown field prots \(did you mean ports\?\)/,
    ],
  ])('%s', async (_, line, by, sentence) => {
    changed(/ready:\n/, 'ready:\n  within: 1\n');
    changed(line, by);
    sandbox.write(
      'kv/server.mjs',
      `if (process.argv[2] === '--oops') { console.error('the moon is full'); process.exit(3); }
       if (process.env.IDLE) setInterval(() => {}, 1000);
       else { ${readFileSync(sandbox.path('kv/server.mjs'), 'utf8').replace(/^import .*$/m, "const { createServer } = await import('node:http');")} }`,
    );
    const { code, out, err } = await sandbox.run(`test --target ./kv/target.yaml ${LOCAL} --time-limit 1`);
    expect({ code, out }).toEqual({ code: 254, out: '' });
    expect(err).toMatch(sentence);
    expectNothingLeft();
  });

  test.each<[string, string, RegExp]>([
    [
      'where nothing real runs',
      '',
      /^target http-kv is a real system, which environment sim cannot run: choose --env local/,
    ],
    [
      'with a planted bug',
      `${LOCAL} --bug votes-twice`,
      /^--bug votes-twice is for targets of the harness: nobody has planted a bug in \.\/kv\/target\.yaml/,
    ],
    [
      'with a workload that it does not run',
      `${LOCAL} --workload lock`,
      /^target http-kv cannot run the workload lock: it runs register, rw-register/,
    ],
    [
      'with a setting of another',
      `${LOCAL} --ttl-ms 5`,
      /^--ttl-ms is a setting of locks and etcd, not of target http-kv/,
    ],
    ['on too few nodes', '--env local --nodes 1', /^--nodes must be a whole number from 2 to 64, got 1/],
  ])('%s', async (_, flags, sentence) => {
    expectRefusal(await sandbox.run(`test --target ./kv/target.yaml ${flags}`), sentence);
    expect(existsSync(sandbox.path('store'))).toBe(false);
  });

  test.each(['bugs', 'verdicts'])('by harness %s, which is for targets of the harness', async (command) => {
    const said = await sandbox.run(`${command} ./kv/target.yaml`);
    expectRefusal(said, /^\.\/kv\/target\.yaml is a target file: those are for harness test; known by name are: raft/);
  });
});

describe('a client in TypeScript', () => {
  const withClient = (client: string) =>
    sandbox.write(
      'kv/mine.ts',
      readFileSync(sandbox.path('kv/primary.ts'), 'utf8').replace(/ {4}return \{\n.*\n {4}\};\n/s, client),
    );

  test.each<[string, string, RegExp]>([
    ['that throws', "throw new Error('no luck');", /^\.\/kv\/mine\.ts: openService threw: no luck$/],
    [
      'that is none',
      'return { invoke: async () => base } as never;',
      /openService has to return an object with the methods invoke and close$/,
    ],
    [
      'that forgets to answer',
      'return { invoke: async () => undefined as never, close() {} };',
      /^\.\/kv\/mine\.ts: its client answered (?:read|write|cas) of \{.*\} with nothing, which is no answer to it: it has to be \{ key/,
    ],
  ])('%s', async (_, client, sentence) => {
    withClient(client);
    expectRefusal(await sandbox.run(`test --target ./kv/mine.ts ${LOCAL} --time-limit 2`), new RegExp(sentence, 'm'));
    expectNothingLeft();
  });
});
