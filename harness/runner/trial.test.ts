/** Claims on trial: what counts as holding and as violated, and that every claim that a target makes can be tried. */
import { describe, expect, test } from 'vitest';
import { levelNames } from '../../checkers/consistency/levels.ts';
import { targets } from '../../targets/index.ts';
import type { Claim } from '../../targets/target.ts';
import { targetNamed } from '../names.ts';
import type { TestPlan } from '../plan.ts';
import { type RunOutcome, type RunPool, sameThread } from './run-pool.ts';
import { claimPlan, type Finding, tryClaims } from './trial.ts';

const claim: Claim = {
  name: 'made-up',
  claim: 'Nothing happens.',
  workload: 'register',
  nemesis: 'kill',
  options: { timeLimitSeconds: 7, nodes: 3 },
  expect: { verdict: 'holds' },
};
const broken: Claim = { ...claim, expect: { verdict: 'violated', checker: 'linearizable' } };

const because = 'Because.';
/** What a run came to, in a letter: valid, invalid by one or another checker or by both, unknown, not decided. */
const OUTCOMES: { readonly [letter: string]: Pick<RunOutcome, 'valid' | 'problems'> | undefined } = {
  v: { valid: true, problems: {} },
  l: { valid: false, problems: { linearizable: { valid: false, because, witness: [1] } } },
  n: { valid: false, problems: { nodes: { valid: false, because } } },
  b: { valid: false, problems: { nodes: { valid: false, because }, linearizable: { valid: false, because } } },
  u: { valid: 'unknown', problems: { stats: { valid: 'unknown', because } } },
  '-': undefined,
};

/** The run of seed 11 comes to the first letter. */
function poolOf(letters: string, jobs = 3): RunPool {
  return {
    jobs,
    async run({ seed }: TestPlan) {
      const outcome = OUTCOMES[letters[seed - 11] ?? '-'];
      return outcome && { ...outcome, operations: 1, nemesis: {}, situations: {}, faults: 0, virtualMs: 1, wallMs: 1 };
    },
    close: async () => {},
  };
}

const tried = async (one: Claim, letters: string) => {
  const charges = [{ target: 'raft', claim: one }];
  const [only] = await tryClaims(charges, { seed: 11, seeds: letters.length, pool: poolOf(letters) });
  if (only === undefined) throw new Error('nothing was tried');
  return only;
};

describe('a claim', () => {
  test.each<[one: Claim, letters: string, Finding, asExpected: boolean, seed: number | null, shown: unknown]>([
    [claim, 'vvvv', 'holds', true, null, null],
    [claim, 'vvuv', 'unknown', false, null, [13, 'stats', 'unknown']],
    [claim, 'vuvn', 'violated', false, 14, [14, 'nodes', false]],
    [claim, 'uuuu', 'unknown', false, null, [11, 'stats', 'unknown']],
    [broken, 'vvlu', 'violated', true, 13, [13, 'linearizable', false]],
    [broken, 'vvbl', 'violated', true, 13, [13, 'linearizable', false]],
    [broken, 'vnnl', 'violated', true, 14, [14, 'linearizable', false]],
    [broken, 'vvnn', 'otherwise', false, null, [13, 'nodes', false]],
    [broken, 'vvvv', 'holds', false, null, null],
    [broken, 'vuvv', 'unknown', false, null, [12, 'stats', 'unknown']],
  ])('%j of which the runs are %s: %s', async (one, letters, observed, asExpected, seed, shown) => {
    const result = await tried(one, letters);
    expect(result).toMatchObject({ name: 'made-up', target: 'raft', observed, asExpected, seed, runs: 4 });
    const { valid, invalid, unknown } = result;
    const counted = (wanted: string) => [...letters].filter((letter) => wanted.includes(letter)).length;
    expect([valid, invalid, unknown]).toEqual([counted('v'), counted('lnb'), counted('u')]);
    const of = result.shown;
    expect(of && [of.seed, of.checker, of.verdict.valid]).toEqual(shown);
    const shownSeed = result.shown?.seed ?? 11;
    expect(result.replay).toBe(`npx harness test --seed ${shownSeed} --nemesis kill --nodes 3 --time-limit 7`);
  });

  test('of which no run was decided is unknown', async () => {
    expect(await tried(claim, '--')).toMatchObject({ observed: 'unknown', asExpected: false, runs: 0 });
    expect(await tried(claim, 'v-')).toMatchObject({ observed: 'holds', runs: 1 });
  });

  test.each<[what: string, levels: (RunOutcome['levels'] | undefined)[], expected: readonly string[] | null]>([
    ['all levels', [levelNames, levelNames], ['linearizable']],
    [
      'what every run had',
      [
        ['causal', 'coherent', 'read-your-writes'],
        ['causal', 'read-your-writes'],
      ],
      ['causal'],
    ],
    [
      'several, where none implies the other',
      [levelNames, ['monotonic-reads', 'read-your-writes']],
      ['monotonic-reads', 'read-your-writes'],
    ],
    ['nothing', [levelNames, []], []],
    ['nothing where a run was not asked', [levelNames, undefined], null],
  ])('had %s', async (_what, levels, expected) => {
    const pool: RunPool = {
      ...poolOf('vv'),
      async run(plan: TestPlan) {
        const outcome = await poolOf('vv').run(plan);
        const held = levels[plan.seed - 11];
        return outcome && { ...outcome, ...(held && { levels: held }) };
      },
    };
    const [only] = await tryClaims([{ target: 'raft', claim }], { seed: 11, seeds: 2, pool });
    expect(only?.levels).toEqual(expected);
  });

  test('is tried with its variant, its faults and its bug', () => {
    const plan = claimPlan('raft', { ...claim, bug: 'votes-twice' }, 5);
    expect(plan).toMatchObject({ bug: 'votes-twice', nemesis: 'kill', nodes: 3, timeLimitSeconds: 7, seed: 5 });
    expect(plan.failFast).toBe(false);
  });
});

