/** Plans: what is refused and in which words, and that the replay line says it all. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nemesisNames, shapesOf } from '../nemesis/index.ts';
import { targets } from '../targets/index.ts';
import type { Setting } from '../targets/target.ts';
import { UserError } from './core/errors.ts';
import { targetNamed } from './names.ts';
import { bugOf, DEFAULTS, homeOf, nemesesOf, type PlanOptions, planOf, replayLine, type TestPlan } from './plan.ts';

const planWith = (options: Partial<PlanOptions> = {}) => planOf({ ...DEFAULTS, seed: 7, ...options });

describe('a plan', () => {
  test('of the defaults is the one that the command line promises', () => {
    expect(planWith()).toEqual({
      version: expect.any(Number),
      target: 'raft',
      workload: 'register',
      settings: {},
      env: 'sim',
      nemesis: 'none',
      nemesisIntervalSeconds: 5,
      bug: null,
      nodes: 5,
      concurrency: 10,
      rate: 100,
      timeLimitSeconds: 60,
      keyCount: 5,
      opsPerKey: 200,
      opTimeoutSeconds: 5,
      recoverySeconds: 30,
      failFast: false,
      seed: 7,
    });
  });

  test('survives JSON: it is what plan.json holds', () => {
    const plan = planWith({ nemesis: 'all', bug: ['votes-twice'] });
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  });

  test.each([
    ['2n', 5, 10],
    ['1n', 64, 64],
    ['10', 3, 10],
    ['1', 5, 1],
    ['10000', 5, 10_000],
  ])('of concurrency %s on %i nodes has %i threads', (concurrency, nodes, threads) => {
    expect(planWith({ concurrency, nodes }).concurrency).toBe(threads);
  });

  test.each([
    ['none', []],
    ['kill', ['kill']],
    ['kill , partition:bridge', ['kill', 'partition:bridge']],
    ['all', nemesisNames()],
  ])('with --nemesis "%s" has these nemeses: %j', (nemesis, names) => {
    const plan = planWith({ nemesis });
    expect(nemesesOf(plan).map(({ name }) => name)).toEqual(names);
    expect(plan.nemesis).not.toContain(' ');
  });

  test.each<[Partial<PlanOptions>, message: string]>([
    [{ target: 'rfat' }, 'unknown target rfat (did you mean raft?); known are: '],
    [{ workload: 'regster' }, 'unknown workload regster (did you mean register?)'],
    [{ env: 'smi' }, 'unknown environment smi (did you mean sim?)'],
    [{ target: 'toString' }, 'unknown target toString; known are: '],
    [{ nemesis: 'kil' }, 'unknown nemesis "kil"'],
    [{ bug: ['vote-twice'] }, 'unknown bug of target raft vote-twice (did you mean votes-twice?)'],
    [
      { bug: ['votes-twice', 'votes-twice'] },
      '--bug was given 2 times (votes-twice, votes-twice): plant one bug at a time',
    ],
    [{ nodes: 0 }, '--nodes must be a whole number from 1 to 64, got 0'],
    [{ nodes: 1.5 }, '--nodes must be a whole number from 1 to 64, got 1.5'],
    [{ nodes: Number.NaN }, '--nodes must be a whole number from 1 to 64, got NaN'],
    [{ rate: -1 }, '--rate must be a number above 0, got -1'],
    [{ rate: Number.NaN }, '--rate must be a number above 0, got NaN'],
    // Nanoseconds are exact up to 104 days, and a wait of less than one of them is none.
    [{ rate: 1e-9 }, '--rate must be a number from 0.001 to 1000000, got 1e-9'],
    [{ rate: Number.POSITIVE_INFINITY }, '--rate must be a number from 0.001 to 1000000, got Infinity'],
    [{ timeLimitSeconds: 1e9 }, '--time-limit must be a number from 0.001 to 1000000, got 1000000000'],
    [{ nemesisIntervalSeconds: 1e-12 }, '--nemesis-interval must be a number from 0.001 to 1000000, got 1e-12'],
    [{ opTimeoutSeconds: 0 }, '--op-timeout must be a number above 0, got 0'],
    [{ recoverySeconds: 1e300 }, '--recovery must be a number from 0.001 to 1000000, got 1e+300'],
    [{ keyCount: 0 }, '--key-count must be a whole number from 1 to 1000000, got 0'],
    [{ opsPerKey: 1e9 }, '--ops-per-key must be a whole number from 1 to 1000000, got 1000000000'],
    [{ seed: -1 }, '--seed must be a whole number from 0 to 9007199254740991, got -1'],
    [
      { concurrency: '0' },
      '--concurrency must be a number from 1 to 10000, or a multiple of the nodes such as 2n, got 0',
    ],
    [{ concurrency: '2N' }, '--concurrency must be'],
    [{ concurrency: '' }, '--concurrency must be'],
    [{ concurrency: '1001n', nodes: 10 }, '--concurrency must be'],
    [
      { image: 'etcd:1', env: 'docker' },
      '--image etcd:1 is for real systems in containers, and programs of the harness run in an image of its own',
    ],
    [
      { image: 'etcd:1', env: 'local', target: 'etcd' },
      '--image etcd:1 is for real systems in containers, and environment local runs no containers: add --env docker',
    ],
  ])('of %j is refused', (options, message) => {
    expect(() => planWith(options)).toThrow(UserError);
    expect(() => planWith(options)).toThrow(message);
  });

  test('for a real system is refused where programs of ours alone can run', () => {
    expect(() => planWith({ target: 'etcd' })).toThrow(
      'target etcd is a real system, which environment sim cannot run: choose --env local',
    );
    expect(planWith({ target: 'etcd', env: 'local' }).env).toBe('local');
  });

  test('a bug is known by its name, in its own target', () => {
    for (const [target, { bugs }] of Object.entries(targets)) {
      for (const bug of bugs) expect(bugOf(target, bug.name)).toBe(bug);
    }
  });
});

describe('the replay line', () => {
  test('of the defaults is the seed alone', () => {
    expect(replayLine(planWith())).toBe('npx harness test --seed 7');
  });

  const nemesisWords = nemesisNames().flatMap((name) => [name, ...shapesOf(name).map((shape) => `${name}:${shape}`)]);
  const quantity = fc.double({ min: 0.001, max: 1_000_000, noNaN: true });
  const count = fc.integer({ min: 1, max: 1_000_000 });
  const settingOf = (setting: Setting): fc.Arbitrary<string | number> =>
    setting.kind === 'choice'
      ? fc.constantFrom(...setting.values)
      : fc.oneof(fc.constant(setting.low), fc.integer({ min: setting.low, max: setting.high }));
  const variants = Object.keys(targets).map((name) => {
    const { bugs, workloads, settings = {} } = targetNamed(name);
    const each = Object.fromEntries(Object.entries(settings).map(([flag, setting]) => [flag, settingOf(setting)]));
    return fc.record({
      target: fc.constant(name),
      env: fc.constant(homeOf(targetNamed(name))),
      workload: fc.constantFrom(undefined, ...workloads),
      settings: fc
        .tuple(fc.record(each), fc.subarray(Object.keys(settings)))
        .map(([all, kept]) => Object.fromEntries(Object.entries(all).filter(([flag]) => kept.includes(flag)))),
      bug: fc.constantFrom([], ...bugs.map((bug) => [bug.name])),
    });
  });
  const rest: fc.Arbitrary<Omit<PlanOptions, 'target' | 'env' | 'workload' | 'settings' | 'bug'>> = fc.record({
    nemesis: fc.oneof(
      fc.constantFrom('none', 'all'),
      fc.uniqueArray(fc.constantFrom(...nemesisWords), { minLength: 1, maxLength: 4 }).map((names) => names.join(', ')),
    ),
    nemesisIntervalSeconds: quantity,
    nodes: fc.integer({ min: 1, max: 64 }),
    concurrency: fc.constantFrom('1', '7', '2n', '3n', '10000'),
    rate: quantity,
    timeLimitSeconds: quantity,
    keyCount: count,
    opsPerKey: count,
    opTimeoutSeconds: quantity,
    recoverySeconds: quantity,
    failFast: fc.boolean(),
    seed: fc.maxSafeNat(),
  });
  // As often as not, an option keeps its default, which the line leaves out.
  const mixed = fc.tuple(fc.oneof(...variants), rest, fc.subarray(Object.keys(DEFAULTS))).map(
    ([variant, drawn, kept]): PlanOptions => ({
      ...drawn,
      ...variant,
      ...Object.fromEntries(Object.entries(DEFAULTS).filter(([name]) => !(name in variant) && kept.includes(name))),
    }),
  );

  /** Numbers are written in full and names as they are typed, so nothing that decides a run can get lost on the way. */
  test('parsed gives the plan again, as one word for each value', () => {
    fc.assert(
      fc.property(mixed, (drawn) => {
        const plan = plannedOr(drawn, fc.pre);
        expect(planOf(parse(replayLine(plan)))).toEqual(plan);
      }),
      { numRuns: 500 },
    );
  });

  test('names the settings that are not the fallback of the target, and the workload that is not its first', () => {
    for (const name of Object.keys(targets)) {
      const target = targetNamed(name);
      const { settings = {}, workloads } = target;
      const env = homeOf(target);
      const plan = planWith({ target: name, env });
      const flags = replayLine(plan).match(/--[a-z-]+/g);
      const changed = [...(name === DEFAULTS.target ? [] : ['--target']), ...(env === DEFAULTS.env ? [] : ['--env'])];
      expect(flags).toEqual(['--seed', ...changed]);
      expect([plan.workload, Object.keys(plan.settings)]).toEqual([workloads[0], Object.keys(settings)]);
    }
  });

  test('names the image of a real system', () => {
    const plan = planWith({ target: 'etcd', env: 'docker', image: 'mirror/etcd:v3@sha256:0' });
    expect(replayLine(plan)).toBe(
      'npx harness test --seed 7 --target etcd --env docker --image mirror/etcd:v3@sha256:0',
    );
    expect(planOf(parse(replayLine(plan)))).toEqual(plan);
  });

  test('leaves out what is the default, and nothing else', () => {
    expect(
      replayLine(planWith({ nodes: 3, concurrency: '2n', nemesis: 'kill', bug: ['votes-twice'], rate: 0.5 })),
    ).toBe('npx harness test --seed 7 --nemesis kill --bug votes-twice --nodes 3 --rate 0.5');
    expect(replayLine(planWith({ nodes: 3, concurrency: '10' }))).toBe(
      'npx harness test --seed 7 --nodes 3 --concurrency 10',
    );
  });
});

