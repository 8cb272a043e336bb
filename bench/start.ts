/**
 * `npm run bench start [-- RUNS]`: how long it takes from a command to the first operation that a cluster of real processes has
 * served, on every network fabric that this machine has, and where the time goes. As it is typed: a new process each time,
 * nothing warm but the disk. As root, the fabric of ordinary users is measured as one of them.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { fabrics } from '../harness/environments/local/fabric/index.ts';
import { type Moments, momentsOf } from './start/moments.ts';

const RUNS = Number(process.argv[2] ?? 9);
/** As seen from dist. */
const HARNESS = [process.execPath, fileURLToPath(new URL('../../bin/harness.js', import.meta.url))];

const COLUMNS: { readonly [title: string]: (moments: Moments) => number } = {
  'run begins': ({ beginsMs }) => beginsMs,
  'all connected': ({ connectedMs }) => connectedMs,
  leader: ({ leaderMs }) => leaderMs,
  'first ok': ({ firstOkMs }) => firstOkMs,
};

const row = (name: string, cells: readonly string[]): void =>
  console.log([name.padEnd(24), ...cells.map((cell) => cell.padStart(14))].join(''));

console.log(
  `Raft on 5 nodes: milliseconds since the command was typed, medians of ${RUNS} runs (goal: first ok in 1000)`,
);
row('', [...Object.keys(COLUMNS), 'at worst']);
for (const { name, probe } of Object.values(fabrics)) {
  const probed = await probe();
  if (!probed.ok) {
    row(name, [probed.reason]);
    continue;
  }
  const all: Moments[] = [];
  for (let seed = 1; seed <= RUNS; seed++) all.push(await momentsOf(HARNESS, name, seed));
  const medians = Object.values(COLUMNS).map((of) => median(all.map(of)));
  row(
    name,
    [...medians, Math.max(...all.map(({ firstOkMs }) => firstOkMs))].map((ms) => ms.toFixed(0)),
  );
}

console.log(`\nWhole commands: milliseconds, medians of ${RUNS} runs`);
const folder = mkdtempSync(join(tmpdir(), 'harness-bench-'));
try {
  for (const words of ['--help', 'list', 'test --time-limit 1']) {
    const times: number[] = [];
    for (let i = 0; i < RUNS; i++) times.push(await took(words));
    row(`harness ${words}`, [median(times).toFixed(0)]);
  }
} finally {
  rmSync(folder, { recursive: true });
}

async function took(words: string): Promise<number> {
  const [program = '', ...first] = HARNESS;
  const { durationMs } = await execa(program, [...first, ...words.split(' ')], { cwd: folder });
  return durationMs;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
