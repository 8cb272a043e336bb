/** `harness shrink` and what `harness replay` makes of its files: as they are, edited, damaged, or of another time. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Sandbox } from '../cli.support.ts';

const sandbox = new Sandbox();
const FAILING = 'test --bug answered-before-replication --nodes 3 --time-limit 2 --seed 1 --fail-fast';

const inStore = (words: string): string => `${words} --store ${sandbox.path('store')}`;

async function shrunken(): Promise<{ file: string; text: string }> {
  await sandbox.run(FAILING);
  const { code, said } = await sandbox.json(inStore('shrink latest'));
  expect(code).toBe(0);
  return { file: said.file, text: readFileSync(said.file, 'utf8') };
}

describe('harness shrink', () => {
  test('leaves a small reproduction beside the run', async () => {
    const { said: run } = await sandbox.json(FAILING);
    const { code, out, err } = await sandbox.run(inStore('shrink latest'));
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^Reproduction +before +after\noperations +\d+ +[1-3]\nfaults +0 +0\n/);
    expect(out).toMatch(/\nWithout bug {3}passes/);
    expect(out.replaceAll(/[\s\\]+/g, ' ')).toContain(`Replay npx harness replay ${run.run}/reproduction.json`);
    expect(existsSync(`${run.run}/reproduction.json`)).toBe(true);
  });

  test('says so where nothing fails', async () => {
    await sandbox.run('test --time-limit 1 --seed 1');
    const { code, out } = await sandbox.run(inStore('shrink latest'));
    expect(code).toBe(2);
    expect(out).toContain('does not fail when it is run again');
  });

  test.each([
    ['shrink', 'harness shrink needs a run: name a run directory or "latest"'],
    ['shrink nothing', 'nothing: no such run, neither here nor in the store'],
    ['shrink latest --checker siblings', 'checker siblings does not say that this run is invalid: linearizable'],
    ['shrink latest --effort 0', '--effort must be a whole number from 1 to 1000, got 0'],
  ])('refuses "%s"', async (typed, sentence) => {
    await sandbox.run(FAILING);
    const { code, out, err } = await sandbox.run(inStore(typed));
    expect({ code, out }).toEqual({ code: 254, out: '' });
    expect(err).toContain(sentence);
  });
});

describe('harness replay of a reproduction', () => {
  test('fails the same way, twice to the byte, as a run that can be judged again', async () => {
    const { file } = await shrunken();
    const runs = [await sandbox.json(`replay ${file}`), await sandbox.json(`replay ${file}`)];
    expect(runs.map(({ code }) => code)).toEqual([1, 1]);
    const [one, two] = runs.map(({ said }) => said);
    expect(one).toMatchObject({ valid: false, reproduction: { failed: true, misfits: [] } });
    const history = (run: string): string => readFileSync(`${run}/history.jsonl`, 'utf8');
    expect(history(one.run)).toBe(history(two.run));
    const { said: again } = await sandbox.json(`check ${one.run}`);
    expect(again.valid).toBe(false);
    expect((await sandbox.json(`replay ${one.run}`)).said).toMatchObject({ identical: true, valid: false });
  });

  const event = '{"afterMs":1,"from":"n1","to":"n2","name":"gossip","fate":"drop"}';
  test.each<[string, edit: (text: string) => string, code: number, said: string]>([
    [
      'of a bug that is gone',
      (text) => text.replace(/"bug": "[\w-]+"/, '"bug": null'),
      0,
      'it does not fail so any more',
    ],
    [
      'of older code',
      (text) => text.replace(/"bug": "[\w-]+"/, '"bug": null').replace('"messages": []', `"messages": [${event}]`),
      2,
      'drop of gossip from n1 to n2 after 0.001 s: no such message was sent',
    ],
  ])('%s', async (_what, edit, expected, sentence) => {
    const { text } = await shrunken();
    const { code, out } = await sandbox.run(`replay ${sandbox.write('edited.json', edit(text))}`);
    expect(code).toBe(expected);
    expect(out.replaceAll(/\s+/g, ' ')).toContain(sentence);
  });

  test.each<[string, text: string, sentence: string]>([
    ['damaged', '{"version": 1, "repro', 'expected JSON, got'],
    ['of something else', '{"version": 1}', 'not a reproduction, for it has no field of that name'],
    ['of another version', '{"version": 9}', 'expected version 1, got 9'],
  ])('%s is refused in one sentence', async (_what, text, sentence) => {
    const { code, out, err } = await sandbox.run(`replay ${sandbox.write('bad.json', text)}`);
    expect({ code, out }).toEqual({ code: 254, out: '' });
    expect(err).toContain(sentence);
    expect(err.trimEnd()).not.toContain('\n');
  });

  test('that is not there', async () => {
    const { code, err } = await sandbox.run('replay no/such.json');
    expect({ code, err }).toMatchObject({ code: 254, err: expect.stringContaining('no/such.json: no such file') });
  });
});
