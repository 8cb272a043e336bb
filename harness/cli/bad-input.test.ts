/** Everything that cannot be done as asked is refused in one sentence that says what, where and what to do instead. */
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { expectRefusal, Sandbox } from './cli.support.ts';

const sandbox = new Sandbox();
const fixtures = fileURLToPath(new URL('../../histories/fixtures/bad/', import.meta.url));

test.each<[typed: string, ...parts: (string | RegExp)[]]>([
  // Unknown names, and the nearest known.
  [
    'tset',
    'unknown command tset (did you mean test?); known are: test, check, replay, shrink, inspect, export, report, serve, list, campaign, trends, bugs, verdicts, doctor',
  ],
  ['--nemsis partition', 'unknown flag --nemsis; harness --help lists those there are'],
  ['test --nemsis partition', 'unknown flag --nemsis (did you mean --nemesis?); harness test --help lists'],
  ['test --nemesis-intervall 3', 'unknown flag --nemesis-intervall (did you mean --nemesis-interval?)'],
  ['test --timeLimit 3', 'unknown flag --timeLimit (did you mean --time-limit?)'],
  ['test --no-nodes', 'unknown flag --no-nodes; harness test --help lists'],
  ['test -x', 'unknown flag -x; harness test --help lists'],
  ['test -q 5', 'unknown flag -q; harness test --help lists'],
  ['check latest --seed 3', 'unknown flag --seed'],
  ['doctor --store here', 'unknown flag --store'],
  ['test --target rfat', 'unknown target rfat (did you mean raft?); known are: raft'],
  ['test --workload registre', 'unknown workload registre (did you mean register?); known are: register'],
  ['test --env smi', 'unknown environment smi (did you mean sim?); known are: sim'],
  ['test --nemesis partitoin', 'unknown nemesis "partitoin" (did you mean partition?); known are: partition, pause'],
  ['test --nemesis clock:bunp', 'unknown nemesis "clock:bunp" (did you mean bump?); clock stands alone or takes'],
  ['test --bug vote-twice', 'unknown bug of target raft vote-twice (did you mean votes-twice?); known are: '],
  ['test --target toString', 'unknown target toString'],
  ['bugs --bug vote-twice', 'unknown bug vote-twice (did you mean votes-twice?); known are: '],
  ['bugs raft --bug vote-twice', 'unknown bug of target raft vote-twice (did you mean votes-twice?)'],
  ['verdicts rfat', 'unknown target rfat (did you mean raft?)'],
  ['verdicts --claim survives-al', 'unknown claim survives-al (did you mean survives-all?); known are: '],
  ['verdicts raft --claim nothing', 'unknown claim about target raft nothing; known are: '],
  ['test --consistancy strong', 'unknown flag --consistancy'],
  ['bugs rfat', 'unknown target rfat (did you mean raft?)'],
  ['list checkrs', 'unknown kind checkrs (did you mean checkers?); known are: targets, environments'],
  ['check - --model cas-regster', 'unknown model cas-regster (did you mean cas-register?); known are: '],
  ['check - --algorithm jitt', 'unknown algorithm jitt (did you mean jit?); known are: auto, jit, wgl'],
  ['check - --time-limit 0', '--time-limit must be a number of seconds above 0, got 0'],
  ['check - --memory 0', '--memory must be a whole number from 1 to 4095, got 0'],
  ['check - --memory lots', '--memory must be a number, got lots'],
  ['check - --format jsnol', 'unknown format jsnol (did you mean jsonl?); known are: jsonl, edn, jepsen-log'],

  // Numbers that are none, and numbers that cannot be.
  ['test --seed abc', '--seed must be a number, got abc'],
  ['test --seed 0x10', '--seed must be a number, got 0x10'],
  ['test --seed 1_000', '--seed must be a number, got 1_000'],
  ['test --seed -1', '--seed must be a whole number from 0 to 9007199254740991, got -1'],
  ['test --seed 1.5', '--seed must be a whole number from 0 to 9007199254740991, got 1.5'],
  ['test --seed 1e400', '--seed must be a number that is not that large, got 1e400'],
  ['test --seed 9007199254740992', '--seed must be a whole number from 0 to 9007199254740991'],
  ['test --seed=', '--seed needs a value'],
  ['test --seed', '--seed needs a value'],
  ['test --seed --json=false', '--json takes no value'],
  ['test --seed 1 --seed 2', '--seed was given 2 times: give it once'],
  ['test --seed 9007199254740991 --test-count 2', '--seed 9007199254740991 leaves no room for 2 seeds: choose'],
  ['test --nodes 0', '--nodes must be a whole number from 1 to 64, got 0'],
  ['test --nodes 65', '--nodes must be a whole number from 1 to 64, got 65'],
  ['test --nodes 2.5', '--nodes must be a whole number'],
  ['test --nodes five', '--nodes must be a number, got five'],
  ['test --rate -1', '--rate must be a number above 0, got -1'],
  ['test --rate 0', '--rate must be a number above 0, got 0'],
  ['test --rate', '--rate needs a value'],
  ['test --time-limit 0', '--time-limit must be a number above 0, got 0'],
  ['test --time-limit abc', '--time-limit must be a number, got abc'],
  ['test --time-limit 10s', '--time-limit must be a number, got 10s'],
  ['test --nemesis-interval 0', '--nemesis-interval must be a number above 0, got 0'],
  ['test --op-timeout -5', '--op-timeout must be a number above 0, got -5'],
  ['test --recovery 0', '--recovery must be a number above 0, got 0'],
  ['test --key-count 0', '--key-count must be a whole number from 1 to 1000000, got 0'],
  ['test --ops-per-key 0', '--ops-per-key must be a whole number from 1 to 1000000, got 0'],
  ['test --concurrency 0', '--concurrency must be a number from 1 to 10000, or a multiple of the nodes such as 2n'],
  ['test --concurrency 2x', '--concurrency must be', 'got 2x'],
  ['test --concurrency 1.5n', '--concurrency must be', 'got 1.5n'],
  ['test --test-count 0', '--test-count must be a whole number from 1 to 9007199254740991, got 0'],
  ['test --test-count 1.5', '--test-count must be a whole number'],
  ['bugs --max-runs 0', '--max-runs must be a whole number from 1'],
  ['bugs --seed -1', '--seed must be a whole number from 0'],
  ['bugs --jobs 0', '--jobs must be a whole number from 1 to 256, got 0'],
  ['bugs --jobs all', '--jobs must be a number, got all'],
  ['verdicts --seeds 0', '--seeds must be a whole number from 1 to 1000000, got 0'],
  ['verdicts --seeds 2.5', '--seeds must be a whole number'],
  ['verdicts --seed -1', '--seed must be a whole number from 0'],
  ['verdicts --seed 9007199254740991', '--seed must be a whole number from 0 to 9007199254740941'],
  ['verdicts --jobs 257', '--jobs must be a whole number from 1 to 256, got 257'],
  ['bugs --seed 9007199254740991', '--seed must be a whole number from 0 to 9007199254740791'],

  // What cannot be together.
  ['test --bug votes-twice --bug log-not-synced', '--bug was given 2 times (votes-twice, log-not-synced): plant one'],
  ['test --nemesis none,kill', '"none" stands for the whole list of nemeses: give it alone'],
  ['test --nemesis kill,pause,kill', 'nemesis "kill" is listed twice in "kill,pause,kill": list it once'],
  ['test --nemesis kill,', 'unknown nemesis ""'],
  ['test --config a.json --no-config', '--config and --no-config contradict each other: give one of them'],
  ['test --json=maybe', '--json takes no value'],

  // Too few words, and too many.
  ['check', 'harness check needs a history: name a run directory, "latest", a file, or - for the standard input'],
  ['replay', 'harness replay needs a run: name a run directory, "latest", or the file of a reproduction'],
  ['check one two', 'harness check does not know what to do with two: harness check --help shows what it takes'],
  ['replay one two', 'harness replay does not know what to do with two'],
  ['test raft', 'harness test does not know what to do with raft'],
  ['list bugs raft', 'harness list does not know what to do with raft'],

  // What is not there.
  ['check nowhere', 'nowhere: no such file and no such run, neither here nor in the store '],
  ['check latest', 'latest: there is no latest run; run a test first or name the store with --store'],
  ['replay latest', 'latest: there is no latest run'],
  ['replay nowhere', 'nowhere: no such run, neither here nor in the store'],
  ['check . --format edn', '--format is for files, and . is not one'],
  ['check -', 'stdin:1: '],
  ['test --config nowhere.json', 'nowhere.json: no such configuration file'],
])('harness %s', async (typed, ...parts) => {
  expectRefusal(await sandbox.run(typed), ...parts);
  // Refused before anything was begun.
  expect(existsSync(sandbox.path('store'))).toBe(false);
});

