/** The flags of `harness campaign`, and the way from them, or from a file, to a campaign. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { codeOf } from '../../histories/runs/store-error.ts';
import { targets } from '../../targets/index.ts';
import type { Asked, AskedEntry } from '../campaign/asked.ts';
import { CAMPAIGN_VERSION, type Campaign, type Shard } from '../campaign/campaign.ts';
import { entriesOf } from '../campaign/entries.ts';
import { isRealTime } from '../campaign/entry.ts';
import { UserError } from '../core/errors.ts';
import { freshSeed } from '../core/random.ts';
import { environments } from '../environments/index.ts';
import { workloads } from '../workloads/index.ts';
import type { Input } from './command.ts';
import type { Flag, Flags } from './flag.ts';
import type { Values } from './values.ts';

const of = (group: string, describe: string, more: Partial<Flag> = {}): Flag => {
  return { group, describe, isConfigurable: false, ...more };
};
const WHAT = 'What may be drawn, where no file says it:';
const amount = (describe: string, fallback: string): Flag =>
  of(WHAT, `${describe}: a number, several as 3,5, or a range as 3..7`, { fallback });

/** As fields of an entry: they make one entry, which a file has no place for. */
const ENTRY_FLAGS = {
  target: of(WHAT, 'Systems under test, as raft,locks', {
    fallback: 'all that can be simulated',
    values: () => Object.keys(targets),
  }),
  workload: of(WHAT, 'What clients do', { fallback: "all of the target's", values: () => Object.keys(workloads) }),
  env: of(WHAT, 'Where, as sim,local', { fallback: 'sim', values: () => Object.keys(environments) }),
  nemesis: of(WHAT, 'Nemeses to draw from, as partition,kill:primaries', { fallback: 'all' }),
  bug: of(WHAT, 'Plant one of these bugs in each run, or any of the target: random', { fallback: 'none' }),
  nodes: amount('Nodes', 'mostly 3 and 5'),
  concurrency: amount('Clients', '3..24'),
  rate: amount('Operations per second', '5..400'),
  'time-limit': amount('Seconds of load and faults', '5..60, the less the more load'),
  'nemesis-interval': amount('Seconds between two decisions of a nemesis', '0.2..10'),
  'key-count': amount('Keys in use at one time', '1 to 60, mostly few'),
  'ops-per-key': amount('Operations on a key', '10 to 400'),
  'op-timeout': amount('Seconds until a client gives up', '1, 2 or 5'),
  'real-runs': of(WHAT, 'Runs of each target in real time (--env local, docker)', { fallback: 3 }),
} as const satisfies Flags;

export const CAMPAIGN_FLAGS = {
  minutes: of('How much:', 'Go on for so long', { fallback: 'as long as --runs asks for' }),
  runs: of('How much:', 'Go on for so many simulated runs, all shards together', { fallback: 'no end' }),
  shard: of('How much:', 'Do this part of the runs, as 1/4: four of them do what one does alone', { fallback: '1/1' }),
  seed: of('How much:', 'Decides which runs are drawn', { fallback: 'a fresh one, kept with the campaign' }),
  name: of('How much:', 'Of its folder in the store', { fallback: 'the time' }),
  resume: of('How much:', 'Go on with a campaign that was interrupted or killed: its folder'),
  'plant-random': of(WHAT, 'Plant a bug in each run, and see whether all are found', { isSwitch: true }),
  ...ENTRY_FLAGS,
} as const satisfies Flags;

export async function campaignFrom({ positional, values }: Input, cwd: string, name: string): Promise<Campaign> {
  const { asked, entries } = positional === undefined ? fromFlags(values) : await fromFile(positional, values, cwd);
  const minutes = values.number('minutes') ?? asked.minutes ?? null;
  if (minutes !== null && !(minutes > 0)) throw new UserError(`--minutes must be above 0, got ${minutes}`);
  const runs = values.wholeNumber('runs', { low: 1 }) ?? asked.runs ?? null;
  // Runs in real time are counted by themselves.
  if (minutes === null && runs === null && !entries.every(isRealTime)) {
    throw new UserError('a campaign needs an end: give --minutes or --runs, or put one of them into the file');
  }
  return {
    version: CAMPAIGN_VERSION,
    name: nameOf(values) ?? asked.name ?? name,
    seed: values.wholeNumber('seed', { low: 0 }) ?? asked.seed ?? freshSeed(),
    entries,
    minutes,
    runs,
    shard: shardOf(values.text('shard')),
  };
}

/** `2/4` is the second of four. */
function shardOf(text = '1/1'): Shard {
  const [, index, of_] = /^(\d+)\/(\d+)$/.exec(text)?.map(Number) ?? [];
  if (index === undefined || of_ === undefined) throw new UserError(`--shard must be a part such as 1/4, got ${text}`);
  if (of_ >= 1 && index >= 1 && index <= of_) return { index, of: of_ };
  throw new UserError(`--shard ${text}: there is no part ${index} of ${of_}; they are 1/${of_} to ${of_}/${of_}`);
}

function nameOf(values: Values): string | undefined {
  const name = values.text('name');
  if (name === undefined || /^[\w.-]+$/.test(name)) return name;
  throw new UserError(`--name must be of letters, digits, dots and dashes, got ${name}`);
}

interface Source {
  readonly asked: Pick<Asked, 'name' | 'seed' | 'minutes' | 'runs'>;
  readonly entries: Campaign['entries'];
}

function fromFlags(values: Values): Source {
  const list = (flag: string): { [flag: string]: string[] } => {
    const texts = values.list(flag);
    const words = texts.flatMap((text) => text.split(',')).map((word) => word.trim());
    return texts.length === 0 ? {} : { [flag]: words.filter((word) => word !== '') };
  };
  const amounts = [
    'nodes',
    'concurrency',
    'rate',
    'time-limit',
    'nemesis-interval',
    'key-count',
    'ops-per-key',
    'op-timeout',
  ];
  const runs = values.wholeNumber('real-runs', { low: 1 });
  const entry: AskedEntry = {
    ...list('target'),
    ...list('workload'),
    ...list('env'),
    ...list('nemesis'),
    ...list('bug'),
    ...Object.fromEntries(
      amounts.flatMap((flag) => (values.text(flag) === undefined ? [] : [[flag, values.text(flag)]])),
    ),
    ...(runs === undefined ? {} : { runs }),
  };
  return { asked: {}, entries: entriesOf(planted(entry, values), () => '') };
}

async function fromFile(file: string, values: Values, cwd: string): Promise<Source> {
  const extra = Object.keys(ENTRY_FLAGS).find((flag) => values.list(flag).length > 0);
  if (extra !== undefined) throw new UserError(`--${extra} and ${file} contradict each other: say it in the file`);
  const { planFile } = await import('../campaign/plan-file.ts');
  const { asked, placeOf } = planFile(file, textOf(file, cwd));
  return { asked, entries: asked.entries.flatMap((entry, i) => entriesOf(planted(entry, values), placeOf(i))) };
}

function planted(entry: AskedEntry, values: Values): AskedEntry {
  return values.isOn('plant-random') ? { ...entry, bug: ['random'] } : entry;
}

function textOf(file: string, cwd: string): string {
  try {
    return readFileSync(resolve(cwd, file), 'utf8');
  } catch (cause) {
    const code = codeOf(cause);
    const why =
      code === 'ENOENT'
        ? 'there is no such file'
        : code === 'EISDIR'
          ? 'it is a directory'
          : `it cannot be read (${code})`;
    throw new UserError(`${file}: ${why}: name the plan of a campaign, or describe it by flags`);
  }
}
