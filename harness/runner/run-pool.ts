/**
 * Runs plans side by side, for whoever has many and wants no more of each than its verdicts: hunts and claims. In worker
 * threads, for the simulation never waits for anything and keeps a core busy; processes would load the same modules at
 * a higher price, and there is nothing to isolate. A run depends on its plan alone, so that it is the same run wherever
 * it takes place. Keeps nothing on disk.
 */
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import Tinypool from 'tinypool';
import type { Validity } from '../../checkers/checker.ts';
import type { LevelName } from '../../checkers/consistency/levels.ts';
import { heldIn } from '../../checkers/consistency/verdict.ts';
import { UserError } from '../core/errors.ts';
import type { Situations } from '../coverage/coverage.ts';
import type { TestPlan } from '../plan.ts';
import { type BadVerdict, notValid } from './problems.ts';
import type { TestResult } from './result.ts';
import { runTest } from './run.ts';
import type { WorkerAnswer } from './run-worker.ts';

/** What crosses threads: a result without what passed. */
export interface RunOutcome {
  readonly valid: Validity;
  /** By checker, the verdicts that are not valid; those that are invalid come first. */
  readonly problems: { readonly [checker: string]: BadVerdict };
  /** The levels of consistency that held, where a checker told them. */
  readonly levels?: readonly LevelName[];
  readonly operations: number;
  /** What its nemeses did. */
  readonly nemesis: TestResult['nemesis'];
  readonly situations: Situations;
  readonly faults: number;
  readonly virtualMs: number;
  readonly wallMs: number;
}

export interface RunPool {
  /** How many runs may be under way at one time. */
  readonly jobs: number;
  /** Undefined if it was aborted before it was decided. */
  run(plan: TestPlan, signal?: AbortSignal): Promise<RunOutcome | undefined>;
  close(): Promise<void>;
}

/** Sources have no compiled worker beside them: their tests run in one thread, and run what is written there. */
const WORKER = import.meta.url.endsWith('.js') ? fileURLToPath(new URL('./run-worker.js', import.meta.url)) : undefined;

/** As many at a time as there are cores, or as are asked for; one alone needs no thread. */
export function runPool(jobs = availableParallelism()): RunPool {
  return WORKER === undefined || jobs === 1 ? sameThread : threads(WORKER, jobs);
}

export const sameThread: RunPool = {
  jobs: 1,
  async run(plan, signal) {
    const result = await runTest(plan, { store: null, ...(signal === undefined ? {} : { signal }) });
    // What was wrong before the interruption stays wrong.
    return isAborted(signal) && result.valid !== false ? undefined : outcomeOf(result);
  },
  close: async () => {},
};

function threads(filename: string, jobs: number): RunPool {
  const pool = new Tinypool({ filename, minThreads: 1, maxThreads: jobs });
  const inTurn = queue();
  return {
    jobs,
    async run(plan, signal) {
      if (isAborted(signal)) return undefined;
      if (isRealTime(plan)) return inTurn(() => sameThread.run(plan, signal));
      try {
        const answer = (await pool.run(plan, signal === undefined ? {} : { signal })) as WorkerAnswer;
        if ('refusal' in answer) throw new UserError(answer.refusal);
        return answer.outcome;
      } catch (error) {
        if (isAborted(signal)) return undefined;
        throw error;
      }
    },
    close: () => pool.destroy(),
  };
}

/** Runs in real time would take the machine from each other, and processes end with the thread that started them. */
const isRealTime = ({ env }: TestPlan): boolean => env !== 'sim';

function queue(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  };
}

export function outcomeOf(result: TestResult): RunOutcome {
  const { valid, checkers, operations, nemesis, situations = {}, faults = 0, virtualMs, wallMs } = result;
  const problems = Object.fromEntries(notValid(checkers));
  const levels = heldIn(checkers.consistency);
  return { valid, problems, ...(levels && { levels }), operations, nemesis, situations, faults, virtualMs, wallMs };
}

const isAborted = (signal: AbortSignal | undefined): boolean => signal?.aborted === true;