test('an empty word is not a value', async () => {
  expectRefusal(await sandbox.run(['test', '--seed', '']), '--seed needs a value');
  expectRefusal(await sandbox.run(['test', '--target', '']), '--target needs a value');
});

test('nothing typed: the help goes to stderr, for nothing was tested', async () => {
  const { code, out, err } = await sandbox.run('');
  expect({ code, out }).toEqual({ code: 254, out: '' });
  expect(err).toContain('harness test --nemesis partition');
});

describe('histories', () => {
  test.each(readdirSync(fixtures))('fixture %s: the file and the line are named', async (file) => {
    const place = file.replaceAll('.', '\\.');
    expectRefusal(await sandbox.run(`check ${fixtures}${file}`), new RegExp(`^\\S*${place}(?::\\d+)?: `));
  });

  const register = '{"index":0,"time":0,"process":0,"type":"invoke","f":"write","value":{"value":1}}\n';

  test.each<[name: string, text: string, options: string, ...parts: string[]]>([
    ['own.jsonl', register.replace('write', 'brew'), '', 'own.jsonl: no model knows all of its operations; name one'],
    ['a.jsonl', register, '--model kv', 'a.jsonl: op 0: model kv knows', 'got write'],
    ['a.jsonl', register.replace('{"value":1}', '5'), '--model register', 'a.jsonl: op 0: expected the value to be'],
    ['a.jsonl', register, '--format edn', 'a.jsonl:1: '],
    ['a.jsonl', `${register}{"index":1,\n${register}`, '', 'a.jsonl:2: '],
  ])('%s', async (name, text, options, ...parts) => {
    expectRefusal(await sandbox.run(`check ${sandbox.write(name, text)} ${options}`), ...parts);
  });

  test.runIf(process.getuid?.() !== 0)('that may not be read', async () => {
    chmodSync(sandbox.write('a.jsonl', register), 0);
    expectRefusal(
      await sandbox.run(`check ${sandbox.path('a.jsonl')}`),
      'permission denied: you may not read this file',
    );
  });
});

