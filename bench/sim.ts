/**
 * `npm run bench sim`: how fast the simulation is, how near it comes to the bare event heap, whether its memory stays flat, and how
 * long the hunt for all planted bugs takes. All side by side in one run; ratios are worth more than figures.
 */
import { performance } from 'node:perf_hooks';
import { execa } from 'execa';
import { DEFAULTS, planOf } from '../harness/plan.ts';
import { huntBug } from '../harness/runner/hunt.ts';
import type { TestResult } from '../harness/runner/result.ts';
import { runTest } from '../harness/runner/run.ts';
import { raftBugs } from '../targets/raft/bugs/index.ts';
import { benchHeap } from './heap.ts';
import { profiled } from './profile.ts';

const REPETITIONS = 5;
const REFERENCE = { ...DEFAULTS, nemesis: 'partition' };

const line = (what: string, figure: string): void => console.log(`${what.padEnd(58)} ${figure}`);

await warmUp();
await referenceRun();
await wholeCommand();
await hunt();
await oneHour();

async function warmUp(): Promise<void> {
  await runTest(planOf({ ...REFERENCE, seed: 1 }), { store: null });
}

async function referenceRun(): Promise<void> {
  console.log(
    'Reference run: 5 nodes, 10 clients, 100 ops/s, partitions, register, 60 virtual seconds, checking included',
  );
  const runs: { result: TestResult; cpuSeconds: number }[] = [];
  for (let seed = 1; seed <= REPETITIONS; seed++) {
    const before = process.cpuUsage();
    const result = await runTest(planOf({ ...REFERENCE, seed }), { store: null });
    const { user, system } = process.cpuUsage(before);
    if (result.valid !== true) throw new Error(`the reference run of seed ${seed} is ${result.valid}`);
    runs.push({ result, cpuSeconds: (user + system) / 1e6 });
  }
  const speeds = runs.map(({ result }) => result.virtualMs / result.wallMs);
  const rates = runs.map(({ result, cpuSeconds }) => (result.counts.events ?? 0) / cpuSeconds);
  const events = median(runs.map(({ result }) => result.counts.events ?? 0));
  const bytes = median(runs.map(({ result }) => (result.counts.bytesSent ?? 0) / (result.counts.messagesSent ?? 1)));
  line(`  virtual seconds per wall second (median of ${REPETITIONS}; goal 100)`, median(speeds).toFixed(0));
  line('  events per CPU second', thousands(median(rates)));
  const heap = benchHeap(events, Math.round(bytes));
  line(
    `  bare event heap, ${thousands(events)} events of ${Math.round(bytes)} bytes`,
    `${thousands(heap)} events per CPU second`,
  );
  line('  ratio (heap / simulation)', (heap / median(rates)).toFixed(1));
  const { shares } = await profiled(() => runTest(planOf({ ...REFERENCE, seed: 1 }), { store: null }));
  console.log('  Where the time goes (self time, sampled):');
  for (const [part, share] of Object.entries(shares)) line(`    ${part}`, `${(share * 100).toFixed(1)} %`);
}

async function wholeCommand(): Promise<void> {
  const times: number[] = [];
  for (let seed = 1; seed <= REPETITIONS; seed++) {
    const startedAt = performance.now();
    await execa(process.execPath, ['bin/harness.js', 'test', '--nemesis', 'partition', '--seed', String(seed)]);
    times.push(performance.now() - startedAt);
  }
  line('The whole command, start-up and storing included (goal 2 s)', `${(median(times) / 1000).toFixed(2)} s`);
}

async function hunt(): Promise<void> {
  const startedAt = performance.now();
  let found = 0;
  for (const bug of raftBugs) if ((await huntBug('raft', bug, { seed: 1, maxRuns: 200 })).found) found++;
  const seconds = (performance.now() - startedAt) / 1000;
  line(`Hunting all planted Raft bugs: ${found} of ${raftBugs.length} found (goal 60 s)`, `${seconds.toFixed(1)} s`);
}

async function oneHour(): Promise<void> {
  let peak = 0;
  const quarters: number[] = [];
  const result = await runTest(planOf({ ...REFERENCE, seed: 1, timeLimitSeconds: 3600 }), {
    store: null,
    onProgress({ nowSeconds }) {
      const megabytes = process.memoryUsage.rss() / 2 ** 20;
      peak = Math.max(peak, megabytes);
      if (nowSeconds >= 900 * (quarters.length + 1)) quarters.push(Math.round(megabytes));
    },
  });
  line(
    `One virtual hour at 100 ops/s (${result.valid}): peak memory (goal 1024 MB)`,
    `${Math.max(peak, process.memoryUsage.rss() / 2 ** 20).toFixed(0)} MB`,
  );
  line('  memory at each quarter of an hour', `${quarters.join(', ')} MB`);
  line('  virtual seconds per wall second', (result.virtualMs / result.wallMs).toFixed(0));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function thousands(value: number): string {
  return Math.round(value).toLocaleString('en');
}
