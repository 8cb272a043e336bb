/**
 * What is told of one run that is over. Its report is written first, so that the summary can say where it is; a disk that has no
 * room for it costs nobody the verdict.
 */
import { openRun } from '../../histories/index.ts';
import { UserError } from '../core/errors.ts';
import { summary } from '../report/summary.ts';
import type { TestResult } from '../runner/result.ts';
import type { Session } from './command.ts';

export async function tellRun(result: TestResult, session: Session): Promise<void> {
  const report = await keepReport(result, session);
  session.print(summary(result, session, report));
}

/** Writes the report of a run that is stored, and says where it is; undefined where there is none. */
export async function keepReport({ run }: TestResult, session: Session): Promise<string | undefined> {
  if (run === null) return undefined;
  // Whoever asks for help should not wait for what packs pages.
  const { writeReport } = await import('../report/html/index.ts');
  try {
    return writeReport(openRun(run));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    session.warn(`${error.message}; all else of the run is stored`);
    return undefined;
  }
}
