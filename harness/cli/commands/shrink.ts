/**
 * `harness shrink`: makes of a failing run the smallest one that still fails the same way, and writes that down beside it as
 * a reproduction. Interrupted, it writes the smallest that it has found until then.
 */
import { join } from 'node:path';
import { openRun } from '../../../histories/index.ts';
import { reproductionFile, writeReproduction } from '../../../histories/runs/reproduction-file.ts';
import { UserError } from '../../core/errors.ts';
import type { Json } from '../../core/json.ts';
import { DEFAULTS, type TestPlan } from '../../plan.ts';
import { shrinkReport } from '../../report/reproduction.ts';
import { failureOf } from '../../reproduction/failure.ts';
import { formatted } from '../../reproduction/format.ts';
import type { Failure } from '../../reproduction/reproduction.ts';
import { shrink as shrinkRun } from '../../reproduction/shrink.ts';
import { runTest } from '../../runner/run.ts';
import type { Command, Session } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { CONFIG_FLAGS, OUTPUT_FLAGS, STORE_FLAG } from '../flag.ts';
import { Progress } from '../progress.ts';
import { replayLineOf } from '../reproductions.ts';
import { storeOf } from '../store-directory.ts';
import { planOfRun } from '../stored-plan.ts';

const EFFORT = 12;
const EVENTS = 1_000_000;
const MOST_EFFORT = 1_000;

export const shrink: Command = {
  name: 'shrink',
  summary: 'Make a failing run of the simulation as small as it gets, as a reproduction that can be replayed',
  positional: {
    name: 'run',
    describe: 'A run directory, its path in the store, or "latest"',
    ifMissing: 'harness shrink needs a run: name a run directory or "latest"',
  },
  flags: {
    checker: {
      group: 'Shrinking:',
      describe: 'What has to fail; otherwise the first checker that found the run invalid',
      isConfigurable: false,
    },
    effort: {
      group: 'Shrinking:',
      describe: 'Events of the simulation that it may cost, in millions; one takes a few seconds',
      fallback: EFFORT,
    },
    ...CONFIG_FLAGS,
    ...STORE_FLAG,
    ...OUTPUT_FLAGS,
  },
  examples: [
    ['latest', 'The newest run, which has just failed'],
    ['latest --checker linearizable', 'Where several checkers complained'],
    ['latest --effort 50', 'Where a minute was not enough'],
  ],
  async run({ positional = '', values }, session) {
    const effort = values.wholeNumber('effort', { low: 1, high: MOST_EFFORT }) ?? EFFORT;
    const run = openRun(positional, storeOf(values));
    const plan = planOfRun(run);
    if (plan.env !== DEFAULTS.env) {
      throw new UserError(
        `${run.path}: this run is of environment ${plan.env}, and only those of the simulation can be shrunk`,
      );
    }
    const { history } = run.history();
    const failure = await failureIn({ plan, path: run.path, checker: values.text('checker') });
    if (failure === undefined) return goneAway(session, run.path);
    const progress = new Progress(session);
    const shrunk = await shrinkRun(
      { plan, history, failure },
      {
        budget: effort * EVENTS,
        signal: session.io.interrupted,
        onProgress: ({ pass, size, spent }) =>
          progress.update(`without ${pass}: ${size.operations} operations, ${size.faults} faults`, spent, 1),
      },
    ).finally(() => progress.end());
    if (shrunk === undefined) return goneAway(session, run.path);
    const file = join(run.path, reproductionFile);
    writeReproduction(file, formatted(shrunk.plan));
    const replay = replayLineOf(file);
    session.print(shrinkReport(shrunk, { file, replay }, session));
    session.printJson({ ...shrunk, file, replay } as unknown as Json);
    return EXIT.valid;
  },
};

/** By running it again: whoever was killed has left no results, and older code has judged otherwise. */
async function failureIn(of: {
  plan: TestPlan;
  path: string;
  checker: string | undefined;
}): Promise<Failure | undefined> {
  const { checkers, valid } = await runTest(of.plan, { store: null });
  const failure = failureOf(checkers, of.checker);
  if (failure !== undefined || valid === false) {
    if (failure !== undefined || of.checker === undefined) return failure;
    const others = Object.keys(checkers).filter((name) => failureOf(checkers, name) !== undefined);
    throw new UserError(
      `${of.path}: checker ${of.checker} does not say that this run is invalid: ${others.join(', ')} does`,
    );
  }
  return undefined;
}

function goneAway(session: Session, path: string): number {
  const why = 'this run does not fail when it is run again: nothing is wrong with it, or the code has changed since';
  session.print(`${path}: ${why}`);
  session.printJson({ error: `${path}: ${why}` });
  return EXIT.unknown;
}
