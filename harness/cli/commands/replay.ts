/**
 * `harness replay`: runs a stored run again by its plan and says whether the same came of it, byte for byte. In the
 * simulation it does, unless the code has changed since: that a fix changes the history is the reason to replay.
 */
import { openRun } from '../../../histories/index.ts';
import { openReproduction } from '../../../histories/runs/reproduction-file.ts';
import type { Json } from '../../core/json.ts';
import { DEFAULTS, onFabric } from '../../plan.ts';
import { comparison } from '../../report/comparison.ts';
import { runTest } from '../../runner/run.ts';
import type { Command } from '../command.ts';
import { compareLines } from '../compare.ts';
import { guardedRun } from '../crash.ts';
import { exitCodeOf } from '../exit-codes.ts';
import { settleFabric } from '../fabric.ts';
import { CONFIG_FLAGS, OUTPUT_FLAGS, STORE_FLAG } from '../flag.ts';
import { ownTargetOf } from '../own-target.ts';
import { replayOf } from '../plan-flags.ts';
import { Progress, runProgress } from '../progress.ts';
import { replayLineOf, replayReproduction } from '../reproductions.ts';
import { storeOf, writableStoreOf } from '../store-directory.ts';
import { planIn, planOfRun } from '../stored-plan.ts';
import { tellRun } from '../tell-run.ts';

export const replay: Command = {
  name: 'replay',
  summary: 'Run a stored run again, to the byte, or a reproduction, and say whether it still fails',
  positional: {
    name: 'run',
    describe: 'A run directory, its path in the store, "latest", or the file of a reproduction',
    ifMissing: 'harness replay needs a run: name a run directory, "latest", or the file of a reproduction',
  },
  flags: { ...CONFIG_FLAGS, ...STORE_FLAG, ...OUTPUT_FLAGS },
  examples: [
    ['latest', 'The newest run, once more'],
    ['store/latest/reproduction.json', 'What harness shrink has made of it'],
  ],
  async run({ positional = '', values }, session) {
    const reproduction = openReproduction(positional);
    if (reproduction !== undefined) {
      const plan = planIn(reproduction, positional);
      return replayReproduction({ plan, file: positional, store: writableStoreOf(values) }, session);
    }
    const original = openRun(positional, storeOf(values));
    const { own, remark } = await ownTargetOf(original, session.io.cwd);
    const stored = planOfRun(original, own);
    // First of all, for a run without a history cannot be compared with.
    const recorded = original.historyText();
    const store = writableStoreOf(values);
    const settled = await settleFabric(stored.fabric);
    if ('code' in settled) return settled.code;
    // Not before, for another command may have done the rest.
    if (remark !== undefined) session.warn(remark);
    const plan = onFabric(stored, settled.fabric);
    const again = plan.reproduction === undefined ? replayOf(plan, values) : replayLineOf(original.path);
    const progress = new Progress(session);
    const result = await guardedRun({ plan, store, replay: again }, () =>
      runTest(plan, {
        store,
        target: own?.target,
        replay: again,
        signal: session.io.interrupted,
        warn: (text) => session.warn(text),
        onProgress: runProgress(progress),
      }),
    ).finally(() => progress.end());
    const repeated = result.run === null ? '' : openRun(result.run, store).historyText();
    const compared = compareLines(recorded, repeated);
    tellRun(result, session);
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
