/**
 * A test plan: everything that decides what a run does, as plain data. It is made from options, printed, stored as
 * plan.json, and all that a replay needs. Making one checks it: an impossible plan is refused here, in one sentence,
 * before anything has started.
 */

import { RUN_VERSION } from '../histories/store.ts';
import { nemeses as families, parseNemeses } from '../nemesis/index.ts';
import type { Nemesis } from '../nemesis/nemesis.ts';
import { targets } from '../targets/index.ts';
import { type AnyTarget, isService, type PlantedBug, type Settings } from '../targets/target.ts';
import { UserError } from './core/errors.ts';
import { ANY_FABRIC, type Environment } from './environments/environment.ts';
import { type EnvironmentName, environments } from './environments/index.ts';
import { environmentNamed, targetNamed, unknownName, workloadNamed } from './names.ts';
import type { OwnTarget, TargetFile } from './own-target/own-target.ts';
import type { Reproduction } from './reproduction/reproduction.ts';
import { chosenSettings, settingsOf } from './settings.ts';

/** What a run is, with the units in the names. Identical plans give, in the simulation, identical histories. */
export interface TestPlan {
  readonly version: number;
  readonly target: string;
  /** Where the target is, if it is a user's own. */
  readonly targetFile?: TargetFile;
  readonly workload: string;
  /** Which variant of the target: a value for each of its settings. */
  readonly settings: Settings;
  readonly env: string;
  /** The network between real processes, where the environment has more than one: a name, or `auto` until it is chosen. */
  readonly fabric?: string;
  /** What containers of a real system run, if it is not what the target names. */
  readonly image?: string;
  /** As typed: a comma list of nemeses, or `none`. */
  readonly nemesis: string;
  readonly nemesisIntervalSeconds: number;
  /** A planted bug of the target, if any. */
  readonly bug: string | null;
  readonly nodes: number;
  /** Client threads. */
  readonly concurrency: number;
  /** Operations per second, all clients together. */
  readonly rate: number;
  readonly timeLimitSeconds: number;
  readonly keyCount: number;
  readonly opsPerKey: number;
  /** How long a client waits for an answer before the outcome is unknown. */
  readonly opTimeoutSeconds: number;
  /** How long the healed cluster may take to serve every client again. */
  readonly recoverySeconds: number;
  /** Whether the run ends at the first violation that is seen while it goes on. */
  readonly failFast: boolean;
  readonly seed: number;
  /** What is written down, operation by operation and fault by fault, in place of what a seed draws. */
  readonly reproduction?: Reproduction;
}

export type PlanOptions = Omit<
  TestPlan,
  'version' | 'target' | 'targetFile' | 'workload' | 'settings' | 'concurrency' | 'bug' | 'fabric' | 'image'
> & {
  /** By its name, or a user's own, from its file. */
  readonly target: string | OwnTarget;
  /** Otherwise the first that the target names. */
  readonly workload?: string | undefined;
  /** Those that are left out are as the target has them by itself. */
  readonly settings?: Settings | undefined;
  /** Otherwise the best that works, where there is a choice. */
  readonly fabric?: string | undefined;
  readonly image?: string | undefined;
  /** A number, or a multiple of the nodes such as `2n`. */
  readonly concurrency: string;
  readonly bug?: readonly string[] | undefined;
};

export const DEFAULTS = {
  target: 'raft',
  env: 'sim',
  nemesis: 'none',
  nemesisIntervalSeconds: 5,
  nodes: 5,
  concurrency: '2n',
  rate: 100,
  timeLimitSeconds: 60,
  keyCount: 5,
  opsPerKey: 200,
  opTimeoutSeconds: 5,
  recoverySeconds: 30,
  failFast: false,
} as const satisfies Partial<PlanOptions>;

