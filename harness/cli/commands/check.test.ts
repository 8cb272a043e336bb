/** `harness check`: files and runs, judged again. */
import { copyFileSync, existsSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { Sandbox } from '../cli.support.ts';
import { elusiveBug } from '../elusive.support.ts';

const sandbox = new Sandbox();
const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../../histories/fixtures/good/${name}`, import.meta.url));
const number = expect.any(Number);
const text = expect.any(String);
const elusive = await elusiveBug();

describe('harness check', () => {
  const judged = {
    source: text,
    valid: true,
    model: 'cas-register',
    algorithm: text,
    operations: number,
    elapsedMs: number,
  };

  test('of a file', async () => {
    const { code, said } = await sandbox.json(`check ${fixture('register.jsonl')}`);
    expect({ code, said }).toEqual({ code: 0, said: { ...judged, operations: 3 } });
    expect((await sandbox.run(`check ${fixture('register.jsonl')}`)).out).toMatch(
      /^VALID {2}the history is linearizable\n\nHistory\s+\S+register\.jsonl\nChecked\s+3 operations against model cas-/,
    );
  });

  test.each([
    ['etcd.log', 'cas-register'],
    ['kv.txt', 'kv'],
    ['transactions.edn', 'multi-register'],
    ['independent-keys.edn', 'cas-register'],
  ])('tells the model of %s', async (file, model) => {
    const { said } = await sandbox.json(`check ${fixture(file)}`);
    expect(said.model).toBe(model);
    const named = await sandbox.json(`check ${fixture(file)} --model ${model}`);
    expect(named.said.valid).toBe(said.valid);
  });

  /** 2^24 sets of writes to try before the last read can be refuted, by a search that has no better idea. */
  const hard = [
    ...Array.from({ length: 24 }, (_, i) => `{:process ${i}, :type :invoke, :f :write, :value ${i}}`),
    ...Array.from({ length: 24 }, (_, i) => `{:process ${i}, :type :ok, :f :write, :value ${i}}`),
    '{:process 0, :type :invoke, :f :read, :value nil}',
    '{:process 0, :type :ok, :f :read, :value 99}',
    '',
  ].join('\n');

  test.each([
    ['', 1, { valid: false, algorithm: 'register-zones' }],
    ['--algorithm jit', 1, { valid: false, algorithm: 'jit' }],
    ['--algorithm wgl --memory 1', 2, { valid: 'unknown', because: expect.stringContaining('memory bound of 1 MiB') }],
    ['--algorithm wgl --time-limit 0.05', 2, { valid: 'unknown', because: expect.stringContaining('limit of 50 ms') }],
    ['--algorithm set-turns', 2, { valid: 'unknown', because: expect.stringContaining('does not know model') }],
  ])('by %s', async (flags, code, said) => {
    const file = sandbox.write('hard.edn', hard);
    expect(await sandbox.json(`check ${file} ${flags}`)).toMatchObject({ code, said });
  });

  const stale = `{:process 0, :type :invoke, :f :write, :value 1}
{:process 0, :type :ok, :f :write, :value 1}
{:process 1, :type :invoke, :f :read, :value nil}
{:process 1, :type :ok, :f :read, :value 2}
`;

  test('of a history that is not linearizable', async () => {
    const file = sandbox.write('stale.edn', stale);
    const { code, said } = await sandbox.json(`check ${file}`);
    expect(code).toBe(1);
    expect(said).toEqual({
      ...judged,
      valid: false,
      operations: 2,
      because: text,
      witness: expect.objectContaining({ operations: expect.any(Array) }),
    });
    const { out } = await sandbox.run(`check ${file}`);
    expect(out).toMatch(
      /^INVALID {2}the history is not linearizable\n\n(?:\S.*\n)+ +call +return +process +operation\n +2 +3 +1 +read -> 2/,
    );
  });

  test('of the standard input', async () => {
    const { code, said } = await sandbox.json('check - --model cas-register', { stdin: stale });
    expect({ code, source: said.source }).toEqual({ code: 1, source: 'stdin' });
  });

  test('of a history in which nothing happened is unknown', async () => {
    const [invoke = ''] = stale.split('\n');
    const { code, said } = await sandbox.json('check -', { stdin: invoke });
    expect({ code, valid: said.valid, because: said.because }).toEqual({ code: 2, valid: 'unknown', because: text });
  });

  test('of a torn last line says so on stderr, and judges the rest', async () => {
    const { code, out, err } = await sandbox.run(`check ${fixture('torn-last-line.jsonl')} --json`);
    expect(code).toBe(0);
    expect(JSON.parse(out).valid).toBe(true);
    expect(err).toMatch(/^\S+torn-last-line\.jsonl:3: ignored the last line, which is torn/);
  });

  test('of a run judges by all that its plan asks for', async () => {
    const run = await sandbox.json('test --seed 5 --nemesis partition --nemesis-interval 1 --time-limit 5');
    const { code, said } = await sandbox.json('check latest');
    expect(code).toBe(0);
    expect(said).toEqual({ ...judged, source: run.said.run, operations: run.said.operations, checkers: said.checkers });
    expect(Object.keys(said.checkers).sort()).toEqual(Object.keys(run.said.checkers).sort());
    for (const reference of [run.said.run, 'raft-register', `raft-register/${run.said.run.split('/').at(-1)}`]) {
      expect((await sandbox.json(`check ${reference}`)).said.source).toBe(run.said.run);
    }
    const linearizable = await sandbox.json('check latest --model cas-register');
    expect(linearizable.said).toEqual({ ...judged, source: `${run.said.run}/history.jsonl`, operations: number });
  });

  test('of an invalid run finds the same again', async () => {
    const run = await sandbox.json(elusive.typed);
    const { code, said } = await sandbox.json('check latest');
    const { because, witness } = run.said.checkers.linearizable;
    expect({ code, valid: said.valid, because: said.because }).toEqual({ code: 1, valid: false, because });
    expect(said.witness).toEqual(witness);
  });

  test('does not turn a run valid whose history does not show what was wrong with it', async () => {
    const { said } = await sandbox.json('test --time-limit 2 --seed 1');
    const broken = { ...said.checkers, invariants: { valid: false, because: 'two leaders', witness: [] } };
    writeFileSync(`${said.run}/results.json`, JSON.stringify({ ...said, valid: false, checkers: broken }));
    const again = await sandbox.json('check latest');
    expect(again.code).toBe(1);
    expect(again.said).toMatchObject({ valid: false, because: 'two leaders' });
  });

  test('of a run that was cut off', async () => {
    const { said } = await sandbox.json('test --time-limit 2 --seed 1');
    rmSync(`${said.run}/results.json`);
    const history = `${said.run}/history.jsonl`;
    truncateSync(history, 5000);
    const { code, out, err } = await sandbox.run('check latest --json');
    // No progress after the healing was shown: nothing is known about liveness.
    expect({ code, valid: JSON.parse(out).valid }).toEqual({ code: 2, valid: 'unknown' });
    expect(err).toMatch(/history\.jsonl:\d+: ignored the last line, which is torn/);
    expect((await sandbox.run(`check ${history}`)).code).toBe(0);
  });

  test('interrupted before it began is unknown', async () => {
    const interrupted = AbortSignal.abort('SIGINT');
    const { code, said } = await sandbox.json(`check ${fixture('register.jsonl')}`, { interrupted });
    expect({ code, valid: said.valid }).toEqual({ code: 130, valid: 'unknown' });
  });
});

test('a history on its own can be judged wherever it lies', async () => {
  const { said } = await sandbox.json('test --time-limit 2');
  copyFileSync(`${said.run}/history.jsonl`, sandbox.path('copied.jsonl'));
  expect((await sandbox.json(`check ${sandbox.path('copied.jsonl')}`)).said).toMatchObject({ valid: true });
  expect(existsSync(sandbox.path('store'))).toBe(true);
});