const TEXTS = {
  target: 'target',
  workload: 'workload',
  env: 'env',
  image: 'image',
  nemesis: 'nemesis',
  concurrency: 'concurrency',
} as const;
const NUMBERS = {
  nodes: 'nodes',
  rate: 'rate',
  seed: 'seed',
  'nemesis-interval': 'nemesisIntervalSeconds',
  'time-limit': 'timeLimitSeconds',
  'key-count': 'keyCount',
  'ops-per-key': 'opsPerKey',
  'op-timeout': 'opTimeoutSeconds',
  recovery: 'recoverySeconds',
} as const;

/** What a target refuses for reasons of its own is no plan, and none to be repeated. */
function plannedOr(options: PlanOptions, otherwise: (isPlan: boolean) => void): TestPlan {
  try {
    return planOf(options);
  } catch (error) {
    otherwise(false);
    throw error;
  }
}

const SWITCH = '--fail-fast';

/** As the shell splits it and the flags mean it. */
function parse(line: string): PlanOptions {
  const [npx, harness, command, ...all] = line.split(' ');
  const words = all.filter((word) => word !== SWITCH);
  expect([npx, harness, command, words.length % 2]).toEqual(['npx', 'harness', 'test', 0]);
  const typed = new Map(
    words.flatMap((word, i) => (i % 2 === 0 ? [[word.slice(2), words[i + 1] ?? '']] : [])) as [string, string][],
  );
  const bug = typed.has('bug') ? [typed.get('bug')] : [];
  const options: Record<string, unknown> = { ...DEFAULTS, bug, failFast: all.includes(SWITCH) };
  for (const [flag, name] of Object.entries(TEXTS)) if (typed.has(flag)) options[name] = typed.get(flag);
  for (const [flag, name] of Object.entries(NUMBERS)) if (typed.has(flag)) options[name] = Number(typed.get(flag));
  const known = targetNamed(typed.get('target') ?? DEFAULTS.target).settings ?? {};
  const others = [...typed].filter(([flag]) => flag !== 'bug' && !(flag in TEXTS) && !(flag in NUMBERS));
  expect(others.filter(([flag]) => !(flag in known))).toEqual([]);
  options.settings = Object.fromEntries(
    others.map(([flag, value]) => [flag, known[flag]?.kind === 'whole' ? Number(value) : value]),
  );
  return options as unknown as PlanOptions;
}
