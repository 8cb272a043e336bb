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
  const hasReport = await keepReport(result, session);
  session.print(summary(result, session, { hasReport }));
}

/** Writes the report of a run that is stored; false if there is none then. */
export async function keepReport({ run }: TestResult, session: Session): Promise<boolean> {
  if (run === null) return false;
  // Whoever asks for help should not wait for what packs pages.
  const { writeReport } = await import('../report/html/index.ts');
  try {
    writeReport(openRun(run));
    return true;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    session.warn(`${error.message}; all else of the run is stored`);
    return false;
  }
}
