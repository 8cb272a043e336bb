/** `harness replay`: the same to the byte, or from where on it is not. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Sandbox } from '../cli.support.ts';

const sandbox = new Sandbox();
const number = expect.any(Number);
const text = expect.any(String);

describe('harness replay', () => {
  test('is the same to the byte', async () => {
    const { said: original } = await sandbox.json(
      'test --nemesis partition --nemesis-interval 1 --time-limit 4 --seed 2',
    );
    const { code, said } = await sandbox.json('replay latest');
    expect(code).toBe(0);
    const { run, wallMs, checkers, ...same } = original;
    expect(said).toEqual({
      ...same,
      identical: true,
      firstDifferentLine: null,
      original: run,
      run: text,
      wallMs: number,
      checkers: expect.objectContaining({ linearizable: expect.objectContaining({ valid: true }) }),
    });
    expect(said.run).not.toBe(run);
    const { out } = await sandbox.run(`replay ${run}`);
    expect(out).toMatch(/Replayed {6}the same history to the byte\nOriginal\s/);
  });

  test('names the line from which on it is another', async () => {
    const { said } = await sandbox.json('test --time-limit 2 --seed 2');
    const file = `${said.run}/history.jsonl`;
    const lines = readFileSync(file, 'utf8').split('\n');
    writeFileSync(file, lines.with(6, lines[6]?.replace('"process":', '"process":9') ?? '').join('\n'));
    const again = await sandbox.json(`replay ${said.run}`);
    expect(again.said).toMatchObject({ identical: false, firstDifferentLine: 7 });
    const { out } = await sandbox.run(`replay ${said.run}`);
    expect(out.replaceAll(/\s+/g, ' ')).toContain(
      'not the same history: it differs from line 7 on; the code of the target or of the harness has changed since',
    );
    rmSync(`${said.run}/results.json`);
    expect((await sandbox.run(`replay ${said.run}`)).out).toMatch(/that run was cut\s+short/);
  });
});
