/** Which runs a campaign has: drawn from their numbers alone, and parted among shards without loss. */
import { describe, expect, test } from 'vitest';
import { nemeses } from '../../nemesis/index.ts';
import { targets } from '../../targets/index.ts';
import { isService } from '../../targets/target.ts';
import { targetNamed } from '../names.ts';
import { nemesesOf, replayLine } from '../plan.ts';
import { settingsOf } from '../settings.ts';
import { type Campaign, draw, realNumbers, simulatedNumbers } from './campaign.ts';
import { entriesOf } from './entries.ts';

const simulated = Object.keys(targets).filter((name) => !isService(targetNamed(name)));

function campaignOf(over: Partial<Campaign> = {}): Campaign {
  const entries = entriesOf({}, () => '');
  return { version: 1, name: 'test', seed: 7, entries, minutes: null, runs: 100, shard: { index: 1, of: 1 }, ...over };
}

const plansOf = (campaign: Campaign) =>
  [...simulatedNumbers(campaign)].map((number) => draw(campaign, { lane: 'simulated', number }).plan);

test('a run is decided by the seed and its number', () => {
  const lines = plansOf(campaignOf()).map(replayLine);
  expect(plansOf(campaignOf()).map(replayLine)).toEqual(lines);
  expect(new Set(lines).size).toBe(100);
  expect(plansOf(campaignOf({ seed: 8 })).map(replayLine)).not.toContain(lines[0]);
});

test.each([2, 3, 7])('%i shards have the runs of one, each once', (of) => {
  const parts = Array.from({ length: of }, (_, i) => [
    ...simulatedNumbers(campaignOf({ shard: { index: i + 1, of } })),
  ]);
  expect(parts.flat().sort((a, b) => a - b)).toEqual([...simulatedNumbers(campaignOf())]);
  expect(Math.max(...parts.map(({ length }) => length)) - Math.min(...parts.map(({ length }) => length))).toBe(
    100 % of === 0 ? 0 : 1,
  );
});

test('runs in real time are counted beforehand, and take turns', () => {
  const entries = entriesOf({ target: ['raft', 'locks'], env: ['sim', 'local'], runs: 2 }, () => '');
  const campaign = campaignOf({ entries });
  const drawn = realNumbers(campaign).map((number) => draw(campaign, { lane: 'real', number }).plan);
  expect(drawn.map(({ target, env }) => `${target} ${env}`)).toEqual([
    'raft local',
    'locks local',
    'raft local',
    'locks local',
  ]);
  const halves = [1, 2].map((index) => realNumbers({ ...campaign, shard: { index, of: 2 } }));
  expect(halves.flat().sort()).toEqual([0, 1, 2, 3]);
  expect(plansOf(campaign).every(({ env }) => env === 'sim')).toBe(true);
});

describe('swarm', () => {
  const plans = plansOf(campaignOf({ runs: 2_000 }));

  /** Of 2,000 runs each family is off in most and on in hundreds: binomial, with many standard deviations to spare. */
  test.each(Object.keys(nemeses))('%s is off in most runs, and on in many', (family) => {
    const on = plans.filter((plan) => nemesesOf(plan).some(({ name }) => name.startsWith(family))).length;
    expect(on).toBeGreaterThan(200);
    expect(on).toBeLessThan(1_200);
  });

  test('faults are weighed wildly differently, and still have their turns before the run is over', () => {
    const paces = plans.flatMap((plan) => {
      const all = nemesesOf(plan).map(({ everySeconds }) => everySeconds ?? Number.NaN);
      for (const pace of all) expect(pace).toBeLessThanOrEqual(plan.timeLimitSeconds / 4);
      return all;
    });
    expect(Math.max(...paces) / Math.min(...paces)).toBeGreaterThan(30);
  });

  test('clusters, loads and variants differ', () => {
    for (const of of [
      'nodes',
      'concurrency',
      'rate',
      'keyCount',
      'opsPerKey',
      'timeLimitSeconds',
      'workload',
    ] as const) {
      expect(new Set(plans.map((plan) => plan[of])).size).toBeGreaterThan(4);
    }
    expect(new Set(plans.map(({ target }) => target))).toEqual(new Set(simulated));
  });
});

test.each(simulated)('variants of %s name workloads, settings and nemeses that there are', (name) => {
  const target = targetNamed(name);
  for (const { workloads, settings, faults = [] } of target.variants ?? []) {
    for (const workload of workloads) expect(target.workloads).toContain(workload);
    for (const [setting, values] of Object.entries(settings)) {
      for (const value of values) settingsOf(target, { [setting]: value });
    }
    nemesesOf({ nemesis: faults.join(',') || 'none' });
  }
  // A workload without a variant would never be drawn.
  const drawn = new Set((target.variants ?? [{ workloads: target.workloads }]).flatMap(({ workloads }) => workloads));
  expect(drawn).toEqual(new Set(target.workloads));
});

test('planted bugs are drawn from all of the target', () => {
  const entries = entriesOf({ target: ['raft'], bug: ['random'] }, () => '');
  const bugs = plansOf(campaignOf({ entries, runs: 400 })).map(({ bug }) => bug);
  expect(new Set(bugs)).toEqual(new Set(targets.raft.bugs.map(({ name }) => name)));
});
