/** What a user may choose: profiles, what overrides them, and what is refused in one sentence. */
import { describe, expect, test } from 'vitest';
import { configOf, quorumOf, refuse, type StoreConfig, settings } from './profiles.ts';
import { LITERATURE } from './rules.ts';

describe('a profile', () => {
  test.each<[object, Partial<StoreConfig>]>([
    [{}, { n: 3, r: 2, w: 2, versions: 'lamport', writeBack: true, sloppy: false, hints: false }],
    [
      { consistency: 'dynamo' },
      { n: 3, r: 2, w: 2, versions: 'timestamp', writeBack: false, sloppy: true, hints: true },
    ],
    [{ consistency: 'read-one' }, { r: 1, w: 3, sloppy: false }],
    [{ consistency: 'write-one' }, { r: 3, w: 1, sloppy: false }],
    [{ consistency: 'eventual' }, { r: 1, w: 1, sloppy: true, readRepair: true }],
    [
      { consistency: 'custom', n: 5, r: 4, w: 1 },
      { n: 5, r: 4, w: 1, versions: 'timestamp' },
    ],
    // A majority is of the copies that there are.
    [{ n: 5 }, { n: 5, r: 3, w: 3 }],
    [
      { consistency: 'read-one', n: 5 },
      { r: 1, w: 5 },
    ],
    [
      { versions: 'vector', 'write-back': 'off', sloppy: 'on', hints: 'on' },
      { versions: 'vector', writeBack: false, sloppy: true },
    ],
    [
      { consistency: 'dynamo', 'read-repair': 'off', 'anti-entropy': 'off', 'grace-ms': 7 },
      { readRepair: false, antiEntropy: false, graceMs: 7 },
    ],
  ])('%j', (chosen, config) => {
    expect(configOf({ ...chosen }, LITERATURE)).toMatchObject(config);
  });

  test('every setting has a fallback that it allows', () => {
    for (const setting of Object.values(settings)) {
      if (setting.kind === 'choice') expect(setting.values).toContain(setting.fallback);
      else expect(setting.fallback >= setting.low && setting.fallback <= setting.high).toBe(true);
    }
  });
});

describe('settings', () => {
  const plan = { nodes: 5, workload: 'rw-register' };
  test.each<[string, object, object, RegExp | undefined]>([
    ['as they are', {}, {}, undefined],
    ['R + W <= N, which is for the checkers to judge', { r: 1, w: 1 }, {}, undefined],
    [
      'R above N',
      { consistency: 'custom', r: 4 },
      {},
      /^a read cannot wait for 4 replicas of 3 \(N\): lower --r or raise --n$/,
    ],
    ['W above N', { n: 2, w: 3 }, {}, /^a write cannot wait for 3 replicas of 2/],
    [
      'N above the nodes',
      { n: 6 },
      {},
      /^6 copies of each key \(N\) need 6 nodes, and there are 5: raise --nodes or lower --n$/,
    ],
    ['the copies of the profile above the nodes', {}, { nodes: 2 }, /^3 copies .* there are 2/],
    [
      'an unknown profile',
      { consistency: 'dynamite' },
      {},
      /^unknown consistency profile dynamite: known are strong, dynamo/,
    ],
    ['siblings in a register', { versions: 'vector' }, {}, /rw-register reads one value/],
    ['siblings without vectors', {}, { workload: 'siblings' }, /choose --versions vector$/],
    ['sloppy without hints', { sloppy: 'on' }, {}, /keeps its writes as hints, which are off: give --hints on/],
  ])('%s', (_what, chosen, other, sentence) => {
    const objection = refuse({ ...chosen }, { ...plan, ...other });
    if (sentence === undefined) expect(objection).toBeUndefined();
    else {
      expect(objection).toMatch(sentence);
      expect(objection).not.toMatch(/[.\n]$/);
    }
  });
});

test.each([
  [null, 2, 2],
  ['ONE', 2, 1],
  ['TWO', 1, 2],
  ['THREE', 1, 3],
  ['QUORUM', 1, 3],
  ['ALL', 1, 5],
] as const)('level %s of a store that waits for %i means %i of 5', (level, size, need) => {
  expect(quorumOf(level, size, 5, LITERATURE)).toBe(need);
});

test('any two majorities have a member in common', () => {
  for (let n = 1; n <= 9; n++) {
    const majority = LITERATURE.majority(n);
    expect(2 * majority).toBeGreaterThan(n);
    expect(2 * (majority - 1)).toBeLessThanOrEqual(n);
  }
});
