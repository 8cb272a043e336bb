/**
 * What is done about the failures of a campaign when its runs are over: of each cause the smallest run is done once more to
 * be kept, which in the simulation is the same run, and handed to whoever makes it smaller still.
 */
import { UserError } from '../core/errors.ts';
import { replayLine, type TestPlan } from '../plan.ts';
import type { TestResult } from '../runner/result.ts';
import { runTest } from '../runner/run.ts';
import { type Campaign, draw } from './campaign.ts';
import { withoutNemeses } from './real-run.ts';
import type { Finding } from './report/summary.ts';
import type { Shrinking } from './shrinking.ts';
import type { Failing, Totals } from './totals.ts';

export interface FindingsOptions {
  readonly store: string;
  /** So many causes are kept and shrunk; all are told. */
  readonly mostKept: number;
  readonly signal: AbortSignal;
  /** One is about to be kept. */
  onKeeping?(failing: Failing, left: number): void;
  /** Undefined where it comes to nothing smaller. */
  shrink?(result: TestResult): Promise<Shrinking | undefined>;
  warn(text: string): void;
}

/** Those that nobody planted come first. */
export async function findingsOf(
  campaign: Campaign,
  { failures }: Totals,
  options: FindingsOptions,
): Promise<readonly Finding[]> {
  const causes = [...failures].sort((a, b) => Number(a.bug !== null) - Number(b.bug !== null));
  const findings: Finding[] = [];
  let left = options.mostKept;
  for (const failing of causes) {
    const plan = withoutNemeses(draw(campaign, failing.best).plan, failing.best.without ?? []);
    const isToBeKept = failing.outcome === 'invalid' && failing.best.lane === 'simulated' && left > 0;
    if (isToBeKept) left--;
    const told = { failing, replay: replayLine(plan), run: failing.best.run, shrunk: null, regression: null };
    const isKept = isToBeKept && !options.signal.aborted;
    if (isKept) options.onKeeping?.(failing, left);
    findings.push(isKept ? await kept(told, plan, options) : told);
  }
  return findings;
}

/** A full disk must not cost us the rest. */
async function kept(
  finding: Finding,
  plan: TestPlan,
  { store, signal, shrink, warn }: FindingsOptions,
): Promise<Finding> {
  try {
    const result = await runTest(plan, { store, signal, warn });
    const smaller = signal.aborted ? undefined : await shrink?.(result);
    return { ...finding, run: result.run, shrunk: smaller?.shrunk ?? null, regression: smaller?.regression ?? null };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    warn(`${error.message}; the failure is told but not kept`);
    return finding;
  }
}
