/**
 * Searches hard parts side by side in worker threads. Only parts that have used up a budget come here, so that starting a
 * thread and copying operations costs little beside what is left to do; and only for models of our own, which a thread
 * can find by name. The answer does not depend on which thread is done first: a part counts as the illegal one only when
 * every part before it is decided.
 */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import Tinypool from 'tinypool';
import type { Vocabulary } from '../../histories/op.ts';
import { isBuiltIn } from '../models/index.ts';
import type { Farm, LinearizabilityResult } from './check.ts';
import type { Part } from './part.ts';
import type { FarmTask } from './worker.ts';

/** Threads run compiled code: beside this file in dist, in the package's dist when running from sources. */
const PLACES = ['./worker.js', '../../dist/checkers/linearizable/worker.js'];
const MOST_THREADS = 8;

/** Touches nothing until it is asked to search: most checks never do. */
export function farmOf(threads?: number): Farm {
  const most = (): number => threads ?? Math.min(availableParallelism(), MOST_THREADS);
  return {
    accepts: (model) => most() > 1 && isBuiltIn(model) && compiledWorker() !== undefined,
    async search<V extends Vocabulary>(
      parts: readonly Part<V>[],
      options: Omit<FarmTask, 'operations'>,
      signal: AbortSignal | undefined,
    ): Promise<readonly (LinearizabilityResult | undefined)[]> {
      const filename = compiledWorker() ?? '';
      const pool = new Tinypool({ filename, minThreads: 1, maxThreads: Math.min(most(), parts.length) });
      const jobs = parts.map(({ operations }) => ({ operations, cancel: new AbortController() }));
      const stop = (): void => {
        for (const { cancel } of jobs) cancel.abort();
      };
      signal?.addEventListener('abort', stop);
      try {
        return await Promise.all(
          jobs.map(async ({ operations, cancel }, i) => {
            const task = { ...options, operations } as unknown as FarmTask;
            const result = await resultOf(pool, task, cancel.signal);
            if (result?.valid === false) for (const later of jobs.slice(i + 1)) later.cancel.abort();
            return result;
          }),
        );
      } finally {
        signal?.removeEventListener('abort', stop);
        await pool.destroy();
      }
    },
  };
}

function compiledWorker(): string | undefined {
  return PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url))).find(existsSync);
}

/** Undefined if it was cancelled. */
async function resultOf(
  pool: Tinypool,
  task: FarmTask,
  signal: AbortSignal,
): Promise<LinearizabilityResult | undefined> {
  try {
    return (await pool.run(task, { signal })) as LinearizabilityResult;
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}
