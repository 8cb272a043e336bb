/** `harness test`: the object for machines field by field, the run that is kept, the options, and the verdicts. */
import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Sandbox } from '../cli.support.ts';
import { elusiveBug } from '../elusive.support.ts';

const sandbox = new Sandbox();
const number = expect.any(Number);
const text = expect.any(String);
const elusive = await elusiveBug();

describe('harness test', () => {
  test('says all there is to say as JSON', async () => {
    const { code, said } = await sandbox.json('test --seed 5 --nemesis partition --nemesis-interval 1 --time-limit 5');
    expect(code).toBe(0);
    const counts = { invoke: number, ok: number, fail: number, info: number };
    expect(said).toEqual({
      version: 1,
      valid: true,
      seed: 5,
      run: expect.stringContaining(sandbox.path('store', 'raft-register')),
      replay: 'npx harness test --seed 5 --nemesis partition --nemesis-interval 1 --time-limit 5',
      checkers: Object.fromEntries(
        ['invariants', 'nodes', 'linearizable', 'stats', 'availability', 'exceptions', 'liveness', 'nemesis'].map(
          (name) => [name, expect.objectContaining({ valid: true })],
        ),
      ),
      ops: { read: counts, write: counts, cas: counts },
      nemesis: { partition: { decisions: number, bites: number, noun: 'messages dropped' } },
      counts: expect.objectContaining({ messagesDropped: number, highestTerm: number, leadersDeposed: number }),
      situations: expect.objectContaining({ 'election won': { times: number, under: expect.any(Object) } }),
      faults: number,
      operations: number,
      virtualMs: number,
      wallMs: number,
      interrupted: false,
      plan: expect.objectContaining({ seed: 5, nodes: 5, concurrency: 10, bug: null, timeLimitSeconds: 5 }),
    });
    // About 100/s for 5 s, and what the end adds; not a count of nothing.
    expect(said.operations).toBeGreaterThan(400);
    expect(said.nemesis.partition.bites).toBeGreaterThan(0);
  });

  test('keeps the run', async () => {
    const { said } = await sandbox.json('test --seed 5 --time-limit 2');
    const files = [
      'history.jsonl',
      'messages.bin',
      'nodes',
      'plan.json',
      'report.html',
      'results.json',
      'states.jsonl',
    ];
    expect(readdirSync(said.run).sort()).toEqual(files);
    expect(readdirSync(`${said.run}/nodes`)).toEqual(['n1.log', 'n2.log', 'n3.log', 'n4.log', 'n5.log']);
    expect(JSON.parse(readFileSync(`${said.run}/results.json`, 'utf8'))).toEqual(said);
    expect(JSON.parse(readFileSync(`${said.run}/plan.json`, 'utf8'))).toEqual(said.plan);
    expect(realpathSync(sandbox.path('store', 'latest'))).toBe(said.run);
  });

  test('draws a fresh seed, and says which', async () => {
    const seeds = [await sandbox.json('test --time-limit 1'), await sandbox.json('test --time-limit 1')];
    const [a, b] = seeds.map(({ said }) => said);
    expect(a.seed).not.toBe(b.seed);
    expect((await sandbox.run('test --time-limit 1')).out).toMatch(/, seed \d+,/);
    const again = await sandbox.json(a.replay.replace('npx harness ', ''));
    const history = (run: string): string => readFileSync(`${run}/history.jsonl`, 'utf8');
    expect(history(again.said.run)).toBe(history(a.run));
  });

  test('takes every option into the plan', async () => {
    const typed =
      '--target raft --workload register --env sim --nodes 3 --nemesis partition,kill:primaries --nemesis-interval 0.5 ' +
      '--bug votes-twice --concurrency 3n --rate 50 --key-count 2 --ops-per-key 30 --time-limit 1.5 --op-timeout 2 ' +
      '--recovery 10 --fail-fast --seed 8';
    const { said } = await sandbox.json(`test ${typed}`);
    expect(said.plan).toEqual({
      version: 1,
      target: 'raft',
      workload: 'register',
      settings: {},
      env: 'sim',
      nodes: 3,
      nemesis: 'partition,kill:primaries',
      nemesisIntervalSeconds: 0.5,
      bug: 'votes-twice',
      concurrency: 9,
      rate: 50,
      keyCount: 2,
      opsPerKey: 30,
      timeLimitSeconds: 1.5,
      opTimeoutSeconds: 2,
      recoverySeconds: 10,
      failFast: true,
      seed: 8,
    });
    // The line that replays it has to say it all again.
    const again = await sandbox.json(said.replay.replace('npx harness ', ''));
    expect(again.said.plan).toEqual(said.plan);
  });

  test('a list with spaces is one word of the replay line', async () => {
    const { out } = await sandbox.run(['test', '--nemesis', 'partition, kill', '--time-limit', '2', '--json']);
    expect(JSON.parse(out).replay).toContain('--nemesis partition,kill ');
  });

  test('of a planted bug is invalid, and shows why', async () => {
    const { code, out, err } = await sandbox.run(elusive.typed);
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out).toMatch(/^INVALID {2}\d of \d checkers passed\n/);
    expect(out.replaceAll('\n', ' ')).toContain(`planted bug ${elusive.name},`);
    // The reason in words, and the operations that show it.
    expect(out).toMatch(
      /\n\nINVALID {2}linearizable\n(?: {2}\S.*\n)+ {4,}from \(s\) +to \(s\) +process +operation\n {4,}/,
    );
    expect(out).toContain('<- fits nowhere');
    expect(out.replaceAll(/ \\\n +/g, ' ')).toContain(`\nReplay        npx harness ${elusive.typed}\n`);
  });

  test('that a nemesis never bit is unknown', async () => {
    const { code, said } = await sandbox.json('test --nemesis kill:none --seed 1 --time-limit 5');
    expect({ code, valid: said.valid }).toEqual({ code: 2, valid: 'unknown' });
    expect(said.checkers.nemesis).toMatchObject({ valid: 'unknown', because: text });
    const { out } = await sandbox.run('test --nemesis kill:none --seed 1 --time-limit 5');
    expect(out).toMatch(/^UNKNOWN {2}/);
    expect(out).toContain('never bit (0 nodes killed)');
  });
});
