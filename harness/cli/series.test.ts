/** `--test-count`: what is counted, what is kept, what is told, and which exit code the whole has. */
import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Sandbox, terminal } from './cli.support.ts';
import { elusiveBug } from './elusive.support.ts';

const sandbox = new Sandbox();
const runsIn = (store: string): string[] => {
  const test = sandbox.path(store, 'raft-register');
  return existsSync(test) ? readdirSync(test).filter((name) => name !== 'latest') : [];
};

describe('a series', () => {
  test('of valid runs is valid, and none is kept', async () => {
    const { code, said } = await sandbox.json('test --time-limit 1 --seed 10 --test-count 3');
    expect({ code, said }).toEqual({
      code: 0,
      said: {
        valid: true,
        seed: 10,
        testCount: 3,
        counts: { valid: 3, invalid: 0, unknown: 0, crashed: 0 },
        failures: [],
        virtualMs: expect.any(Number),
        wallMs: expect.any(Number),
        interrupted: false,
      },
    });
    expect(said.virtualMs).toBeGreaterThanOrEqual(3000);
    expect(runsIn('store')).toEqual([]);
    const { out } = await sandbox.run('test --time-limit 1 --seed 10 --test-count 3');
    expect(out).toMatch(/^VALID {2}3 runs: 3 valid, 0 invalid, 0 unknown, 0 crashed\nraft, .* seeds 10 to 12,/);
  });

  test('with one violation is invalid; what failed is kept, and replays', async () => {
    const { seed: first, typed } = await elusiveBug();
    const { code, said } = await sandbox.json(`${typed.replace(`--seed ${first}`, '--seed 1')} --test-count ${first}`);
    expect({ code, valid: said.valid }).toEqual({ code: 1, valid: false });
    const { valid, unknown } = said.counts;
    expect(said.counts).toEqual({ valid: first - 1 - unknown, invalid: 1, unknown, crashed: 0 });
    expect(said.failures).toHaveLength(first - valid);
    expect(runsIn('store')).toHaveLength(said.failures.length);
    expect(said.failures.at(-1)).toMatchObject({ seed: first, outcome: 'invalid', checker: 'linearizable' });
    for (const { seed, outcome, checker, run, replay } of said.failures) {
      expect(replay).toContain(`--seed ${seed} `);
      const again = await sandbox.json(`check ${run}`);
      expect(again.said.valid).toBe(outcome === 'invalid' ? false : 'unknown');
      expect(again.said.checkers[checker].valid).toBe(again.said.valid);
    }
  });

  test('that fails is told run by run, and then in sum', async () => {
    const { code, out } = await sandbox.run('test --nemesis kill:none --time-limit 1 --seed 1 --test-count 2');
    expect(code).toBe(2);
    expect(out).toMatch(
      /^UNKNOWN {2}seed 1 {2}nemesis: (?:.*\n)+? {2}Stored\s+\S+-1\n {2}Replay +npx harness test --seed 1 (?:.*\n)+UNKNOWN {2}seed 2 /,
    );
    expect(out).toMatch(/\nUNKNOWN {2}2 runs: 0 valid, 0 invalid, 2 unknown, 0 crashed\n/);
  });

  test('keeps ten failing runs, not all', async () => {
    const { said } = await sandbox.json('test --nemesis kill:none --time-limit 1 --seed 1 --test-count 12');
    expect(said.failures).toHaveLength(12);
    expect(runsIn('store')).toHaveLength(10);
    expect(said.failures.map(({ run }: { run: string | null }) => run === null).slice(-3)).toEqual([false, true, true]);
  });

  test('interrupted at once has shown nothing', async () => {
    const interrupted = AbortSignal.abort('SIGINT');
    const { code, said } = await sandbox.json('test --time-limit 1 --test-count 3', { interrupted });
    expect({ code, valid: said.valid, interrupted: said.interrupted }).toEqual({
      code: 130,
      valid: 'unknown',
      interrupted: true,
    });
  });

  test('interrupted in the middle tells what there was', async () => {
    const controller = new AbortController();
    const interrupted = controller.signal;
    // The bar is not drawn for every run; it tells when at least one is over.
    const bar = terminal((text) => {
      if (/run [2-9]/.test(text)) controller.abort('SIGINT');
    });
    const { code, out } = await sandbox.run('test --time-limit 1 --test-count 5000', { interrupted, bar });
    expect(code).toBe(130);
    expect(out).toMatch(
      /^VALID {2}(\d+) runs?: \1 valid, 0 invalid, 0 unknown, 0 crashed, interrupted after\s\1\sof\s5,000/,
    );
  });
});
