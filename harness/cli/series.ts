/**
 * Many runs of one plan, each with the seed after the last. Runs that pass are counted and not kept: a thousand of
 * them would fill a disk. In the simulation a run that fails is done once more to be kept, which is the same run.
 */
import type { Validity } from '../../checkers/checker.ts';
import { UserError } from '../core/errors.ts';
import type { Json } from '../core/json.ts';
import { replayLine, type TestPlan } from '../plan.ts';
import { notValid } from '../report/problems.ts';
import { failureLines, type Series, type SeriesFailure, seriesSummary } from '../report/series.ts';
import { runTest } from '../runner/run.ts';
import type { Session } from './command.ts';
import { crashReport, guardedRun } from './crash.ts';
import { EXIT } from './exit-codes.ts';
import { Progress } from './progress.ts';

export interface SeriesOptions {
  readonly plan: TestPlan;
  readonly testCount: number;
  readonly store: string;
}

/** So many failing runs are kept; the others can be had again by their replay lines. */
const MOST_KEPT = 10;

export async function runSeries({ plan, testCount, store }: SeriesOptions, session: Session): Promise<number> {
  if (plan.seed + testCount - 1 > Number.MAX_SAFE_INTEGER) {
    throw new UserError(`--seed ${plan.seed} leaves no room for ${testCount} seeds: choose a smaller one`);
  }
  const { interrupted } = session.io;
  const startedAt = performance.now();
  const counts = { valid: 0, invalid: 0, unknown: 0, crashed: 0 };
  const failures: SeriesFailure[] = [];
  let virtualMs = 0;
  let progress = new Progress(session);
  for (let i = 0; i < testCount && !interrupted.aborted; i++) {
    progress.update(`run ${i + 1} of ${testCount}, ${failures.length} failed`, i, testCount);
    const one = await runOne({ ...plan, seed: plan.seed + i }, failures.length < MOST_KEPT ? store : null, interrupted);
    // Cut short, it says nothing.
    if (interrupted.aborted) break;
    virtualMs += one.virtualMs;
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
  return exitCode(counts);
}

async function runOne(plan: TestPlan, store: string | null, signal: AbortSignal) {
  const isRepeatable = plan.env === 'sim';
  try {
    const first = isRepeatable ? null : store;
    let result = await guardedRun(plan, first, () => runTest(plan, { store: first, signal }));
    const { virtualMs } = result;
    if (result.valid === true) return { virtualMs };
    if (isRepeatable && store !== null) result = await guardedRun(plan, store, () => runTest(plan, { store, signal }));
    const [checker, verdict] = notValid(result.checkers)[0] ?? [null, undefined];
    const outcome: SeriesFailure['outcome'] = result.valid === false ? 'invalid' : 'unknown';
    const { seed, run, replay } = result;
    return { virtualMs, failure: { seed, outcome, checker, because: verdict?.because ?? '', run, replay } };
  } catch (error) {
    if (error instanceof UserError) throw error;
    const { seed } = plan;
    const because = crashReport(error);
    const outcome = 'crashed' as const;
    return { virtualMs: 0, failure: { seed, outcome, checker: null, because, run: null, replay: replayLine(plan) } };
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
