/** What is told of one run that is over, and that its report is there, if it is. */
import { hasReport } from '../../histories/store.ts';
import { summary } from '../report/summary.ts';
import type { TestResult } from '../runner/result.ts';
import type { Session } from './command.ts';

export function tellRun(result: TestResult, session: Session): void {
  session.print(summary(result, session, { hasReport: result.run !== null && hasReport(result.run) }));
}