describe('runs', () => {
  const edit = async (change: (plan: Record<string, unknown>) => unknown): Promise<void> => {
    await sandbox.run('test --time-limit 1 --seed 1');
    const file = sandbox.path('store', 'latest', 'plan.json');
    const changed = change(JSON.parse(readFileSync(file, 'utf8')));
    writeFileSync(file, typeof changed === 'string' ? changed : JSON.stringify(changed));
  };

  test.each<[name: string, change: (plan: Record<string, unknown>) => unknown, ...parts: string[]]>([
    ['of another version', (plan) => ({ ...plan, version: 99 }), 'expected version 1, got 99; open this run with the'],
    ['of no version', ({ version: _, ...plan }) => plan, 'expected version 1, got none'],
    ['whose plan is no JSON', () => '{"version":', 'expected JSON', 'damaged or edited'],
    ['whose plan is no object', () => '[]', 'expected a JSON object with a field version, got []'],
    ['without a rate', ({ rate: _, ...plan }) => plan, 'expected rate to be a number, got nothing'],
    ['with text for a number', (plan) => ({ ...plan, nodes: '5' }), 'expected nodes to be a number, got "5"'],
    ['of a target that is gone', (plan) => ({ ...plan, target: 'rafts' }), 'unknown target rafts (did you mean raft?)'],
    ['whose settings are a list', (plan) => ({ ...plan, settings: [] }), 'expected settings by name, got []'],
    [
      'with a strange setting',
      (plan) => ({ ...plan, settings: { ttl: {} } }),
      'expected settings by name, got {"ttl":{}}',
    ],
    ['with a setting that is gone', (plan) => ({ ...plan, settings: { tlt: 1 } }), 'target raft has no setting tlt'],
    ['with an impossible plan', (plan) => ({ ...plan, nodes: 0 }), '--nodes must be a whole number'],
  ])('%s', async (_name, change, ...parts) => {
    await edit(change);
    for (const command of ['check', 'replay']) {
      expectRefusal(await sandbox.run(`${command} latest`), /^\S+plan\.json: /, ...parts);
    }
  });

  test('without a history', async () => {
    await sandbox.run('test --time-limit 1');
    const run = sandbox.path('copy');
    mkdirSync(run);
    cpSync(sandbox.path('store', 'latest', 'plan.json'), `${run}/plan.json`);
    for (const command of ['check', 'replay']) {
      expectRefusal(await sandbox.run(`${command} ${run}`), 'history.jsonl: no such file; the run recorded no history');
    }
  });

  test('that are some other directory', async () => {
    mkdirSync(sandbox.path('other'));
    for (const command of ['check', 'replay']) {
      const said = await sandbox.run(`${command} ${sandbox.path('other')}`);
      expectRefusal(said, 'other: not a run directory, for it has no plan.json; name a directory <store>/');
    }
  });
});

describe('stores', () => {
  const place = (name: string): string => (name.startsWith('/') ? name : sandbox.path(name));

  test.each<[store: string, ...parts: string[]]>([
    ['file', 'a file is in the way; choose another store with --store'],
    ['file/below', 'a part of this path is a file, not a directory; choose another store with --store'],
    [`${'long'.repeat(100)}`, 'the name is too long'],
    ...(process.platform === 'linux' ? [['/proc/store', 'cannot create /proc/store: '] as [string, string]] : []),
  ])('%s', async (store, ...parts) => {
    sandbox.write('file', '');
    expectRefusal(await sandbox.run(`test --time-limit 1 --store ${place(store)}`), ...parts);
  });

  test.runIf(process.getuid?.() !== 0)('that may not be written', async () => {
    mkdirSync(sandbox.path('locked'), { mode: 0o500 });
    const said = await sandbox.run(`test --time-limit 1 --store ${sandbox.path('locked')}`);
    expectRefusal(said, 'locked: permission denied; choose a store that you may write with --store');
  });
});

test('with --json the sentence is an object on stdout, too', async () => {
  const { code, out, err } = await sandbox.run('test --seed abc --json');
  expect({ code, err }).toEqual({ code: 254, err: '--seed must be a number, got abc\n' });
  expect(JSON.parse(out)).toEqual({ error: '--seed must be a number, got abc' });
});
