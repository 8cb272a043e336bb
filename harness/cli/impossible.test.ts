/**
 * What cannot be typed here as yet: an environment without all faults, a second target, a workload that crashes. They
 * are put into the maps for the time of these tests, in the places where real ones would stand.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { openRun } from '../../histories/index.ts';
import { expectRefusal, Sandbox } from './cli.support.ts';

vi.mock(import('../environments/index.ts'), async (load) => {
  const original = await load();
  const calm = {
    ...original.environments.sim,
    name: 'calm',
    offers: new Set(['network', 'process', 'pause'] as const),
  };
  const still = { ...calm, name: 'still', offers: new Set([]) };
  return { ...original, environments: { ...original.environments, calm, still } };
});

vi.mock(import('../../targets/index.ts'), async (load) => {
  const original = await load();
  const { raft } = original.targets;
  const [bug] = raft.bugs;
  if (bug === undefined) throw new Error('raft has no bugs');
  const boat = { ...raft, name: 'boat', workloads: ['rowing'], bugs: [{ ...bug, name: 'hole-in-the-hull' }] };
  const withCrash = { ...raft, workloads: ['register', 'crashing'] };
  return { ...original, targets: { raft: withCrash, boat } } as unknown as typeof original;
});

vi.mock(import('../workloads/index.ts'), async (load) => {
  const original = await load();
  const { register } = original.workloads;
  const crashing = {
    ...register,
    name: 'crashing',
    generator: (options: Parameters<typeof register.generator>[0]) => {
      const inner = register.generator(options);
      let left = 100;
      const wrap = (generator: typeof inner): typeof inner => ({
        op(context) {
          if (left-- === 0) throw new RangeError('a defect of ours');
          const next = generator.op(context);
          return next === null ? null : { ...next, rest: wrap(next.rest) };
        },
        update: (context, event) => wrap(generator.update(context, event)),
      });
      return wrap(inner);
    },
  };
  return { ...original, workloads: { ...original.workloads, crashing } } as typeof original;
});

const sandbox = new Sandbox();

describe('impossible combinations:', () => {
  test.each<[typed: string, ...parts: string[]]>([
    [
      '--env calm --nemesis clock',
      'nemesis clock needs clock faults, which environment calm cannot do; here these work: partition, pause, kill, packet',
    ],
    ['--env calm --nemesis partition,disk:torn-write', 'nemesis disk:torn-write needs', 'environment calm cannot do'],
    ['--env calm --nemesis all', 'which environment calm cannot do'],
    ['--env still --nemesis kill', 'nemesis kill needs process faults', 'here these work: none'],
    ['--bug hole-in-the-hull', 'bug hole-in-the-hull is planted in target boat, not in raft: choose --target boat'],
    ['--target boat --workload register', 'target boat cannot run the workload register: it runs rowing'],
    // Its default, which nobody wrote.
    ['--target boat', 'unknown workload rowing'],
  ])('harness test %s', async (typed, ...parts) => {
    expectRefusal(await sandbox.run(`test ${typed}`), ...parts);
  });

  test('harness bugs raft --bug hole-in-the-hull', async () => {
    expectRefusal(await sandbox.run('bugs raft --bug hole-in-the-hull'), 'is planted in target boat, not in raft');
  });

  test('what the environment can do goes through', async () => {
    expect((await sandbox.run('test --env calm --time-limit 1')).code).toBe(0);
  });
});

describe('a crash of ours', () => {
  const typed = 'test --workload crashing --seed 3 --time-limit 30';

  test('ends with 255, and says how to see it again and where the run was kept', async () => {
    const { code, out, err } = await sandbox.run(typed);
    expect({ code, out }).toEqual({ code: 255, out: '' });
    const [head, ...rest] = err.trimEnd().split('\n');
    expect(head).toMatch(/^This is a bug of the harness, not of the system under test: please report it/);
    expect(rest[0]).toBe('RangeError: a defect of ours');
    expect(rest[1]).toMatch(/^\s+at /);
    const [kept, replay] = rest.slice(-2);
    expect(replay).toBe('Replay: npx harness test --seed 3 --workload crashing --time-limit 30');
    const run = /^What was recorded is in (.+)$/.exec(kept ?? '')?.[1] ?? '';
    const { history, warnings } = openRun(run).history();
    expect(warnings).toEqual([]);
    expect(history.filter(({ type }) => type === 'invoke').length).toBeGreaterThan(20);
  });

  test('is an object with --json', async () => {
    const { code, out } = await sandbox.run(`${typed} --json`);
    expect(code).toBe(255);
    expect(JSON.parse(out)).toEqual({ error: expect.stringContaining('RangeError: a defect of ours') });
  });

  test('does not end a series, and outweighs all but a violation', async () => {
    const { code, said } = await sandbox.json(`${typed} --test-count 2`);
    expect(code).toBe(255);
    expect(said).toMatchObject({ valid: 'unknown', counts: { valid: 0, invalid: 0, unknown: 0, crashed: 2 } });
    expect(said.failures).toEqual(
      [3, 4].map((seed) => ({
        seed,
        outcome: 'crashed',
        checker: null,
        because: expect.stringContaining('RangeError: a defect of ours'),
        run: null,
        replay: `npx harness test --seed ${seed} --workload crashing --time-limit 30`,
      })),
    );
    const { out } = await sandbox.run(`${typed} --test-count 2`);
    expect(out).toMatch(/^CRASHED {2}seed 3\n/);
  });

  test('heals what it had broken', async () => {
    await sandbox.run(`${typed} --nemesis kill:all --nemesis-interval 0.1`);
    const history = readFileSync(sandbox.path('store', 'latest', 'history.jsonl'), 'utf8');
    expect(history).toContain('"f":"heal-all","value":{"phase":"done"}');
  });
});
