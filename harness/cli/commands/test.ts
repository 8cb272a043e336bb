/** `harness test`: runs a test, or many that differ in their seed, and tells what came of it. */
import type { AnyTarget } from '../../../targets/target.ts';
import { UserError } from '../../core/errors.ts';
import type { Json } from '../../core/json.ts';
import { onFabric, type TestPlan } from '../../plan.ts';
import { runTest } from '../../runner/run.ts';
import { CI_FLAGS, CiOutputs } from '../ci-outputs.ts';
import type { Command, Session } from '../command.ts';
import { guardedRun } from '../crash.ts';
import { exitCodeOf } from '../exit-codes.ts';
import { settleFabric } from '../fabric.ts';
import { CONFIG_FLAGS, OUTPUT_FLAGS, STORE_FLAG } from '../flag.ts';
import { ownTargetFrom } from '../own-target.ts';
import { PLAN_FLAGS, planFrom, replayOf } from '../plan-flags.ts';
import { Progress, runProgress } from '../progress.ts';
import { runSeries } from '../series.ts';
import { stepList } from '../step-list.ts';
import { writableStoreOf } from '../store-directory.ts';
import { tellRun } from '../tell-run.ts';

export const test: Command = {
  name: 'test',
  summary: 'Run a test: deploy a cluster, load it, break it, and check what clients saw',
  flags: {
    ...PLAN_FLAGS,
    'test-count': {
      group: 'Repetition:',
      describe: 'Run so many tests, each with the seed after the last; only failing ones are kept',
      fallback: 1,
    },
    ...CONFIG_FLAGS,
    ...STORE_FLAG,
    ...CI_FLAGS,
    ...OUTPUT_FLAGS,
  },
  examples: [
    ['--nemesis partition', 'Raft under partitions, in the simulation'],
    ['--nemesis all --test-count 100', 'A hundred seeds with every fault'],
    ['--nemesis partition:majorities-ring,kill --nodes 7', 'Two nemeses, one in a shape of its own'],
    ['--bug stale-leader-serves-reads --nemesis partition', 'See a planted bug found'],
    ['--target ./my-target.yaml --env local', 'A system of your own; docs/own-system.md says how'],
    ['--seed 42 --json', 'For machines'],
  ],
  async run({ values }, session) {
    const own = await ownTargetFrom(values, session.io.cwd);
    const asked = planFrom(values, own);
    const testCount = values.wholeNumber('test-count', { low: 1 }) ?? 1;
    // Not the sum: beyond that number it would be rounded.
    if (asked.seed > Number.MAX_SAFE_INTEGER - (testCount - 1)) {
      throw new UserError(`--seed ${asked.seed} leaves no room for ${testCount} seeds: choose a smaller one`);
    }
    const store = writableStoreOf(values);
    const settled = await settleFabric(asked.fabric);
    if ('code' in settled) return settled.code;
    const plan = onFabric(asked, settled.fabric);
    const target = own?.target;
    const outputs = new CiOutputs(values, session);
    if (testCount > 1) {
      return runSeries({ plan, target, testCount, store, replayOf: (one) => replayOf(one, values), outputs }, session);
    }
    return runOne({ plan, target, store, replay: replayOf(plan, values), outputs }, session);
  },
};

interface OneRun {
  readonly plan: TestPlan;
  readonly target: AnyTarget | undefined;
  readonly store: string;
  readonly replay: string;
  readonly outputs: CiOutputs;
}

async function runOne(run: OneRun, session: Session): Promise<number> {
  const { plan, target, store, replay } = run;
  const progress = new Progress(session);
  const result = await guardedRun(run, () =>
    runTest(plan, {
      store,
      target,
      replay,
      signal: session.io.interrupted,
      warn: (text) => session.warn(text),
      onStep: stepList(session),
      onProgress: runProgress(progress),
    }),
  ).finally(() => progress.end());
  tellRun(result, session);
  session.printJson(result as unknown as Json);
  await run.outputs.ofRun(result);
  return exitCodeOf(result.valid);
}