/** Checks the options and makes them a plan; throws UserError. */
export function planOf(options: PlanOptions): TestPlan {
  const { target: asked, bug: bugs = [], concurrency, fabric, image, ...rest } = options;
  const target = typeof asked === 'string' ? targetNamed(asked) : asked.target;
  const workload = workloadOf(target, options.workload);
  wholeNumber('--nodes', options.nodes, target.minimumNodes, 64);
  quantity('--rate', options.rate);
  quantity('--time-limit', options.timeLimitSeconds);
  quantity('--nemesis-interval', options.nemesisIntervalSeconds);
  quantity('--op-timeout', options.opTimeoutSeconds);
  quantity('--recovery', options.recoverySeconds);
  wholeNumber('--key-count', options.keyCount, 1, 1_000_000);
  wholeNumber('--ops-per-key', options.opsPerKey, 1, 1_000_000);
  wholeNumber('--seed', options.seed, 0, Number.MAX_SAFE_INTEGER);
  if (bugs.length > 1) {
    throw new UserError(`--bug was given ${bugs.length} times (${bugs.join(', ')}): plant one bug at a time`);
  }
  const bug = bugs[0] === undefined ? null : plantedIn(asked, bugs[0]);
  const settings = settingsOf(target, options.settings ?? {});
  const objection = target.refuse?.(settings, { nodes: options.nodes, workload, env: options.env });
  if (objection !== undefined) throw new UserError(objection);
  const environment = environmentNamed(options.env);
  if (options.reproduction !== undefined && environment.name !== DEFAULTS.env) {
    throw new UserError(`a reproduction runs in environment ${DEFAULTS.env} alone, not in ${environment.name}`);
  }
  refuseSystem(target, environment);
  for (const nemesis of parseNemeses(options.nemesis)) {
    const missing = nemesis.needs.filter((kind) => !environment.offers.has(kind));
    if (missing.length === 0) continue;
    const working = Object.entries(families).filter(([, family]) =>
      family.needs.every((kind) => environment.offers.has(kind)),
    );
    throw new UserError(
      `nemesis ${nemesis.name} needs ${missing.join(' and ')} faults, which environment ${environment.name} cannot do; ` +
        `here these work: ${working.map(([name]) => name).join(', ') || 'none'}`,
    );
  }
  // Without the spaces around commas, for it has to be one word of the replay line.
  const nemesis = options.nemesis
    .split(',')
    .map((name) => name.trim())
    .join(',');
  return {
    version: RUN_VERSION,
    target: target.name,
    ...(typeof asked === 'string' ? {} : { targetFile: asked.file }),
    ...rest,
    workload,
    settings,
    ...fabricOf(environment, fabric),
    ...imageOf(target, environment, image),
    nemesis,
    concurrency: threadsOf(concurrency, options.nodes),
    bug,
  };
}

function refuseSystem(target: AnyTarget, { name, runsServices = false }: Environment): void {
  if (!isService(target) || runsServices) return;
  const able = Object.values<Environment>(environments).filter((other) => other.runsServices === true);
  throw new UserError(
    `target ${target.name} is a real system, which environment ${name} cannot run: ` +
      `choose ${able.map((other) => `--env ${other.name}`).join(' or ')}`,
  );
}

/** What of a plan says which network; refuses a name that the environment does not know. */
export function fabricOf({ name, fabrics }: Environment, asked: string | undefined): { fabric?: string } {
  if (fabrics === undefined) {
    if (asked === undefined) return {};
    throw new UserError(`--fabric ${asked} is for real processes: environment ${name} has its own network`);
  }
  const fabric = asked ?? ANY_FABRIC;
  const known = [ANY_FABRIC, ...fabrics];
  if (!known.includes(fabric)) throw unknownName('fabric', fabric, known);
  return { fabric };
}

/** What of a plan says which image; refuses one that nothing would run. */
function imageOf(target: AnyTarget, { name }: Environment, image: string | undefined): { image?: string } {
  if (image === undefined) return {};
  if (name === 'docker' && isService(target)) return { image };
  const why = isService(target) ? `environment ${name} runs no containers: add --env docker` : CONTAINED;
  throw new UserError(`--image ${image} is for real systems in containers, and ${why}`);
}

const CONTAINED = 'programs of the harness run in an image of its own';

/** The plan with its fabric chosen: where it was made is a part of what a run is. */
export function onFabric(plan: TestPlan, fabric: string | undefined): TestPlan {
  return fabric === undefined ? plan : { ...plan, fabric };
}

/** Where a target is tried unless somebody says otherwise: real systems run nowhere but in real time. */
export const homeOf = (target: AnyTarget): EnvironmentName => (isService(target) ? 'local' : DEFAULTS.env);

/** By its name, or the default one of the target. */
function workloadOf(target: AnyTarget, name: string | undefined): string {
  const workload = workloadNamed(name ?? defaultWorkload(target)).name;
  if (target.workloads.includes(workload)) return workload;
  throw new UserError(
    `target ${target.name} cannot run the workload ${workload}: it runs ${target.workloads.join(', ')}`,
  );
}

function defaultWorkload({ name, workloads }: AnyTarget): string {
  const [first] = workloads;
  if (first === undefined) throw new Error(`target ${name} names no workload`);
  return first;
}

/** The names of its nodes. */
export function nodesOf({ nodes, reproduction }: Pick<TestPlan, 'nodes' | 'reproduction'>): readonly string[] {
  return reproduction?.nodes ?? Array.from({ length: nodes }, (_, index) => `n${index + 1}`);
}

