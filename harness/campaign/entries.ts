/**
 * From what was asked for to entries: names are looked up, what was left out is filled in, and whatever cannot be is
 * refused, with the place where it stands.
 */
import { parseNemeses } from '../../nemesis/index.ts';
import { targets } from '../../targets/index.ts';
import { type AnyTarget, isService } from '../../targets/target.ts';
import { UserError } from '../core/errors.ts';
import { randomOf } from '../core/random.ts';
import type { Environment } from '../environments/environment.ts';
import { environmentNamed, targetNamed, workloadNamed } from '../names.ts';
import { bugOf, DEFAULTS, fabricOf, homeOf } from '../plan.ts';
import { settingsOf } from '../settings.ts';
import { type Amount, parseAmount } from './amount.ts';
import type { AskedEntry } from './asked.ts';
import { type Entry, nemesesFor, REAL_SWARM, SWARM } from './entry.ts';
import { drawPlan } from './swarm.ts';

/** `campaign.yaml:7: `, or nothing where a flag speaks for itself. */
export type PlaceOf = (field: keyof AskedEntry | undefined) => string;

const REAL_RUNS = 3;
const RANDOM = 'random';

/** One for each target and environment that was named. */
export function entriesOf(asked: AskedEntry, placeOf: PlaceOf): readonly Entry[] {
  const at = <T>(field: keyof AskedEntry | undefined, make: () => T): T => placed(placeOf(field), make);
  const environments = at('env', () => asked.env?.map(environmentNamed));
  const named = at('target', () => targetsOf(asked.target, environments));
  const entries = named.flatMap((target) =>
    (environments ?? [environmentNamed(homeOf(target))]).map((environment) => {
      const entry = entryOf({ target, environment, asked }, at);
      // What cannot be together (a service in the simulation, five copies on three nodes) is for the plan to say.
      at(undefined, () => drawPlan(entry, randomOf(0).fork('trial')));
      return entry;
    }),
  );
  if (entries.length === 0) throw new UserError(`${placeOf('target')}nothing is selected: name a target`);
  return entries;
}

/** Without a name, all that the environments can run; only real systems, which no simulation can, have to be named. */
function targetsOf(names: readonly string[] | undefined, environments: readonly Environment[] | undefined) {
  if (names !== undefined && !names.includes('all')) return names.map(targetNamed);
  const all = Object.keys(targets).map((name): AnyTarget => targetNamed(name));
  return environments?.every(({ runsServices }) => runsServices === true) && names !== undefined
    ? all
    : all.filter((target) => !isService(target));
}

interface Parts {
  readonly target: AnyTarget;
  readonly environment: Environment;
  readonly asked: AskedEntry;
}

function entryOf({ target, environment, asked }: Parts, at: <T>(field: keyof AskedEntry, make: () => T) => T): Entry {
  const usual = environment.name === DEFAULTS.env ? SWARM : REAL_SWARM;
  const amount = (field: keyof typeof FIELDS): Amount =>
    at(FIELDS[field], () => {
      const text = asked[FIELDS[field]];
      return text === undefined ? usual[field] : parseAmount(text, FIELDS[field]);
    });
  return {
    target: target.name,
    env: environment.name,
    fabric: at('fabric', () => fabricOf(environment, asked.fabric)).fabric ?? null,
    workloads: at('workload', () => workloadsOf(target, asked.workload)),
    settings: at('settings', () => chosenSettings(target, asked.settings)),
    nemeses: at('nemesis', () => nemesesOf(environment, asked.nemesis)),
    bugs: at('bug', () => bugsOf(target, asked.bug)),
    nodes: amount('nodes'),
    clients: amount('clients'),
    rate: amount('rate'),
    timeLimitSeconds: amount('timeLimitSeconds'),
    nemesisIntervalSeconds: amount('nemesisIntervalSeconds'),
    keyCount: amount('keyCount'),
    opsPerKey: amount('opsPerKey'),
    opTimeoutSeconds: amount('opTimeoutSeconds'),
    share: asked.share ?? 1,
    runs: asked.runs ?? REAL_RUNS,
  };
}

const FIELDS = {
  nodes: 'nodes',
  clients: 'concurrency',
  rate: 'rate',
  timeLimitSeconds: 'time-limit',
  nemesisIntervalSeconds: 'nemesis-interval',
  keyCount: 'key-count',
  opsPerKey: 'ops-per-key',
  opTimeoutSeconds: 'op-timeout',
} as const satisfies { readonly [field: string]: keyof AskedEntry };

function workloadsOf(target: AnyTarget, names: readonly string[] | undefined): readonly string[] {
  if (names === undefined) return target.workloads;
  return names.map((name) => {
    const workload = workloadNamed(name).name;
    if (target.workloads.includes(workload)) return workload;
    throw new UserError(
      `target ${target.name} cannot run the workload ${workload}: it runs ${target.workloads.join(', ')}`,
    );
  });
}

/** Each value by itself; whether they go together shows when a plan is drawn. */
function chosenSettings(target: AnyTarget, asked: AskedEntry['settings']): Entry['settings'] {
  if (asked === undefined) return null;
  for (const [name, values] of Object.entries(asked)) {
    for (const value of values) settingsOf(target, { [name]: value });
  }
  return asked;
}

function nemesesOf(environment: Environment, names: readonly string[] | undefined): readonly string[] {
  if (names === undefined || names.join() === 'all') return nemesesFor(environment);
  if (names.length === 0) throw new UserError('nothing is selected: name a nemesis, or none for runs without faults');
  const parsed = parseNemeses(names.join(','));
  for (const { name, needs } of parsed) {
    const missing = needs.filter((kind) => !environment.offers.has(kind));
    if (missing.length === 0) continue;
    throw new UserError(
      `nemesis ${name} needs ${missing.join(' and ')} faults, which environment ${environment.name} cannot do; ` +
        `here these work: ${nemesesFor(environment).join(', ') || 'none'}`,
    );
  }
  const paced = parsed.find(({ everySeconds }) => everySeconds !== undefined);
  if (paced !== undefined) {
    throw new UserError(`${paced.name} has an interval of its own: campaigns draw those, from nemesis-interval`);
  }
  return parsed.map(({ name }) => name);
}

function bugsOf(target: AnyTarget, names: readonly string[] = []): readonly string[] {
  if (names.length === 1 && names[0] === RANDOM) return target.bugs.map(({ name }) => name);
  return names.filter((name) => name !== 'none').map((name) => bugOf(target.name, name).name);
}

function placed<T>(place: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw error instanceof UserError && place !== '' ? new UserError(`${place}${error.message}`) : error;
  }
}
