/** `harness bugs`: what was found, what was not, and what was not hunted. */
import { describe, expect, test } from 'vitest';
import { targets } from '../../../targets/index.ts';
import { Sandbox } from '../cli.support.ts';
import { elusiveBug } from '../elusive.support.ts';

const sandbox = new Sandbox();
const number = expect.any(Number);
const text = expect.any(String);
const elusive = await elusiveBug();

describe('harness bugs', () => {
  test('hunts one', async () => {
    const { code, said } = await sandbox.json('bugs raft --bug log-not-synced');
    expect(code).toBe(0);
    expect(said).toEqual({
      bugs: [
        {
          name: 'log-not-synced',
          target: 'raft',
          rule: targets.raft.bugs.find(({ name }) => name === 'log-not-synced')?.rule,
          found: true,
          checker: text,
          seed: number,
          runs: number,
          virtualMs: number,
          wallMs: number,
          operations: number,
          replay: expect.stringMatching(/^npx harness test --seed \d+ .*--bug log-not-synced/),
        },
      ],
      wallMs: number,
    });
    // The replay line shows it again.
    const again = await sandbox.run(said.bugs[0].replay.replace('npx harness ', ''));
    expect(again.code).toBe(1);
    const { out } = await sandbox.run('bugs --bug log-not-synced --bug log-not-synced');
    expect(out).toMatch(
      /^bug +found by +seed virtual +wall +ops\nlog-not-synced +\w+ +\d+ .*\n\nReplay\n {2}npx harness/,
    );
    expect(out).toMatch(/\n1 of 1 planted bug found in [\d.]+ m?s\n$/);
  });

  test('that are not found are told, and the exit code is not 0', async () => {
    const typed = `bugs --bug ${elusive.name} --max-runs ${elusive.seed - 1}`;
    const missed = await sandbox.json(typed);
    expect(missed.code).toBe(1);
    expect(missed.said.bugs).toEqual([
      expect.objectContaining({ found: false, checker: null, seed: null, operations: 0, replay: null }),
    ]);
    const { out } = await sandbox.run(typed);
    expect(out).toMatch(/NOT FOUND/);
    expect(out).toContain('0 of 1 planted bug found');
  });

  test('interrupted says what is missing', async () => {
    const { code, out } = await sandbox.run('bugs raft', { interrupted: AbortSignal.abort('SIGINT') });
    expect(code).toBe(130);
    const all = targets.raft.bugs.length;
    expect(out).toMatch(new RegExp(`^0 of 0 planted bugs found in \\S+ ms; interrupted before the other ${all}\n$`));
  });
});
