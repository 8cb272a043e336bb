/**
 * `harness bugs`: hunts the planted bugs, each over seeds until a run is judged invalid. That all are found is how the
 * harness shows that it would find the ones that nobody planted.
 */
import { targets } from '../../../targets/index.ts';
import type { AnyTarget } from '../../../targets/target.ts';
import type { Json } from '../../core/json.ts';
import { ANY_FABRIC } from '../../environments/environment.ts';
import { environments } from '../../environments/index.ts';
import { environmentNamed, targetNamed, unknownName } from '../../names.ts';
import { bugOf, DEFAULTS, fabricOf } from '../../plan.ts';
import { huntReport } from '../../report/hunt.ts';
import { type HuntedBug, huntBugs, type Prey } from '../../runner/hunt.ts';
import { runPool } from '../../runner/run-pool.ts';
import type { Command, Input, Session } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { settleFabric } from '../fabric.ts';
import { CONFIG_FLAGS, OUTPUT_FLAGS } from '../flag.ts';
import { JOBS_FLAG, jobsOf } from '../jobs.ts';
import { fabricNames } from '../plan-flags.ts';
import { Progress } from '../progress.ts';

const MAX_RUNS = 200;
const MAX_REAL_RUNS = 5;
const FIRST_SEED = 1;

export const bugs: Command = {
  name: 'bugs',
  summary: 'Hunt the bugs planted in a target, and say which checker found each',
  positional: { name: 'target', describe: 'The target; otherwise all', values: () => Object.keys(targets) },
  flags: {
    bug: {
      group: 'The hunt:',
      describe: 'Hunt this bug alone; may be repeated',
      isConfigurable: false,
      values: () => Object.values(targets).flatMap((target) => target.bugs.map(({ name }) => name)),
    },
    env: {
      group: 'The hunt:',
      describe: 'Where; in real time each run takes as long as its bug needs, at most a minute and a half',
      fallback: DEFAULTS.env,
      isConfigurable: false,
      values: () => Object.keys(environments),
    },
    fabric: {
      group: 'The hunt:',
      describe: 'The network of real processes (--env local)',
      fallback: ANY_FABRIC,
      isConfigurable: false,
      values: fabricNames,
    },
    'max-runs': {
      group: 'The hunt:',
      describe: `Runs until a bug is given up on; in real time ${MAX_REAL_RUNS}`,
      fallback: MAX_RUNS,
    },
    seed: {
      group: 'The hunt:',
      describe: 'The first seed tried',
      fallback: FIRST_SEED,
      isConfigurable: false,
    },
    ...JOBS_FLAG,
    ...CONFIG_FLAGS,
    ...OUTPUT_FLAGS,
  },
  examples: [
    ['raft', 'All bugs planted in Raft'],
    ['raft --bug votes-twice', 'One of them'],
    ['raft --bug votes-twice --env local', 'On real processes'],
  ],
  async run(input, session) {
    const prey = preyOf(input);
    const { values } = input;
    const env = environmentNamed(values.text('env') ?? DEFAULTS.env);
    const settled = await settleFabric(fabricOf(env, values.text('fabric')).fabric);
    if ('code' in settled) return settled.code;
    const place = { env: env.name, fabric: settled.fabric };
    const startedAt = performance.now();
    const hunted = await hunt(prey, { input, place }, session);
    const wallMs = performance.now() - startedAt;
    session.print(huntReport(hunted, { all: prey.length, wallMs }, session));
    session.printJson({ bugs: hunted, wallMs } as unknown as Json);
    return hunted.length === prey.length && hunted.every(({ found }) => found) ? EXIT.valid : EXIT.invalid;
  },
};

function preyOf({ positional, values }: Input): readonly Prey[] {
  const all: readonly AnyTarget[] =
    positional === undefined ? Object.keys(targets).map(targetNamed) : [targetNamed(positional)];
  const planted = all.flatMap(({ name, bugs }) => bugs.map((bug) => ({ target: name, bug })));
  const wanted = new Set(values.list('bug'));
  if (wanted.size === 0) return planted;
  const known = planted.map(({ bug }) => bug.name);
  for (const name of wanted) {
    if (positional !== undefined) bugOf(positional, name);
    else if (!known.includes(name)) throw unknownName('bug', name, known);
  }
  return planted.filter(({ bug }) => wanted.has(bug.name));
}

interface Hunting {
  readonly input: Input;
  readonly place: { readonly env: string; readonly fabric: string | undefined };
}

async function hunt(prey: readonly Prey[], hunting: Hunting, session: Session): Promise<readonly HuntedBug[]> {
  const { values } = hunting.input;
  const usual = hunting.place.env === DEFAULTS.env ? MAX_RUNS : MAX_REAL_RUNS;
  const maxRuns = values.wholeNumber('max-runs', { low: 1 }) ?? usual;
  const seed = values.wholeNumber('seed', { low: 0, high: Number.MAX_SAFE_INTEGER - maxRuns }) ?? FIRST_SEED;
  const pool = runPool(jobsOf(values));
  const progress = new Progress(session);
  try {
    const hunted = await huntBugs(prey, {
      ...hunting.place,
      seed,
      maxRuns,
      pool,
      signal: session.io.interrupted,
      onRun: ({ bug, run, over }) => progress.update(`${bug}, run ${run + 1}`, over, prey.length),
    });
    // A hunt that was broken off has not failed to find anything.
    const over = hunted.filter(({ found, runs }) => found || runs === maxRuns);
    return values.isConfigured ? over.map(withoutConfig) : over;
  } finally {
    progress.end();
    await pool.close();
  }
}

/** A hunt takes nothing from a configuration file, and neither must its replay. */
function withoutConfig(bug: HuntedBug): HuntedBug {
  return { ...bug, replay: bug.replay === null ? null : `${bug.replay} --no-config` };
}
