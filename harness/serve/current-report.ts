/** The report of a run as it is now: a file beside it, which is made when it is missing, or when the run has changed since. */
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { historyFile, type OpenedRun, planFile, reportFile, resultsFile } from '../../histories/index.ts';
import { writeReport } from '../report/html/index.ts';

export function currentReport(run: OpenedRun): string {
  const path = join(run.path, reportFile);
  const madeMs = changedMs(path);
  const isCurrent = [planFile, historyFile, resultsFile].every((file) => changedMs(join(run.path, file)) <= madeMs);
  return madeMs > 0 && isCurrent ? path : writeReport(run, path);
}

const changedMs = (path: string): number => lstatSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
