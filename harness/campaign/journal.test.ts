/** A journal that was cut off anywhere is gone on with, and nothing is done twice or lost; a damaged one is said. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TestPlan } from '../plan.ts';
import type { RunOutcome, RunPool } from '../runner/run-pool.ts';
import type { Campaign } from './campaign.ts';
import { drive } from './drive.ts';
import { entriesOf } from './entries.ts';
import { JOURNAL, Journal } from './journal.ts';
import { totalsOf } from './totals.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'harness-journal-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const campaign = (over: Partial<Campaign> = {}): Campaign => ({
  ...{ version: 1, name: 'test', seed: 3, minutes: null, runs: 40, shard: { index: 1, of: 1 } },
  entries: entriesOf({ target: ['raft'], bug: ['random'] }, () => ''),
  ...over,
});

/** Runs that are made up from their plans: some fail, some cannot say. */
class MadeUp implements RunPool {
  readonly jobs = 3;
  readonly seeds: number[] = [];
  readonly #most: number;
  readonly #stop: AbortController | undefined;

  constructor(most = Number.POSITIVE_INFINITY, stop?: AbortController) {
    this.#most = most;
    this.#stop = stop;
  }

  async run({ seed, rate, bug }: TestPlan): Promise<RunOutcome | undefined> {
    if (this.seeds.length >= this.#most) {
      this.#stop?.abort();
      return undefined;
    }
    this.seeds.push(seed);
    const valid = seed % 5 === 0 ? false : seed % 7 === 0 ? 'unknown' : true;
    const because = `${bug} at ${seed}.`;
    const problems = valid === true ? {} : { made: { valid, because } as const };
    const situations = { 'election won': { times: 2, under: seed % 2 === 0 ? { kill: 1 } : {} } };
    return { valid, problems, operations: rate, nemesis: {}, situations, faults: 3, virtualMs: 1_000, wallMs: 10 };
  }

  async close(): Promise<void> {}
}

const drivenBy = (journal: Journal, pool: RunPool, signal = new AbortController().signal) =>
  drive({ journal, pool, store: folder, signal, refused: new Set(), now: () => 0 });

async function whole(): Promise<Journal> {
  const journal = Journal.begin(folder, campaign());
  await drivenBy(journal, new MadeUp());
  journal.close();
  return journal;
}

test('interrupted and gone on with, it comes to the same totals', async () => {
  const { records } = await whole();
  const expected = totalsOf(campaign(), records);
  expect(expected.runs).toBe(40);
  expect(expected.failures.length).toBeGreaterThan(3);
  const second = mkdtempSync(join(folder, 'second-'));
  const stop = new AbortController();
  const first = Journal.begin(second, campaign());
  await drivenBy(first, new MadeUp(17, stop), stop.signal);
  first.close();
  expect(first.records.length).toBe(17);
  const again = Journal.open(second);
  const pool = new MadeUp();
  await drivenBy(again, pool);
  again.close();
  expect(pool.seeds.length).toBe(40 - 17);
  expect(totalsOf(campaign(), again.records)).toEqual(expected);
});

/** A kill can leave any prefix of what was appended; one cut in each line stands for all. */
test('cut off anywhere, nothing is done twice and nothing is lost', async () => {
  const { records } = await whole();
  const expected = totalsOf(campaign(), records);
  const text = readFileSync(join(folder, JOURNAL));
  const firstLine = text.indexOf(10) + 1;
  for (let cut = firstLine; cut < text.length; cut += 997) {
    writeFileSync(join(folder, JOURNAL), text.subarray(0, cut));
    const journal = Journal.open(folder);
    await drivenBy(journal, new MadeUp());
    journal.close();
    const numbers = Journal.open(folder).records.map(({ number }) => number);
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, i) => i));
    expect(totalsOf(campaign(), journal.records)).toEqual(expected);
  }
});

test('shards together come to the totals of one', async () => {
  const { records } = await whole();
  const parts = await Promise.all(
    [1, 2, 3].map(async (index) => {
      const journal = Journal.begin(mkdtempSync(join(folder, 'shard-')), campaign({ shard: { index, of: 3 } }));
      await drivenBy(journal, new MadeUp());
      journal.close();
      return journal.records;
    }),
  );
  expect(totalsOf(campaign(), parts.flat())).toEqual(totalsOf(campaign(), records));
});

test('a run that the harness does not survive is one crash, and the rest goes on', async () => {
  const journal = Journal.begin(folder, campaign());
  const pool = new MadeUp();
  const run = pool.run.bind(pool);
  let begun = 0;
  pool.run = async (plan) => {
    if (++begun === 5) throw new Error('lost');
    return run(plan);
  };
  await drivenBy(journal, pool);
  journal.close();
  expect(totalsOf(campaign(), journal.records)).toMatchObject({ runs: 40, outcomes: { crashed: 1 } });
});

test.each([
  [(lines: string[]) => ['{"seed":1}', ...lines.slice(1)], /journal\.jsonl:1: expected the campaign/],
  [(lines: string[]) => ['', ...lines.slice(1)], /journal\.jsonl:1: expected the campaign, got nothing/],
  [(lines: string[]) => [lines[0]?.replace('"version":1', '"version":9') ?? ''], /is of version 9/],
  [
    (lines: string[]) => lines.with(7, lines[7]?.slice(9) ?? ''),
    /journal\.jsonl:8: expected a run, got .*take that line out/,
  ],
  [(lines: string[]) => lines.with(3, '[]'), /journal\.jsonl:4: expected a run/],
])('damaged (%#) it is refused with the line', async (damage, message) => {
  const journal = await whole();
  const lines = readFileSync(join(journal.directory, JOURNAL), 'utf8').split('\n').slice(0, -1);
  writeFileSync(join(folder, JOURNAL), `${damage(lines).join('\n')}\n`);
  expect(() => Journal.open(folder)).toThrow(
    expect.objectContaining({ name: 'UserError', message: expect.stringMatching(message) }),
  );
});

test('a folder without one is no campaign, and one with one is not begun again', async () => {
  expect(() => Journal.open(folder)).toThrow(/is no campaign/);
  await whole();
  expect(() => Journal.begin(folder, campaign())).toThrow(/--resume/);
});
