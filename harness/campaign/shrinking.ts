/**
 * Makes a failure that a campaign has kept as small as it gets: beside the run, and as a regression that can be committed. A
 * regression that is there already is left alone, for it is the same failure.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openRun } from '../../histories/index.ts';
import { reproductionFile, writeReproduction } from '../../histories/runs/reproduction-file.ts';
import type { TestPlan } from '../plan.ts';
import { failureOf } from '../reproduction/failure.ts';
import { formatted } from '../reproduction/format.ts';
import { shrink } from '../reproduction/shrink.ts';
import type { TestResult } from '../runner/result.ts';

export interface Shrinking {
  /** In words. */
  readonly shrunk: string;
  readonly regression: string;
}

export interface ShrinkingOptions {
  /** The folder for regressions, which is there. */
  readonly regressions: string;
  /** Events of the simulation that each may cost. */
  readonly budget: number;
  readonly signal: AbortSignal;
}

/** Undefined if nothing smaller came of it. */
export async function shrinking(
  { run, plan, checkers }: Pick<TestResult, 'run' | 'plan' | 'checkers'>,
  { regressions, budget, signal }: ShrinkingOptions,
): Promise<Shrinking | undefined> {
  const failure = failureOf(checkers);
  if (run === null || failure === undefined) return undefined;
  const { history } = openRun(run).history();
  const shrunk = await shrink({ plan, history, failure }, { budget, signal });
  if (shrunk === undefined) return undefined;
  const text = formatted(shrunk.plan);
  writeReproduction(join(run, reproductionFile), text);
  const regression = join(regressions, `${nameOf(plan, failure.checker, failure.shape)}.json`);
  if (!existsSync(regression)) writeReproduction(regression, text);
  const { before, after } = shrunk;
  return {
    shrunk: `from ${before.operations} operations and ${before.faults} faults to ${after.operations} and ${after.faults}`,
    regression,
  };
}

/** `raft-linearizable-read-fits-nowhere`, or after the bug that was planted. */
function nameOf({ target, bug }: TestPlan, checker: string, shape: string): string {
  const words = bug ?? `${checker}-${shape}`;
  return `${target}-${words}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 80)
    .replace(/-$/, '');
}
