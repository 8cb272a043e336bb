/**
 * `harness bugs`: hunts the planted bugs, each over seeds until a run is judged invalid. That all are found is how the
 * harness shows that it would find the ones that nobody planted.
 */
import { targets } from '../../../targets/index.ts';
import type { PlantedBug, Target } from '../../../targets/target.ts';
import type { Json } from '../../core/json.ts';
import { targetNamed, unknownName } from '../../names.ts';
import { bugOf } from '../../plan.ts';
import { huntReport } from '../../report/hunt.ts';
import { type HuntedBug, huntBug } from '../../runner/hunt.ts';
import type { Command, Input, Session } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { CONFIG_FLAGS, OUTPUT_FLAGS } from '../flag.ts';
import { Progress } from '../progress.ts';

const MAX_RUNS = 200;
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
    'max-runs': {
      group: 'The hunt:',
      describe: 'Runs until a bug is given up on',
      fallback: MAX_RUNS,
    },
    seed: {
      group: 'The hunt:',
      describe: 'The first seed tried',
      fallback: FIRST_SEED,
      isConfigurable: false,
    },
    ...CONFIG_FLAGS,
    ...OUTPUT_FLAGS,
  },
  examples: [
    ['raft', 'All bugs planted in Raft'],
    ['raft --bug votes-twice', 'One of them'],
  ],
  async run(input, session) {
    const prey = preyOf(input);
    const hunted = await hunt(prey, input, session);
    session.print(huntReport(hunted, { all: prey.length }, session));
    session.printJson({ bugs: hunted } as unknown as Json);
    return hunted.length === prey.length && hunted.every(({ found }) => found) ? EXIT.valid : EXIT.invalid;
  },
};

interface Prey {
  readonly target: string;
  readonly bug: PlantedBug;
}

function preyOf({ positional, values }: Input): readonly Prey[] {
  const all: readonly Target[] =
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

async function hunt(prey: readonly Prey[], { values }: Input, session: Session): Promise<HuntedBug[]> {
  const { interrupted: signal } = session.io;
  const maxRuns = values.wholeNumber('max-runs', { low: 1 }) ?? MAX_RUNS;
  const seed = values.wholeNumber('seed', { low: 0, high: Number.MAX_SAFE_INTEGER - maxRuns }) ?? FIRST_SEED;
  const progress = new Progress(session);
  const hunted: HuntedBug[] = [];
  for (const [i, { target, bug }] of prey.entries()) {
    const onRun = (run: number) => progress.update(`${bug.name}, run ${run + 1}`, i, prey.length);
    const result = await huntBug(target, bug, { seed, maxRuns, signal, onRun });
    // A hunt that was broken off has not failed to find anything.
    if (signal.aborted && !result.found) break;
    hunted.push(values.isConfigured ? withoutConfig(result) : result);
  }
  progress.end();
  return hunted;
}

/** A hunt takes nothing from a configuration file, and neither must its replay. */
function withoutConfig(bug: HuntedBug): HuntedBug {
  return { ...bug, replay: bug.replay === null ? null : `${bug.replay} --no-config` };
}
