/**
 * Writes the report of a run that has just been stored. It is made of what is on the disk alone, so that one that could not be
 * written, for want of room, costs nobody the verdict: `harness report` writes it later.
 */
import { openRun } from '../../histories/store.ts';
import { UserError } from '../core/errors.ts';

export async function keepReport(run: string, warn: (text: string) => void): Promise<void> {
  // Runs that nobody keeps should not wait for what packs pages.
  const { writeReport } = await import('../report/html/index.ts');
  try {
    writeReport(openRun(run));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    warn(`${error.message}; all else of the run is stored`);
  }
}