test('a run of registers says which levels it had', async () => {
  const strong: Claim = { ...claim, workload: 'rw-register', nemesis: 'none', settings: { consistency: 'strong' } };
  const outcome = await sameThread.run(claimPlan('quorum', strong, 1));
  expect(outcome?.levels).toEqual(levelNames);
  expect((await sameThread.run(claimPlan('raft', { ...claim, nemesis: 'none' }, 1)))?.levels).toBeUndefined();
});

describe('a trial', () => {
  const charges = ['one', 'two', 'three'].map((name) => ({ target: 'raft', claim: { ...claim, name } }));

  test('tries all claims with all seeds, in their order, and tells how far it is', async () => {
    const begun: string[] = [];
    const overs: number[] = [];
    const onRun = (run: { claim: string; seed: number; over: number }) => {
      begun.push(`${run.claim} ${run.seed}`);
      overs.push(run.over);
    };
    const all = await tryClaims(charges, { seed: 11, seeds: 2, pool: poolOf('vv', 2), onRun });
    expect(begun).toEqual(['one 11', 'one 12', 'two 11', 'two 12', 'three 11', 'three 12']);
    expect(overs[0]).toBe(0);
    expect(overs.at(-1)).toBeGreaterThanOrEqual(4);
    expect(all.map(({ name, runs }) => [name, runs])).toEqual([
      ['one', 2],
      ['two', 2],
      ['three', 2],
    ]);
  });

  test('that is aborted begins nothing more', async () => {
    const controller = new AbortController();
    const onRun = ({ claim: name }: { claim: string }) => name === 'two' && controller.abort();
    const options = { seed: 11, seeds: 2, pool: poolOf('vv', 1), signal: controller.signal, onRun };
    expect((await tryClaims(charges, options)).map(({ runs }) => runs)).toEqual([2, 1, 0]);
  });
});

describe.each(Object.keys(targets))('the claims about %s', (name) => {
  const { claims = [] } = targetNamed(name);

  test('are sentences with names of their own, and can be tried', () => {
    expect(new Set(claims.map((one) => one.name)).size).toBe(claims.length);
    for (const one of claims) {
      expect(one.name).toMatch(/^[a-z]+(-[a-z0-9]+)*$/);
      // Longer ones would push the counts out of a table of 80 columns.
      expect(one.name.length).toBeLessThanOrEqual(34);
      expect(one.claim).toMatch(/^[A-Z0-9].*[.]$/);
      expect(claimPlan(name, one, 1).workload).toBe(one.workload);
    }
  });
});
