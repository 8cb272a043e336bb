/**
 * `harness replay`: runs a stored run again by its plan and says whether the same came of it, byte for byte. In the
 * simulation it does, unless the code has changed since: that a fix changes the history is the reason to replay.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { historyFile, openRun } from '../../../histories/index.ts';
import type { Json } from '../../core/json.ts';
import { comparison } from '../../report/comparison.ts';
import { summary } from '../../report/summary.ts';
import { runTest } from '../../runner/run.ts';
import type { Command } from '../command.ts';
import { compareLines } from '../compare.ts';
import { guardedRun } from '../crash.ts';
import { exitCodeOf } from '../exit-codes.ts';
import { CONFIG_FLAG, OUTPUT_FLAGS, STORE_FLAG } from '../flag.ts';
import { Progress, runProgress } from '../progress.ts';
import { storeOf, writableStoreOf } from '../store-directory.ts';
import { planOfRun } from '../stored-plan.ts';

export const replay: Command = {
  name: 'replay',
  summary: 'Run a stored run again, and say whether its history is the same to the byte',
  positional: {
    name: 'run',
    describe: 'A run directory, its path in the store, or "latest"',
    ifMissing: 'harness replay needs a run: name a run directory or "latest"',
  },
  flags: { ...CONFIG_FLAG, ...STORE_FLAG, ...OUTPUT_FLAGS },
  examples: [['latest', 'The newest run, once more']],
  async run({ positional = '', values }, session) {
    const run = openRun(positional, storeOf(values));
    const plan = planOfRun(run);
    const store = writableStoreOf(values);
    const recorded = Buffer.from(run.historyText());
    const progress = new Progress(session);
    const result = await guardedRun(plan, store, () =>
      runTest(plan, { store, signal: session.io.interrupted, onProgress: runProgress(progress) }),
    ).finally(() => progress.end());
    const again = result.run === null ? Buffer.alloc(0) : readFileSync(join(result.run, historyFile));
    const compared = compareLines(recorded, again);
    const wasInterrupted = (run.results as { interrupted?: boolean } | undefined)?.interrupted !== false;
    session.print(summary(result, session));
    session.print('');
    session.print(comparison({ ...compared, original: run.path, wasInterrupted }, session));
    session.printJson({ ...compared, original: run.path, ...result } as unknown as Json);
    return exitCodeOf(result.valid);
  },
};
