/**
 * Shares the cases of a seed out over worker threads, a stretch at a time, until they or the time run out or a difference is
 * found. Which cases were fuzzed depends on the time; what each of them is does not.
 */
import { Worker } from 'node:worker_threads';
import type { Found, Stretch, StretchResult } from './stretch.ts';
import { add, emptyTally, type Tally } from './tally.ts';

export interface Plan {
  readonly seed: number;
  readonly only: readonly string[] | undefined;
  readonly jobs: number;
  /** Cases, those that are left out included. */
  readonly count: number;
  readonly timeLimitMs: number;
  readonly onProgress: (tally: Tally) => void;
}

export interface Outcome {
  readonly tally: Tally;
  readonly found: readonly Found[];
}

const CASES_PER_STRETCH = 2_000;

export async function fuzzInJobs({ seed, only, jobs, count, timeLimitMs, onProgress }: Plan): Promise<Outcome> {
  const deadlineMs = performance.now() + timeLimitMs;
  const tally = emptyTally();
  const found: Found[] = [];
  let next = 0;

  const run = async (worker: Worker): Promise<void> => {
    while (next < count && found.length === 0 && performance.now() < deadlineMs) {
      const from = next;
      next = Math.min(count, from + CASES_PER_STRETCH);
      const result = await asked(worker, { seed, from, to: next, only });
      add(tally, result.tally);
      if (result.found) found.push(result.found);
      onProgress(tally);
    }
  };
  const workers = Array.from({ length: jobs }, () => new Worker(new URL('./worker.js', import.meta.url)));
  try {
    await Promise.all(workers.map(run));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return { tally, found };
}

function asked(worker: Worker, stretch: Stretch): Promise<StretchResult> {
  return new Promise((resolve, reject) => {
    worker.removeAllListeners();
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`a job ended with code ${code}`)));
    worker.postMessage(stretch);
  });
}