/** The nemeses of a plan. */
export function nemesesOf(plan: Pick<TestPlan, 'nemesis'>): readonly Nemesis[] {
  return parseNemeses(plan.nemesis);
}

function plantedIn(target: string | OwnTarget, bug: string): string {
  if (typeof target === 'string') return bugOf(target, bug).name;
  throw new UserError(`--bug ${bug} is for targets of the harness: nobody has planted a bug in ${target.file.path}`);
}

/** A planted bug of a target by its name; throws UserError. */
export function bugOf(targetName: string, name: string): PlantedBug {
  const target = targetNamed(targetName);
  const found = target.bugs.find((bug) => bug.name === name);
  if (found !== undefined) return found;
  const owner = Object.keys(targets).find((other) => targetNamed(other).bugs.some((bug) => bug.name === name));
  if (owner !== undefined) {
    throw new UserError(`bug ${name} is planted in target ${owner}, not in ${targetName}: choose --target ${owner}`);
  }
  throw unknownName(
    `bug of target ${targetName}`,
    name,
    target.bugs.map((bug) => bug.name),
  );
}

/** The command line that runs this plan again. */
export function replayLine(plan: TestPlan): string {
  if (plan.reproduction !== undefined) return 'npx harness replay reproduction.json';
  const { targetFile } = plan;
  const parts = ['npx harness test', `--seed ${plan.seed}`];
  const add = (flag: string, value: string | number, standard: string | number): void => {
    if (value !== standard) parts.push(`${flag} ${value}`);
  };
  add('--target', targetFile === undefined ? plan.target : quoted(targetFile.path), DEFAULTS.target);
  // What a file says by itself may be something else by then.
  add('--workload', plan.workload, targetFile === undefined ? defaultWorkload(targetNamed(plan.target)) : '');
  for (const [name, value] of chosenSettings(plan)) parts.push(`--${name} ${value}`);
  add('--env', plan.env, DEFAULTS.env);
  if (plan.fabric !== undefined) add('--fabric', plan.fabric, ANY_FABRIC);
  if (plan.image !== undefined) parts.push(`--image ${quoted(plan.image)}`);
  add('--nemesis', plan.nemesis, DEFAULTS.nemesis);
  add('--nemesis-interval', plan.nemesisIntervalSeconds, DEFAULTS.nemesisIntervalSeconds);
  if (plan.bug !== null) parts.push(`--bug ${plan.bug}`);
  add('--nodes', plan.nodes, DEFAULTS.nodes);
  add('--concurrency', plan.concurrency, threadsOf(DEFAULTS.concurrency, plan.nodes));
  add('--rate', plan.rate, DEFAULTS.rate);
  add('--time-limit', plan.timeLimitSeconds, DEFAULTS.timeLimitSeconds);
  add('--key-count', plan.keyCount, DEFAULTS.keyCount);
  add('--ops-per-key', plan.opsPerKey, DEFAULTS.opsPerKey);
  add('--op-timeout', plan.opTimeoutSeconds, DEFAULTS.opTimeoutSeconds);
  add('--recovery', plan.recoverySeconds, DEFAULTS.recoverySeconds);
  if (plan.failFast) parts.push('--fail-fast');
  return parts.join(' ');
}

/** As one word of a shell. */
const quoted = (path: string): string => (/^[\w./+=:@-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`);

/** `10` is ten threads, `2n` two per node. */
function threadsOf(text: string, nodes: number): number {
  const match = /^(\d+)(n?)$/.exec(text);
  const threads = match === null ? Number.NaN : Number(match[1]) * (match[2] === 'n' ? nodes : 1);
  if (threads >= 1 && threads <= 10_000) return threads;
  throw new UserError(
    `--concurrency must be a number from 1 to 10000, or a multiple of the nodes such as 2n, got ${text}`,
  );
}

/** Below, there is nothing to wait for; above, the nanoseconds of a run are no longer exact. */
const QUANTITIES = { low: 0.001, high: 1_000_000 };

function quantity(flag: string, value: number): void {
  const { low, high } = QUANTITIES;
  if (value >= low && value <= high) return;
  const range = value > 0 ? `a number from ${low} to ${high}` : 'a number above 0';
  throw new UserError(`${flag} must be ${range}, got ${value}`);
}

function wholeNumber(flag: string, value: number, low: number, high: number): void {
  if (Number.isSafeInteger(value) && value >= low && value <= high) return;
  throw new UserError(`${flag} must be a whole number from ${low} to ${high}, got ${value}`);
}
