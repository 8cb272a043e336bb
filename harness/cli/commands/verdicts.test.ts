/** `harness verdicts`: claims tried by real runs, short ones, about a Raft that makes claims of its own here. */
import { describe, expect, test, vi } from 'vitest';
import type { Claim } from '../../../targets/target.ts';
import { expectRefusal, Sandbox } from '../cli.support.ts';

vi.mock(import('../../../targets/index.ts'), async (load) => {
  const original = await load();
  const short = { workload: 'register', options: { timeLimitSeconds: 1, nodes: 1 } };
  const violated = { verdict: 'violated', checker: 'invariants' } as const;
  const claims: readonly Claim[] = [
    { ...short, name: 'calm', claim: 'Calm is fine.', nemesis: 'none', expect: { verdict: 'holds' } },
    { ...short, name: 'alone', claim: 'Alone is fine.', nemesis: 'partition', expect: { verdict: 'holds' } },
    { ...short, name: 'wishful', claim: 'Calm is not fine.', nemesis: 'none', expect: violated },
    {
      ...short,
      name: 'un-synced',
      claim: 'Syncing is a waste.',
      nemesis: 'disk:lose-unsynced',
      bug: 'log-not-synced',
      options: { nemesisIntervalSeconds: 1, timeLimitSeconds: 30 },
      expect: violated,
    },
  ];
  const quiet = { ...original.targets.raft, name: 'quiet', claims: [] };
  return {
    ...original,
    targets: { raft: { ...original.targets.raft, claims }, quiet, etcd: original.targets.etcd },
  } as unknown as typeof original;
});

const sandbox = new Sandbox();

describe('harness verdicts', () => {
  test('as expected: 0, with the counts and the line that shows it', async () => {
    const { code, said } = await sandbox.json('verdicts raft --claim calm --claim un-synced --seeds 2');
    expect(code).toBe(0);
    expect(said).toMatchObject({ all: 2, seeds: 2 });
    expect(said.claims.map(({ name }: { name: string }) => name)).toEqual(['calm', 'un-synced']);
    const [calm, unSynced] = said.claims;
    expect(calm).toMatchObject({
      ...{ target: 'raft', claim: 'Calm is fine.', expected: 'holds', checker: null, observed: 'holds' },
      ...{ asExpected: true, runs: 2, valid: 2, invalid: 0, unknown: 0, seed: null, shown: null },
      replay: 'npx harness test --seed 1 --nodes 1 --time-limit 1',
      plan: { workload: 'register', nemesis: 'none', settings: {}, seed: 1 },
    });
    expect(unSynced).toMatchObject({
      expected: 'violated',
      checker: 'invariants',
      observed: 'violated',
      asExpected: true,
    });
    expect(unSynced.shown).toMatchObject({ seed: unSynced.seed, checker: 'invariants', verdict: { valid: false } });
    const again = await sandbox.json(unSynced.replay.replace('npx harness ', ''));
    expect(again.said.checkers.invariants.because).toBe(unSynced.shown.verdict.because);
  });

  test('leaves out real systems, which nothing can run in virtual time', async () => {
    const { code, err } = await sandbox.run('verdicts etcd');
    expect(code).toBe(254);
    expect(err.replaceAll(/\s+/g, ' ')).toContain(
      'claims are tried in the simulation, which cannot run etcd: try one by itself, as by npx harness test --seed 1 --target etcd --env local',
    );
    expectRefusal(await sandbox.run('verdicts --claim etcd-lock-excludes'), 'unknown claim etcd-lock-excludes');
  });

  test('not as expected: 1, and says which and why', async () => {
    const { code, out } = await sandbox.run('verdicts --claim alone --claim calm --claim wishful --seeds 2 --seed 5');
    expect(code).toBe(1);
    const [head, ...rows] = out.split('\n').slice(0, 4);
    expect(head).toMatch(/^claim +expected +observed +valid +invalid +unknown +seed$/);
    expect(rows).toEqual([
      expect.stringMatching(/^calm +holds +holds +2 +0 +0 +-$/),
      expect.stringMatching(/^alone +holds +unknown +0 +0 +2 +-$/),
      expect.stringMatching(/^wishful +violated +holds +2 +0 +0 +-$/),
    ]);
    const text = out.replaceAll(/\s+/g, ' ');
    expect(text).toContain(
      'alone not as expected Alone is fine. raft, workload register, nemesis partition: unknown in',
    );
    expect(text).toContain('unknown in 2 of 2 runs, which is not a pass seed 5, nemesis: ');
    expect(text).toContain('npx harness test --seed 5 --nemesis partition --nodes 1 --time-limit 1');
    expect(text).toMatch(/1 of 3 claims as expected, with 2 seeds each, in [^;]+; not as expected: alone, wishful $/);
  });

  test('interrupted says what is missing', async () => {
    const { code, out } = await sandbox.run('verdicts raft', { interrupted: AbortSignal.abort('SIGINT') });
    expect(code).toBe(130);
    expect(out).toMatch(
      /^0 of 0 claims as expected, with 50 seeds each, in \S+ ms;\s+interrupted\s+before\s+the\s+other\s+4\n$/,
    );
  });

  test('of a target about which nothing is claimed: nothing differs', async () => {
    expect((await sandbox.json('verdicts quiet')).code).toBe(0);
  });

  test('takes nothing from a configuration file but its own, and its replays take nothing', async () => {
    sandbox.write('harness.config.json', '{ "seeds": 1, "nodes": 3, "seed": 77, "jobs": 1 }');
    const { said } = await sandbox.json('verdicts --claim calm');
    expect(said).toMatchObject({ seeds: 1, claims: [{ runs: 1, plan: { nodes: 1, seed: 1 } }] });
    expect(said.claims[0].replay).toMatch(/ --no-config$/);
  });

  test('a claim about another target is unknown here', async () => {
    expectRefusal(
      await sandbox.run('verdicts quiet --claim calm'),
      'unknown claim about target quiet calm; known are: none',
    );
  });
});
