/**
 * One run, from a plan to a result: deploy, let clients and nemeses loose, heal, demand progress, judge. The history is
 * on disk before anything is judged, faults are healed and the cluster stopped whatever happens, and an interrupted run is judged
 * on what there is.
 */

import { UserError } from '../core/errors.ts';
import { replayLine, type TestPlan } from '../plan.ts';
import { failsAs } from '../reproduction/failure.ts';
import { judgeRun } from './judge.ts';
import { keepReport } from './kept-report.ts';
import { LiveRun } from './live-run.ts';
import type { TestResult } from './result.ts';
import type { RunOptions } from './run-options.ts';
import { Steps } from './steps.ts';
import { Tape } from './tape.ts';

const noWarning = (): void => undefined;

export async function runTest(plan: TestPlan, options: RunOptions): Promise<TestResult> {
  const startedAt = performance.now();
  const tape = Tape.of(plan, options.store);
  try {
    const { history, report, elapsedMs, misfits, coverage, steps } = await record(plan, options, tape);
    // Interrupted or not, what was recorded is judged; only a second interruption would end that too.
    const judged = await judgeRun(plan, history, report, new AbortController().signal, options.judging);
    const result: TestResult = {
      version: plan.version,
      valid: judged.valid,
      seed: plan.seed,
      run: tape.path,
      replay: options.replay ?? replayLine(plan),
      checkers: judged.checkers,
      ops: judged.ops,
      nemesis: judged.nemesis,
      counts: report.counts,
      ...coverage,
      operations: judged.operations,
      virtualMs: elapsedMs,
      wallMs: performance.now() - startedAt,
      ...(steps.length === 0 ? {} : { steps }),
      interrupted: options.signal?.aborted === true,
      ...(plan.reproduction && {
        reproduction: { failed: failsAs(judged.checkers, plan.reproduction.failure), misfits: misfits ?? [] },
      }),
      plan,
    };
    tape.finish(result);
    if (tape.path !== null) await keepReport(tape.path, options.warn ?? noWarning);
    return result;
  } finally {
    tape.close();
  }
}

/** The cluster, with all that its nodes remember, is gone before anything is judged: of a long run it is the larger part. */
async function record(plan: TestPlan, options: RunOptions, tape: Tape) {
  const steps = new Steps(options.onStep);
  const run = await LiveRun.deploy(plan, options, tape, steps).catch((error: unknown) => {
    // Refused, it is no run: the sentence says all there is to say.
    if (error instanceof UserError) tape.discard();
    throw error;
  });
  const report = await run.complete();
  options.onProgress?.({ ...run.progress, phase: 'checking' });
  const { history, elapsedMs, misfits, coverage } = run;
  return { history, report, elapsedMs, misfits, coverage, steps: steps.taken };
}
