/**
 * Runs in real time, on a simulation that stands for an environment of which this machine can do a part: its network
 * duplicates nothing. What it cannot do is left out and said, and the rest is done.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { listRuns } from '../../histories/store.ts';
import { DEFAULTS, type PlanOptions, planOf } from '../plan.ts';
import { RealRuns } from './real-run.ts';

vi.mock(import('../environments/index.ts'), async (load) => {
  const original = await load();
  const { sim } = original.environments;
  const effects = new Set(['cut', 'one-way', 'loss'] as const);
  const deploy: typeof sim.deploy = async (request) => {
    const cluster = await sim.deploy(request);
    return new Proxy(cluster, {
      get(whole, name) {
        if (name === 'effects') return effects;
        const member: unknown = Reflect.get(whole, name, whole);
        return typeof member === 'function' ? member.bind(whole) : member;
      },
    });
  };
  return { ...original, environments: { ...original.environments, partial: { ...sim, name: 'partial', deploy } } };
});

let store = '';
beforeEach(() => {
  store = mkdtempSync(join(tmpdir(), 'harness-real-run-'));
});
afterEach(() => rmSync(store, { recursive: true, force: true }));

const NEMESES = ['partition', 'packet:duplicate', 'packet:reorder'];
const plan = (nemesis: string, over: Partial<PlanOptions> = {}) =>
  planOf({ ...DEFAULTS, env: 'partial', nodes: 3, timeLimitSeconds: 3, seed: 4, nemesis, ...over });

function realRuns(signal = new AbortController().signal) {
  const told: string[] = [];
  const runs = new RealRuns({ store, signal, onImpossible: (env, because) => told.push(`${env}: ${because}`) });
  return { runs, told };
}

test('a nemesis that cannot be had is left out, and said once', async () => {
  const { runs, told } = realRuns();
  const both = await runs.do(plan('packet:duplicate@1,partition@0.5'), { nemeses: NEMESES });
  expect(both).toMatchObject({ run: null, without: ['packet:duplicate'], result: { valid: true } });
  expect(both.result?.plan.nemesis).toBe('partition@0.5');
  const alone = await runs.do(plan('packet:duplicate@2'), { nemeses: NEMESES });
  expect(alone).toMatchObject({ without: ['packet:duplicate'], result: { plan: { nemesis: 'none' } } });
  expect(told).toEqual([expect.stringMatching(/^partial: nemesis packet:duplicate needs duplicate of links/)]);
});

test('of what was asked for nothing can be had: refused', async () => {
  const { runs, told } = realRuns();
  const refused = runs.do(plan('packet:duplicate@1,packet:reorder@1'), { nemeses: NEMESES.slice(1) });
  await expect(refused).rejects.toThrow(/^nemesis packet:duplicate needs duplicate of links/);
  expect(told).toEqual([]);
  expect(listRuns(store)).toEqual([]);
});

test('what failed is kept, what passed is not, and latest is what is there', async () => {
  const { runs } = realRuns();
  const entry = { nemeses: NEMESES };
  expect((await runs.do(plan('none'), entry)).run).toBeNull();
  expect(existsSync(join(store, 'latest'))).toBe(false);
  const bug = { bug: ['answered-before-replication'], timeLimitSeconds: 20, keyCount: 1, failFast: true };
  const bad = await runs.do(plan('partition@1', bug), entry);
  expect(bad.result?.valid).toBe(false);
  await runs.do(plan('none'), entry);
  expect(listRuns(store).map(({ path }) => path)).toEqual([bad.run]);
  expect(existsSync(join(store, 'latest', 'results.json'))).toBe(true);
});

test('cut short it says nothing, and is not kept', async () => {
  const stop = new AbortController();
  stop.abort();
  const { runs } = realRuns(stop.signal);
  expect(await runs.do(plan('none'), { nemeses: NEMESES })).toEqual({ result: undefined, run: null, without: [] });
  expect(listRuns(store)).toEqual([]);
});
