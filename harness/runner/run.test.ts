/** One run from plan to result: what is kept, what an end before its time leaves, and what makes a run worth nothing. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { liveness } from '../../checkers/liveness.ts';
import type { Op } from '../../histories/op.ts';
import { nemeses } from '../../nemesis/index.ts';
import type { Nemesis } from '../../nemesis/nemesis.ts';
import { targets } from '../../targets/index.ts';
import { raft } from '../../targets/raft/index.ts';
import { DidNotHappen } from '../../targets/target.ts';
import { replayLine, type TestPlan } from '../plan.ts';
import { workloads } from '../workloads/index.ts';
import { huntPlan } from './hunt.ts';
import { runTest } from './run.ts';
import type { RunOptions, RunProgress } from './run-options.ts';
import { clientOf, planWith, repeatable, withStore } from './runner.support.ts';

afterEach(() => vi.restoreAllMocks());

const directoryOf = (store: string): string => {
  const [test = ''] = readdirSync(store).filter((name) => name !== 'latest');
  const [run = ''] = readdirSync(join(store, test)).filter((name) => name !== 'latest');
  return join(store, test, run);
};
const lines = (path: string) => readFileSync(path, 'utf8').trimEnd().split('\n');
const historyIn = (directory: string): Op[] => lines(join(directory, 'history.jsonl')).map((line) => JSON.parse(line));
const json = (path: string) => JSON.parse(readFileSync(path, 'utf8'));

/** Runs it in a store of its own, and looks at what is there afterwards. */
async function kept<T>(plan: TestPlan, options: Partial<RunOptions>, look: (directory: string) => T) {
  return withStore(async (store) => {
    const ended = await runTest(plan, { ...options, store }).then(
      (result) => ({ result, error: undefined }),
      (error: unknown) => ({ result: undefined, error }),
    );
    return { ...ended, seen: look(directoryOf(store)) };
  });
}

const isHealed = (history: readonly Op[]) =>
  history.some(({ f, value }) => f === 'heal-all' && JSON.stringify(value).includes('done'));

