/**
 * Many runs of one plan, each with the seed after the last. Runs that pass are counted and not kept: a thousand of
 * them would fill a disk. In the simulation a run that fails is done once more to be kept, which is the same run.
 */
import type { Validity } from '../../checkers/checker.ts';
import type { AnyTarget } from '../../targets/target.ts';
import { UserError } from '../core/errors.ts';
import type { Json } from '../core/json.ts';
import type { TestPlan } from '../plan.ts';
import { failureLines, type Series, type SeriesFailure, seriesSummary } from '../report/series.ts';
import { notValid } from '../runner/problems.ts';
import type { TestResult } from '../runner/result.ts';
import { runTest } from '../runner/run.ts';
import type { CiOutputs, SeriesRun } from './ci-outputs.ts';
import type { Session } from './command.ts';
import { crashReport, guardedRun } from './crash.ts';
import { EXIT } from './exit-codes.ts';
import { Progress } from './progress.ts';

export interface SeriesOptions {
  readonly plan: TestPlan;
  /** Where it is a user's own. */
  readonly target: AnyTarget | undefined;
  readonly testCount: number;
  readonly store: string;
  /** The command line of one of the runs. */
  replayOf(plan: TestPlan): string;
  readonly outputs?: CiOutputs;
}

/** So many failing runs are kept; the others can be had again by their replay lines. */
const MOST_KEPT = 10;

export async function runSeries(options: SeriesOptions, session: Session): Promise<number> {
  const { plan, target, testCount, replayOf, outputs } = options;
  const { interrupted } = session.io;
  const warn = (text: string): void => session.warn(text);
  const startedAt = performance.now();
  const counts = { valid: 0, invalid: 0, unknown: 0, crashed: 0 };
  const failures: SeriesFailure[] = [];
  const runs: SeriesRun[] = [];
  let virtualMs = 0;
  let progress = new Progress(session);
  const keeper = new Keeper(options.store, session);
  for (let i = 0; i < testCount && !interrupted.aborted; i++) {
    progress.update(`run ${i + 1} of ${testCount}, ${failures.length} failed`, i, testCount);
    const onePlan = { ...plan, seed: plan.seed + i };
    const begunAt = performance.now();
    const one = await runOne({ plan: onePlan, target, replay: replayOf(onePlan), signal: interrupted, warn }, keeper);
    // Cut short, it says nothing.
    if (interrupted.aborted) break;
    virtualMs += one.virtualMs;
    runs.push({ seed: onePlan.seed, seconds: (performance.now() - begunAt) / 1000, failure: one.failure });
    counts[one.failure?.outcome ?? 'valid']++;
    if (one.failure === undefined) continue;
    failures.push(one.failure);
    progress.end();
    session.print(failureLines(one.failure, session));
    progress = new Progress(session);
  }
  progress.end();
  const wallMs = performance.now() - startedAt;
  const { seed } = plan;
  const valid = validityOf(counts);
  const series = { valid, seed, testCount, counts, failures, virtualMs, wallMs, interrupted: interrupted.aborted };
  session.print(seriesSummary(series, plan, session));
  session.printJson(series satisfies Json);
  await outputs?.ofSeries(series, plan, runs);
  return exitCode(counts);
}

interface OneRun {
  readonly plan: TestPlan;
  readonly target: AnyTarget | undefined;
  readonly replay: string;
  readonly signal: AbortSignal;
  warn(text: string): void;
}

async function runOne(one: OneRun, keeper: Keeper): Promise<{ virtualMs: number; failure?: SeriesFailure }> {
  const { plan, replay } = one;
  try {
    // What cannot be had again is stored at once.
    const isRepeatable = plan.env === 'sim';
    const first = await runKept(one, isRepeatable ? null : keeper.store);
    const { virtualMs } = first;
    if (first.valid === true) return { virtualMs };
    const result = isRepeatable ? await keeper.keep(first, (store) => runKept(one, store)) : first;
    const [checker, verdict] = notValid(result.checkers)[0] ?? [null, undefined];
    const outcome: SeriesFailure['outcome'] = result.valid === false ? 'invalid' : 'unknown';
    const { seed, run } = result;
    return { virtualMs, failure: { seed, outcome, checker, because: verdict?.because ?? '', run, replay } };
  } catch (error) {
    if (error instanceof UserError) throw error;
    const because = crashReport(error);
    const failure: SeriesFailure = { seed: plan.seed, outcome: 'crashed', checker: null, because, run: null, replay };
    return { virtualMs: 0, failure };
  }
}

function runKept({ plan, target, replay, signal, warn }: OneRun, store: string | null): Promise<TestResult> {
  return guardedRun({ plan, store, replay }, () => runTest(plan, { store, target, replay, signal, warn }));
}

/** Keeps the first runs that fail, as long as the store takes them: a full disk must not cost us the series. */
class Keeper {
  readonly #session: Session;
  #store: string | null;
  #kept = 0;

  constructor(store: string, session: Session) {
    this.#store = store;
    this.#session = session;
  }

  get store(): string | null {
    return this.#store;
  }

  async keep(result: TestResult, again: (store: string) => Promise<TestResult>): Promise<TestResult> {
    if (this.#store === null || this.#kept === MOST_KEPT) return result;
    try {
      this.#kept++;
      return await again(this.#store);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.#session.warn(`${error.message}; the series goes on, and its failing runs are told but not kept`);
      this.#store = null;
      return result;
    }
  }
}

/** One violation is the news of the series; then a crash of ours; then what could not be decided. */
function exitCode({ valid, invalid, unknown, crashed }: Series['counts']): number {
  if (invalid > 0) return EXIT.invalid;
  if (crashed > 0) return EXIT.crash;
  return unknown > 0 || valid === 0 ? EXIT.unknown : EXIT.valid;
}

function validityOf({ valid, invalid, unknown, crashed }: Series['counts']): Validity {
  if (invalid > 0) return false;
  return crashed + unknown > 0 || valid === 0 ? 'unknown' : true;
}
