/** harness.config.*: the same options as on the command line, which wins; and every way in which a file can be wrong. */
import { mkdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { expectRefusal, Sandbox } from './cli.support.ts';
import { elusiveBug } from './elusive.support.ts';

const sandbox = new Sandbox();

const formats: readonly [file: string, text: string][] = [
  ['harness.config.json', '{ "nodes": 3, "time-limit": 1, "seed": 7, "nemesis": "none" }'],
  ['harness.config.yaml', 'nodes: 3\ntime-limit: 1\nseed: 7\n'],
  ['harness.config.yml', 'nodes: 3\ntimeLimit: 1\nseed: "7"\n'],
  ['harness.config.js', 'export default { nodes: 3, timeLimit: 1, seed: 7 };'],
  ['harness.config.mjs', 'export default { nodes: 3, timeLimit: 1, seed: 7 };'],
  ['harness.config.cjs', 'module.exports = { nodes: 3, timeLimit: 1, seed: 7 };'],
  ['harness.config.ts', 'const nodes: number = 3;\nexport default { nodes, timeLimit: 1, seed: 7 } satisfies object;'],
];

describe.each(formats)('%s', (file, text) => {
  test('is found, and the command line wins', async () => {
    sandbox.write(file, text);
    const { said } = await sandbox.json('test --seed 8');
    expect(said.plan).toMatchObject({ nodes: 3, timeLimitSeconds: 1, seed: 8 });
  });

  test('is found by its name', async () => {
    mkdirSync(sandbox.path('elsewhere'));
    const path = sandbox.write(`elsewhere/${file}`, text);
    const { said } = await sandbox.json(`test --config ${path}`);
    expect(said.plan).toMatchObject({ nodes: 3, timeLimitSeconds: 1, seed: 7 });
  });
});

test('a replay line does without the file, which would have its say twice', async () => {
  sandbox.write('harness.config.json', '{ "nodes": 3, "time-limit": 1, "test-count": 5 }');
  const { said } = await sandbox.json('test --nodes 5 --test-count 1');
  expect(said.replay).toMatch(/^npx harness test --seed \d+ --time-limit 1 --no-config$/);
  const again = await sandbox.json(said.replay.replace('npx harness ', ''));
  expect(again.said.plan).toEqual(said.plan);
  const replayed = await sandbox.json('replay latest');
  expect(replayed.said).toMatchObject({ identical: true, replay: said.replay });
  const { said: hunt } = await sandbox.json('bugs --bug log-not-synced');
  expect(hunt.bugs[0].replay).toMatch(/ --no-config$/);
});

test('without a file the replay line does not speak of it', async () => {
  const { said } = await sandbox.json('test --time-limit 1');
  expect(said.replay).not.toContain('config');
});

test('a path in the file starts where the file lies', async () => {
  mkdirSync(sandbox.path('below'));
  const file = sandbox.write('below/harness.config.json', '{ "store": "runs", "time-limit": 1 }');
  const { said } = await sandbox.json(`test --config ${file}`, { isStoreConfigured: true });
  expect(said.run).toContain(sandbox.path('below', 'runs', 'raft-register'));
  const checked = await sandbox.json(`check latest --config ${file}`, { isStoreConfigured: true });
  expect(checked.said.source).toBe(said.run);
  const typed = await sandbox.json(`test --config ${file} --store ${sandbox.path('typed')}`);
  expect(typed.said.run).toContain(sandbox.path('typed', 'raft-register'));
});

test('a file serves all commands, each of which takes its own', async () => {
  const { name, seed } = await elusiveBug();
  sandbox.write('harness.config.json', `{ "nodes": 3, "seed": ${seed}, "max-runs": 1 }`);
  // Not found at the first seed of a hunt: the seed of tests, which would show it, is not one for hunts.
  const { said } = await sandbox.json(`bugs --bug ${name}`);
  expect(said.bugs[0].found).toBe(false);
  const typed = await sandbox.json(`bugs --bug ${name} --seed ${seed}`);
  expect(typed.said.bugs[0]).toMatchObject({ found: true, seed });
});

test('a list plants as many bugs as it names', async () => {
  sandbox.write('harness.config.json', '{ "bug": ["votes-twice"], "time-limit": 1 }');
  expect((await sandbox.json('test')).said.plan.bug).toBe('votes-twice');
  sandbox.write('harness.config.json', '{ "bug": ["votes-twice", "log-not-synced"] }');
  expectRefusal(
    await sandbox.run('test'),
    'harness.config.json: --bug was given 2 times (votes-twice, log-not-synced)',
  );
});

describe('refused:', () => {
  test.each<[file: string, text: string, ...parts: (string | RegExp)[]]>([
    // What cannot be read.
    ['harness.config.json', '{ "nodes": 3', /^harness\.config\.json: cannot read this configuration file: .*JSON/],
    ['harness.config.json', '{ "nodes": 3 "seed": 1 }', /^harness\.config\.json: cannot read this configuration file/],
    ['harness.config.yaml', 'nodes: [3\nseed: 1', /^harness\.config\.yaml: cannot read .* \(2:1\)$/m],
    ['harness.config.js', 'export default {', /^harness\.config\.js: cannot read .*: Unexpected token \(1:16\)$/m],
    ['harness.config.js', 'throw new Error("not today");', 'cannot read this configuration file: not today'],
    [
      'harness.config.ts',
      'import "./nowhere.ts";',
      /^harness\.config\.ts: cannot read this configuration file: .*nowhere/,
    ],
    // What is no object of options.
    [
      'harness.config.json',
      '[3]',
      'harness.config.json: expected an object of options such as { "nodes": 3 }, got [3]',
    ],
    ['harness.config.json', '"nodes"', 'expected an object of options', 'got "nodes"'],
    // Unknown keys.
    [
      'harness.config.json',
      '{ "nods": 3 }',
      'harness.config.json: unknown option nods (did you mean nodes?); known are',
    ],
    ['harness.config.json', '{ "json": true }', 'harness.config.json: unknown option json'],
    ['harness.config.json', '{ "time-limit": 1, "timeLimit": 1 }', 'time-limit is set twice, in two spellings'],
    // Values of another kind.
    ['harness.config.json', '{ "nodes": "three" }', 'nodes in harness.config.json must be a number, got three'],
    ['harness.config.json', '{ "nodes": true }', 'nodes in harness.config.json must be text or a number, got true'],
    ['harness.config.json', '{ "nodes": null }', 'nodes in harness.config.json must be text or a number, got null'],
    ['harness.config.json', '{ "nodes": [3] }', 'nodes in harness.config.json must be text or a number, got [3]'],
    ['harness.config.json', '{ "nodes": "" }', 'nodes in harness.config.json needs a value'],
    ['harness.config.json', '{ "bug": [1.5, {}] }', 'bug in harness.config.json must be text or a number, got {}'],
    ['harness.config.js', 'export default { nodes: () => 3 };', 'nodes in harness.config.js must be text or a number'],
    // Values that cannot be: the file is named, for nobody typed them.
    [
      'harness.config.json',
      '{ "nodes": 0 }',
      'harness.config.json: --nodes must be a whole number from 1 to 64, got 0',
    ],
    ['harness.config.json', '{ "testCount": 0 }', 'test-count in harness.config.json must be a whole number from 1'],
    ['harness.config.json', '{ "target": "rfat" }', 'harness.config.json: unknown target rfat (did you mean raft?)'],
    ['harness.config.json', '{ "env": "smi" }', 'harness.config.json: unknown environment smi (did you mean sim?)'],
    ['harness.config.json', '{ "nemesis": "kil" }', 'harness.config.json: unknown nemesis "kil" (did you mean kill?)'],
    ['harness.config.json', '{ "bug": "no" }', 'harness.config.json: unknown bug of target raft no'],
  ])('%s %s', async (file, text, ...parts) => {
    sandbox.write(file, text);
    expectRefusal(await sandbox.run('test --time-limit 1'), ...parts);
  });

  test('what is typed is not blamed on the file', async () => {
    sandbox.write('harness.config.json', '{ "nodes": 3 }');
    expectRefusal(await sandbox.run('test --nodes 0'), /^--nodes must be/);
    expectRefusal(await sandbox.run('test --target rfat'), /^unknown target rfat/);
  });

  test('not where nothing is asked of it', async () => {
    sandbox.write('harness.config.json', '{');
    expect((await sandbox.run('list targets')).code).toBe(0);
    expect((await sandbox.run('test --time-limit 1 --no-config')).code).toBe(0);
  });
});
