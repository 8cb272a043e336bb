/**
 * `harness replay`: runs a stored run again by its plan and says whether the same came of it, byte for byte. In the
 * simulation it does, unless the code has changed since: that a fix changes the history is the reason to replay.
 */
import { openRun } from '../../../histories/index.ts';
import type { Json } from '../../core/json.ts';
import { DEFAULTS, onFabric } from '../../plan.ts';
import { comparison } from '../../report/comparison.ts';
import { summary } from '../../report/summary.ts';
import { runTest } from '../../runner/run.ts';
import type { Command } from '../command.ts';
import { compareLines } from '../compare.ts';
import { guardedRun } from '../crash.ts';
import { exitCodeOf } from '../exit-codes.ts';
import { settleFabric } from '../fabric.ts';
import { CONFIG_FLAGS, OUTPUT_FLAGS, STORE_FLAG } from '../flag.ts';
import { replayOf } from '../plan-flags.ts';
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
  flags: { ...CONFIG_FLAGS, ...STORE_FLAG, ...OUTPUT_FLAGS },
  examples: [['latest', 'The newest run, once more']],
  async run({ positional = '', values }, session) {
    const original = openRun(positional, storeOf(values));
    const stored = planOfRun(original);
    // First of all, for a run without a history cannot be compared with.
    const recorded = original.historyText();
    const store = writableStoreOf(values);
    const settled = await settleFabric(stored.fabric);
    if ('code' in settled) return settled.code;
    const plan = onFabric(stored, settled.fabric);
    const again = replayOf(plan, values);
    const progress = new Progress(session);
    const result = await guardedRun({ plan, store, replay: again }, () =>
      runTest(plan, { store, replay: again, signal: session.io.interrupted, onProgress: runProgress(progress) }),
    ).finally(() => progress.end());
    const repeated = result.run === null ? '' : openRun(result.run, store).historyText();
    const compared = compareLines(recorded, repeated);
    session.print(summary(result, session));
    session.print('');
    const isRealTime = plan.env !== DEFAULTS.env;
    const cutShort = result.interrupted ? 'this replay' : wasCutShort(original.results) ? 'that run' : undefined;
    session.print(comparison({ ...compared, original: original.path, cutShort, isRealTime }, session));
    session.printJson({ ...compared, original: original.path, ...result } as unknown as Json);
    return exitCodeOf(result.valid);
  },
};

/** A run that was killed has no results, and one that was interrupted says so in them. */
function wasCutShort(results: Json | undefined): boolean {
  return !(typeof results === 'object' && results !== null && 'interrupted' in results && !results.interrupted);
}