describe('a whole run', () => {
  test('is valid, and all that it takes to judge and to repeat it is on disk', async () => {
    const plan = planWith({ nemesis: 'kill,partition' });
    const { result, seen } = await kept(plan, {}, (directory) => ({
      directory,
      history: historyIn(directory),
      plan: json(join(directory, 'plan.json')),
      results: json(join(directory, 'results.json')),
      logs: readdirSync(join(directory, 'nodes')).length,
      latest: existsSync(join(directory, '..', '..', 'latest')) || existsSync(join(directory, '..', 'latest')),
    }));
    expect(result).toMatchObject({
      valid: true,
      version: plan.version,
      seed: 1,
      run: seen.directory,
      replay: replayLine(plan),
      interrupted: false,
      plan,
    });
    expect(seen).toMatchObject({ plan, results: JSON.parse(JSON.stringify(result)), logs: 5, latest: true });
    expect(Object.values(result?.checkers ?? {}).map(({ valid }) => valid)).not.toContain(undefined);
    expect(Object.keys(result?.checkers ?? {})).toEqual(
      expect.arrayContaining([
        'linearizable',
        'invariants',
        'nodes',
        'stats',
        'availability',
        'exceptions',
        'liveness',
        'nemesis',
      ]),
    );
    const clients = seen.history.filter(({ process }) => process !== 'nemesis');
    expect(clients.filter(({ type }) => type === 'invoke')).toHaveLength(result?.operations ?? -1);
    for (const [f, counts] of Object.entries(result?.ops ?? {})) {
      for (const [type, count] of Object.entries(counts)) {
        expect([f, type, clients.filter((op) => op.f === f && op.type === type).length]).toEqual([f, type, count]);
      }
    }
    for (const nemesis of ['kill', 'partition']) {
      expect(result?.nemesis[nemesis]?.decisions).toBeGreaterThan(3);
      expect(result?.nemesis[nemesis]?.bites).toBeGreaterThan(0);
    }
    expect(result?.virtualMs).toBeGreaterThanOrEqual(10_000);
  });

  test('without a store leaves nothing behind, and is the same run', async () => {
    const plan = planWith({ nemesis: 'pause' });
    const alone = await runTest(plan, { store: null });
    const { result } = await kept(plan, {}, () => undefined);
    expect(alone.run).toBe(null);
    expect(repeatable(alone)).toBe(repeatable(result));
  });

  test('tells how it goes: every second of its own time, and its phases in order', async () => {
    const told: RunProgress[] = [];
    await runTest(planWith(), { store: null, onProgress: (progress) => told.push(progress) });
    expect(told[0]).toEqual({ phase: 'running', nowSeconds: 0, totalSeconds: 10, operations: 0 });
    expect(told.slice(0, 10).map(({ nowSeconds }) => nowSeconds)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(told.at(-1)?.phase).toBe('checking');
    const order = ['running', 'healing', 'recovering', 'checking'];
    const phases = told.map(({ phase }) => order.indexOf(phase));
    expect(phases).toEqual([...phases].sort());
  });
});

describe('an end before its time', () => {
  const abortAt = (seconds: number) => {
    const controller = new AbortController();
    const onProgress = ({ nowSeconds }: RunProgress) => nowSeconds >= seconds && controller.abort();
    return { signal: controller.signal, onProgress };
  };

  test.each([0, 4])('an abort after %i s: healed, saved, and judged as what it is', async (seconds) => {
    const options = abortAt(seconds);
    const { result, seen } = await kept(planWith({ nemesis: 'partition,kill' }), options, historyIn);
    expect(result).toMatchObject({ interrupted: true, valid: 'unknown' });
    expect(isHealed(seen)).toBe(true);
    expect(result?.virtualMs).toBeGreaterThanOrEqual(seconds * 1000);
    expect(result?.virtualMs).toBeLessThan(seconds * 1000 + 6000);
    expect((await liveness({ concurrency: 1 }).check(seen, options.signal)).valid).toBe('unknown');
  });

  test('an abort before anything has begun', async () => {
    const { result, seen } = await kept(planWith(), { signal: AbortSignal.abort() }, historyIn);
    expect([result?.valid, result?.operations, isHealed(seen)]).toEqual(['unknown', 0, true]);
  });

  test('an abort does not save a run that was wrong already', async () => {
    const plan = planWith({ nodes: 3, nemesis: 'disk:lose-unsynced', bug: ['log-not-synced'], timeLimitSeconds: 60 });
    expect(await runTest(plan, { store: null, ...abortAt(20) })).toMatchObject({ interrupted: true, valid: false });
  });

  test('fail-fast ends a run at the tick after the first broken invariant', async () => {
    const plan = planWith({ nodes: 3, nemesis: 'disk:lose-unsynced', bug: ['log-not-synced'], timeLimitSeconds: 60 });
    const whole = await runTest(plan, { store: null });
    const fast = await runTest({ ...plan, failFast: true }, { store: null });
    expect([whole.valid, fast.valid, fast.interrupted]).toEqual([false, false, false]);
    expect(fast.virtualMs).toBeLessThan(whole.virtualMs / 2);
    expect(fast.checkers.invariants).toMatchObject({ valid: false });
  });

  test('fail-fast ends a run soon after clients saw what cannot be, which no invariant shows', async () => {
    const bug = targets.raft.bugs.find(({ name }) => name === 'answered-before-replication');
    if (bug === undefined) throw new Error('that bug is gone');
    const plan = { ...huntPlan({ target: 'raft', bug }, { seed: 1 }), timeLimitSeconds: 120, failFast: false };
    const whole = await runTest(plan, { store: null });
    const fast = await runTest({ ...plan, failFast: true }, { store: null });
    expect([whole.valid, fast.valid]).toEqual([false, false]);
    expect(fast.checkers).toMatchObject({ invariants: { valid: true }, linearizable: { valid: false } });
    expect(fast.virtualMs).toBeLessThan(whole.virtualMs / 2);
    // A variant that promises less is not judged by linearizability, and so its runs do not end for want of it.
    vi.spyOn(workloads.register, 'checkers').mockReturnValue([]);
    const weak = await runTest({ ...plan, timeLimitSeconds: 20, failFast: true }, { store: null });
    expect(weak.checkers).not.toHaveProperty('linearizable');
    expect(weak.virtualMs).toBeGreaterThan(20_000);
  });
});

describe('a defect of the harness is thrown, after healing and saving', () => {
  const broken = (fields: Partial<Nemesis>): Partial<RunOptions> => {
    const good = nemeses.partition.of('one');
    if (good === undefined) throw new Error('there is no partition:one');
    vi.spyOn(nemeses.partition, 'of').mockReturnValue({ ...good, name: 'partition', ...fields } as typeof good);
    return {};
  };
  const mishap = new Error('mishap');
  const fails = () => {
    throw mishap;
  };

  test.each<[string, () => Partial<RunOptions>, healed: boolean]>([
    ['a nemesis that cannot decide', () => broken({ next: fails }), true],
    ['a fault that cannot be carried out', () => broken({ invoke: async () => fails() }), true],
    ['a nemesis that cannot heal', () => broken({ heal: async () => fails() }), false],
    [
      'an onlooker that throws',
      () => ({ onProgress: ({ nowSeconds }) => (nowSeconds >= 3 ? fails() : undefined) }),
      true,
    ],
  ])('%s', async (_name, prepare, healed) => {
    const options = prepare();
    const { error, seen } = await kept(
      planWith({ nemesis: 'partition', recoverySeconds: 5 }),
      options,
      (directory) => ({
        history: historyIn(directory),
        judged: existsSync(join(directory, 'results.json')),
      }),
    );
    expect(error).toBe(mishap);
    expect(seen.history.length).toBeGreaterThan(10);
    // Where it failed while faults were injected, it did not go on to its time limit without them.
    if (healed) expect(seen.history.at(-1)?.time).toBeLessThan(9.5e9);
    expect([isHealed(seen.history), seen.judged]).toEqual([healed, false]);
  });
});

describe('a run that shows nothing is unknown', () => {
  test('a nemesis that never bit', async () => {
    const result = await runTest(planWith({ nodes: 1, nemesis: 'partition' }), { store: null });
    expect(result).toMatchObject({
      valid: 'unknown',
      checkers: { nemesis: { valid: 'unknown' }, linearizable: { valid: true } },
    });
  });

  test.each<[string, (f: string) => Error | undefined, checkers: object]>([
    ['reads always fail', (f) => (f === 'read' ? new DidNotHappen('no') : undefined), { stats: { valid: 'unknown' } }],
    [
      'everything ends in the unknown',
      () => new Error('cut'),
      { stats: { valid: 'unknown' }, availability: { valid: 'unknown' }, liveness: { valid: false } },
    ],
  ])('clients for whom %s', async (_name, errorOf, checkers) => {
    const open = raft.open;
    vi.spyOn(raft, 'open').mockImplementation((runtime, node, options) => {
      const real = open(runtime, node, options);
      return {
        ...clientOf(() => Promise.resolve(null)),
        async invoke(invocation) {
          const error = errorOf(invocation.f);
          if (error !== undefined) throw error;
          return real.invoke(invocation);
        },
      };
    });
    const result = await runTest(planWith({ timeLimitSeconds: 5, recoverySeconds: 3 }), { store: null });
    expect(result.valid).not.toBe(true);
    expect(result).toMatchObject({ checkers });
  });

  test('a target to which no client can be opened', async () => {
    vi.spyOn(raft, 'open').mockImplementation(() => {
      throw new TypeError('no such address');
    });
    const result = await runTest(planWith({ timeLimitSeconds: 2, recoverySeconds: 1 }), { store: null });
    expect(result).toMatchObject({
      valid: false,
      checkers: { stats: { valid: 'unknown' }, liveness: { valid: false } },
    });
    expect(JSON.stringify(result.checkers.exceptions)).toContain('crash: TypeError: no such address');
  });

  test('nodes whose code throws are a verdict of their own', async () => {
    const run = raft.run;
    vi.spyOn(raft, 'run').mockImplementation((options) => {
      const program = run(options);
      return {
        ...program,
        start(runtime) {
          if (runtime.self === 'n2')
            runtime.timers.after(2000, () => {
              throw new Error('out of ideas');
            });
          return program.start(runtime);
        },
      };
    });
    const result = await runTest(planWith({ timeLimitSeconds: 5 }), { store: null });
    expect(result).toMatchObject({
      valid: false,
      checkers: { nodes: { valid: false, because: expect.stringContaining('n2 threw at 2.0') } },
    });
  });
});
