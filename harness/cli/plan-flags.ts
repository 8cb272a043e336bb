/** The flags that make a plan, in the order in which a person thinks of them, and the way from their values to the plan. */
import { nemesisNames, shapesOf } from '../../nemesis/index.ts';
import { targets } from '../../targets/index.ts';
import { UserError } from '../core/errors.ts';
import { freshSeed } from '../core/random.ts';
import { ANY_FABRIC, type Environment } from '../environments/environment.ts';
import { environments } from '../environments/index.ts';
import type { OwnTarget } from '../own-target/own-target.ts';
import { DEFAULTS, type PlanOptions, planOf, replayLine, type TestPlan } from '../plan.ts';
import { workloads } from '../workloads/index.ts';
import type { Flag, Flags } from './flag.ts';
import { SETTING_FLAGS, settingsFrom } from './setting-flags.ts';
import type { Values } from './values.ts';

const what = (describe: string, fallback: string, values: () => readonly string[]): Flag => {
  return { group: 'What to test:', describe, fallback, values };
};
const number = (group: string, describe: string, fallback: string | number): Flag => {
  return { group, describe, fallback };
};

export const PLAN_FLAGS: Flags = {
  target: what('The system under test, or a file that says what yours is', DEFAULTS.target, () => Object.keys(targets)),
  workload: what('What clients do', "the target's first", () => Object.keys(workloads)),
  env: what('Where the cluster lives', DEFAULTS.env, () => Object.keys(environments)),
  fabric: what('The network of real processes (--env local)', ANY_FABRIC, fabricNames),
  image: {
    group: 'What to test:',
    describe: 'The image of a real system (--env docker), in place of the one that the target names',
  },
  nodes: number('What to test:', 'Nodes in the cluster', DEFAULTS.nodes),
  ...SETTING_FLAGS,
  nemesis: {
    group: 'Faults:',
    describe:
      'A comma list such as partition,kill, with shapes such as partition:majorities-ring, and intervals such as kill@0.5; or none, or all',
    fallback: DEFAULTS.nemesis,
    values: nemesisWords,
  },
  'nemesis-interval': number('Faults:', 'Seconds between two decisions, on average', DEFAULTS.nemesisIntervalSeconds),
  bug: {
    group: 'Faults:',
    describe: 'Plant a bug in the target; harness list bugs names them',
    values: () => Object.values(targets).flatMap(({ bugs }) => bugs.map(({ name }) => name)),
  },
  concurrency: {
    group: 'Load:',
    describe: 'Clients: a number such as 10, or 2n for two per node',
    fallback: DEFAULTS.concurrency,
  },
  rate: number('Load:', 'Operations per second, all clients together', DEFAULTS.rate),
  'key-count': number('Load:', 'Keys in use at one time', DEFAULTS.keyCount),
  'ops-per-key': number('Load:', 'Operations on a key before a fresh one takes its place', DEFAULTS.opsPerKey),
  'time-limit': number('Time:', 'Seconds of load and faults', DEFAULTS.timeLimitSeconds),
  'op-timeout': number('Time:', 'Seconds until a client gives up on an answer', DEFAULTS.opTimeoutSeconds),
  recovery: number('Time:', 'Seconds that the healed cluster has to serve everybody again', DEFAULTS.recoverySeconds),
  'fail-fast': {
    group: 'Time:',
    describe: 'End the run at its first violation; without it, all of it is seen',
    isSwitch: true,
  },
  seed: number('Repetition:', 'Decides all that is random; the same seed is the same run', 'a fresh one, printed'),
};

export function fabricNames(): readonly string[] {
  const all = Object.values<Environment>(environments).flatMap(({ fabrics = [] }) => fabrics);
  return [ANY_FABRIC, ...new Set(all)];
}

function nemesisWords(): readonly string[] {
  const shapes = nemesisNames().flatMap((name) => shapesOf(name).map((shape) => `${name}:${shape}`));
  return ['none', 'all', ...nemesisNames(), ...shapes];
}

/** `own` is the user's target, if `--target` names a file. */
export function planFrom(values: Values, own?: OwnTarget): TestPlan {
  const target = own ?? values.text('target') ?? DEFAULTS.target;
  const options: PlanOptions = {
    target,
    workload: values.text('workload'),
    settings: settingsFrom(values, target),
    env: values.text('env') ?? DEFAULTS.env,
    fabric: values.text('fabric'),
    image: values.text('image'),
    nemesis: values.text('nemesis') ?? DEFAULTS.nemesis,
    nemesisIntervalSeconds: values.number('nemesis-interval') ?? DEFAULTS.nemesisIntervalSeconds,
    bug: values.list('bug'),
    nodes: values.number('nodes') ?? DEFAULTS.nodes,
    concurrency: values.text('concurrency') ?? DEFAULTS.concurrency,
    rate: values.number('rate') ?? DEFAULTS.rate,
    timeLimitSeconds: values.number('time-limit') ?? DEFAULTS.timeLimitSeconds,
    keyCount: values.number('key-count') ?? DEFAULTS.keyCount,
    opsPerKey: values.number('ops-per-key') ?? DEFAULTS.opsPerKey,
    opTimeoutSeconds: values.number('op-timeout') ?? DEFAULTS.opTimeoutSeconds,
    recoverySeconds: values.number('recovery') ?? DEFAULTS.recoverySeconds,
    failFast: values.isOn('fail-fast'),
    seed: values.number('seed') ?? freshSeed(),
  };
  try {
    return planOf(options);
  } catch (error) {
    throw error instanceof UserError ? placed(error, values) : error;
  }
}

/** The plan speaks of flags and names; who never typed this one has to be told where it stands. */
function placed(error: UserError, values: Values): UserError {
  const [, flag, kind] =
    /^(?:--([\w-]+)|unknown (target|workload|environment|fabric|nemesis|bug))\b/.exec(error.message) ?? [];
  const file = values.origin(flag ?? (kind === 'environment' ? 'env' : (kind ?? '')))?.file;
  return file === undefined ? error : new UserError(`${file}: ${error.message}`);
}

/** The line that runs a plan again; where a configuration file had its say, it must not have it twice. */
export function replayOf(plan: TestPlan, values: Values): string {
  return values.isConfigured ? `${replayLine(plan)} --no-config` : replayLine(plan);
}
