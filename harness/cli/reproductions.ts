/** Runs a reproduction and says whether it fails as it did. The run is stored like any other, so that it can be inspected. */
import type { Json } from '../core/json.ts';
import type { TestPlan } from '../plan.ts';
import type { TestResult } from '../runner/result.ts';
import { runTest } from '../runner/run.ts';
import type { Session } from './command.ts';
import { guardedRun } from './crash.ts';
import { EXIT, exitCodeOf } from './exit-codes.ts';
import { Progress, runProgress } from './progress.ts';
import { tellRun } from './tell-run.ts';

export interface ReproductionRun {
  readonly plan: TestPlan;
  readonly file: string;
  readonly store: string;
}

export async function replayReproduction({ plan, file, store }: ReproductionRun, session: Session): Promise<number> {
  const replay = replayLineOf(file);
  const progress = new Progress(session);
  const result = await guardedRun({ plan, store, replay }, () =>
    runTest(plan, {
      store,
      replay,
      signal: session.io.interrupted,
      warn: (text) => session.warn(text),
      onProgress: runProgress(progress),
    }),
  ).finally(() => progress.end());
  tellRun(result, session);
  session.printJson(result as unknown as Json);
  return reproductionCode(result);
}

/** 2 where events do not apply: that the failure did not come about tells nothing then. */
function reproductionCode({ valid, reproduction }: Pick<TestResult, 'valid' | 'reproduction'>): number {
  if (reproduction === undefined) return exitCodeOf(valid);
  if (reproduction.failed) return EXIT.invalid;
  return reproduction.misfits.length > 0 ? EXIT.unknown : exitCodeOf(valid);
}

export const replayLineOf = (file: string): string =>
  `npx harness replay ${/^[\w./+=:@-]+$/.test(file) ? file : `'${file.replaceAll("'", "'\\''")}'`}`;
