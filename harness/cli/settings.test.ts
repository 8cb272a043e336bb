/**
 * Settings of targets, from what is typed to what the target is told: flags, configuration file, plan, replay line and
 * stored runs. The targets here are Raft under other names, which write down the settings that they were given.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import type { Settings } from '../../targets/target.ts';
import { expectRefusal, Sandbox } from './cli.support.ts';

const told = vi.hoisted((): { run: Settings[]; open: Settings[] } => ({ run: [], open: [] }));

vi.mock(import('../../targets/index.ts'), async (load) => {
  const original = await load();
  const { raft } = original.targets;
  const tuned: typeof raft = {
    ...raft,
    name: 'tuned',
    settings: {
      grip: { kind: 'choice', describe: 'how to hold on', values: ['firm', 'loose'], fallback: 'firm' },
      'ttl-ms': { kind: 'whole', describe: 'How long to hold on', low: 1, high: 60_000, fallback: 5_000 },
    },
    refuse: ({ grip, 'ttl-ms': ttlMs }, { nodes, workload }) =>
      grip === 'loose' && Number(ttlMs) > 1_000 * nodes
        ? `--ttl-ms must be at most ${1_000 * nodes} for workload ${workload} with --grip loose, got ${ttlMs}`
        : undefined,
    run(options) {
      told.run.push(options.settings);
      return raft.run(options);
    },
    open(runtime, node, options) {
      told.open.push(options.settings);
      return raft.open(runtime, node, options);
    },
  };
  const other: typeof raft = {
    ...raft,
    name: 'other',
    settings: {
      grip: { kind: 'choice', describe: 'How to hold on', values: ['magnetic'], fallback: 'magnetic' },
      n: { kind: 'whole', describe: 'Copies', low: 1, high: 9, fallback: 3 },
    },
  };
  return { ...original, targets: { raft, tuned, other } } as unknown as typeof original;
});

const sandbox = new Sandbox();
const SHORT = '--time-limit 1 --seed 7';

describe('settings', () => {
  test.each<[typed: string, settings: Settings, replay: string]>([
    ['', { grip: 'firm', 'ttl-ms': 5_000 }, ''],
    ['--grip firm --ttl-ms 5e3', { grip: 'firm', 'ttl-ms': 5_000 }, ''],
    ['--ttl-ms=3000', { grip: 'firm', 'ttl-ms': 3_000 }, ' --ttl-ms 3000'],
    ['--ttl-ms 1 --grip loose', { grip: 'loose', 'ttl-ms': 1 }, ' --grip loose --ttl-ms 1'],
  ])('%s: in the plan, to the nodes and to the clients, and in the replay line', async (typed, settings, replay) => {
    told.run.length = 0;
    told.open.length = 0;
    const { code, said } = await sandbox.json(`test --target tuned ${SHORT} ${typed}`);
    expect([code, said.plan.settings]).toEqual([0, settings]);
    expect(said.replay).toBe(`npx harness test --seed 7 --target tuned${replay} --time-limit 1`);
    expect(told.run).toEqual([settings]);
    expect(told.open.length).toBeGreaterThan(0);
    expect(new Set(told.open.map((one) => JSON.stringify(one)))).toEqual(new Set([JSON.stringify(settings)]));
    const again = await sandbox.json(said.replay.replace('npx harness ', ''));
    expect(again.said.plan).toEqual(said.plan);
    const { out } = await sandbox.run(`test --target tuned ${SHORT} ${typed}`);
    for (const words of ['grip loose', 'ttl-ms 3000']) {
      expect(out.replaceAll('\n', ' ').includes(`, ${words},`)).toBe(replay.includes(words));
    }
  });

  test.each<[typed: string, ...parts: (string | RegExp)[]]>([
    ['--target tuned --grip losse', '--grip must be one of firm, loose, got losse (did you mean loose?)'],
    ['--target tuned --grip magnetic', '--grip must be one of firm, loose, got magnetic'],
    ['--target tuned --grip', '--grip needs a value'],
    ['--target tuned --grip firm --grip loose', '--grip was given 2 times: give it once'],
    ['--target tuned --ttl-ms 0', '--ttl-ms must be a whole number from 1 to 60000, got 0'],
    ['--target tuned --ttl-ms -5', '--ttl-ms must be a whole number from 1 to 60000, got -5'],
    ['--target tuned --ttl-ms 1.5', '--ttl-ms must be a whole number'],
    ['--target tuned --ttl-ms soon', '--ttl-ms must be a number, got soon'],
    ['--target tuned --ttl-ns 5', 'unknown flag --ttl-ns (did you mean --ttl-ms?)'],
    [
      '--target tuned --grip loose',
      '--ttl-ms must be at most 3000 for workload register with --grip loose',
      /got 5000$/m,
    ],
    [
      '--grip firm',
      '--grip is a setting of tuned and other, not of target raft: leave it out, or choose --target tuned',
    ],
    [
      '--target other --ttl-ms 5',
      '--ttl-ms is a setting of tuned, not of target other: leave it out, or choose --target tuned',
    ],
    ['--target other --n 10', '--n must be a whole number from 1 to 9, got 10'],
    ['--target nobody --grip firm', 'unknown target nobody'],
  ])('harness test %s is refused', async (typed, ...parts) => {
    expectRefusal(await sandbox.run(`test --nodes 3 ${typed}`), ...parts);
  });

  test('stand in a configuration file, which is named where they are wrong', async () => {
    sandbox.write('harness.config.json', '{ "target": "tuned", "ttlMs": 3000, "grip": "loose" }');
    const { said } = await sandbox.json(`test ${SHORT} --grip firm`);
    expect(said.plan.settings).toEqual({ grip: 'firm', 'ttl-ms': 3_000 });
    expectRefusal(await sandbox.run('test --nodes 2'), /^harness\.config\.json: --ttl-ms must be at most 2000/);
    expectRefusal(await sandbox.run('test --target raft'), /^harness\.config\.json: --grip is a setting of/);
    sandbox.write('harness.config.json', '{ "target": "tuned", "ttlMs": "soon" }');
    expectRefusal(await sandbox.run('test'), 'ttl-ms in harness.config.json must be a number, got soon');
  });

  test('of a stored run are its own; one from before there were any goes by the fallbacks', async () => {
    await sandbox.run(`test --target tuned --ttl-ms 3000 ${SHORT}`);
    const { said } = await sandbox.json('replay latest');
    expect(said).toMatchObject({ identical: true, plan: { settings: { grip: 'firm', 'ttl-ms': 3_000 } } });
    const file = sandbox.path('store', 'latest', 'plan.json');
    const { settings: _, ...old } = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify(old));
    expect((await sandbox.json('check latest')).said.valid).toBe(true);
    const again = await sandbox.json('replay latest');
    expect(again.said.plan.settings).toEqual({ grip: 'firm', 'ttl-ms': 5_000 });
  });

  test('are in the help, completed, and listed with their targets', async () => {
    const { out } = await sandbox.run('test --help');
    const help = out.replaceAll(/\s+/g, ' ');
    expect(help).toContain('Of the target:');
    expect(help).toContain('How to hold on; one of firm, loose (tuned); How to hold on; one of magnetic (other)');
    expect(help).toContain('How long to hold on; a number from 1 to 60000 (tuned) [default: 5000]');
    const completed = await sandbox.run(['--get-yargs-completions', 'harness', 'test', '--grip', '']);
    expect(completed.out.trim().split('\n')).toEqual(expect.arrayContaining(['firm', 'loose', 'magnetic']));
    const { said } = await sandbox.json('list targets');
    expect(said.targets.find(({ name }: { name: string }) => name === 'tuned')).toMatchObject({
      workloads: expect.arrayContaining(['register']),
      settings: { grip: { values: ['firm', 'loose'], fallback: 'firm' }, 'ttl-ms': { low: 1, fallback: 5_000 } },
    });
    const listed = (await sandbox.run('list targets')).out.replaceAll(/\s+/g, ' ');
    expect(listed).toContain('--grip How to hold on; one of firm, loose (default firm)');
  });
});
