/** The history of campaigns: what is added is there, once; what is damaged is left alone; what became slower is said. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addCampaign, type StoredCampaign, storedCampaigns } from './database.ts';
import { HISTORY } from './file.ts';
import { trendsOf } from './trends.ts';

let store = '';
beforeEach(() => {
  store = mkdtempSync(join(tmpdir(), 'harness-history-'));
});
afterEach(() => rmSync(store, { recursive: true, force: true }));

function campaign(night: number, over: Partial<StoredCampaign> = {}): StoredCampaign {
  return {
    ...{ id: `night-${night}/1of1`, name: `night-${night}`, endedAtMs: night * 86_400_000, plan: 'p', machine: 'm' },
    ...{ jobs: 2, runs: 500, failures: night % 2, crashes: 0, faults: 900, virtualMs: 3_600_000, elapsedMs: 60_000 },
    ...{ reached: 30, situations: 60, pairs: 90, causes: night % 2 },
    targets: [{ target: 'raft', runs: 500, virtualMs: 3_600_000, wallMs: 36_000 }],
    samples: [
      { atMs: 30_000, runs: 250, failures: 0, reached: 28 },
      { atMs: 60_000, runs: 500, failures: night % 2, reached: 30 },
    ],
    ...over,
  };
}

test('what is added is there, in the order of time, and added again it takes its own place', () => {
  expect(storedCampaigns(store)).toEqual([]);
  addCampaign(store, campaign(2));
  addCampaign(store, campaign(1));
  addCampaign(store, campaign(2, { runs: 900, samples: [] }));
  expect(storedCampaigns(store)).toEqual([campaign(1), campaign(2, { runs: 900, samples: [] })]);
  expect(trendsOf(store).campaigns).toMatchObject([
    { name: 'night-1', runsPerSecond: 500 / 60, virtualHours: 1, speeds: { raft: 100 } },
    { name: 'night-2', runsPerSecond: 15, course: [] },
  ]);
});

describe('a slow-down', () => {
  const slow = [{ target: 'raft', runs: 500, virtualMs: 3_600_000, wallMs: 60_000 }];

  test.each<[string, Partial<StoredCampaign>, number, RegExp | undefined]>([
    ['by 40 %', { targets: slow }, 5, /^raft ran 40 % slower .* 60 times .* against 100 .* of the 5 campaigns/],
    ['by 10 %', { targets: [{ target: 'raft', runs: 500, virtualMs: 3_240_000, wallMs: 36_000 }] }, 5, undefined],
    ['after two campaigns', { targets: slow }, 2, undefined],
    ['of another plan', { targets: slow, plan: 'other' }, 5, undefined],
    ['on another machine', { targets: slow, machine: 'other' }, 5, undefined],
    ['with other jobs', { targets: slow, jobs: 1 }, 5, undefined],
    ['seen in ten runs', { targets: slow.map((row) => ({ ...row, runs: 10 })) }, 5, undefined],
  ])('%s', (_what, over, before, remark) => {
    for (let night = 1; night <= before; night++) addCampaign(store, campaign(night));
    addCampaign(store, campaign(before + 1, over));
    const { remarks } = trendsOf(store);
    expect(remarks).toEqual(remark === undefined ? [] : [expect.stringMatching(remark)]);
  });
});

describe('a database that is none', () => {
  test.each([
    ['text', 'not a database, and rather longer than the head of one would be, '.repeat(40)],
    ['cut off', undefined],
  ])('%s: one sentence, and nothing is lost', (_what, text) => {
    const path = join(store, HISTORY);
    addCampaign(store, campaign(1));
    writeFileSync(path, text ?? readFileSync(path).subarray(0, 5_000));
    const before = readFileSync(path);
    const refusal = expect.objectContaining({
      name: 'UserError',
      message: expect.stringMatching(/^cannot read the history of campaigns in .*; move the file away/),
    });
    expect(() => trendsOf(store)).toThrow(refusal);
    expect(() => addCampaign(store, campaign(2))).toThrow(refusal);
    expect(readFileSync(path)).toEqual(before);
  });
});

test('a lock that a killed process left is opened', () => {
  addCampaign(store, campaign(1));
  const lock = join(store, `${HISTORY}.lock`);
  mkdirSync(lock);
  utimesSync(lock, 0, 0);
  addCampaign(store, campaign(2));
  expect(storedCampaigns(store).length).toBe(2);
});
