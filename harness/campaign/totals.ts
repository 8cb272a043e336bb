/**
 * What came of a campaign so far, added up from its records and nothing else: the same records give the same totals, however
 * often the campaign was interrupted, and those of two shards together are those of one campaign.
 */
import type { Validity } from '../../checkers/checker.ts';
import { targetNamed } from '../names.ts';
import type { Campaign } from './campaign.ts';
import { realNumbers } from './campaign.ts';
import { isRealTime } from './entry.ts';
import type { Cause, Outcome, RunRecord } from './record.ts';

export interface Totals {
  readonly runs: number;
  readonly outcomes: { readonly [outcome in Outcome]: number };
  readonly virtualMs: number;
  /** Of the simulated runs, all cores together. */
  readonly cpuMs: number;
  readonly elapsedMs: number;
  readonly operations: number;
  readonly faults: number;
  readonly targets: { readonly [target: string]: TargetTotals };
  readonly environments: { readonly [env: string]: number };
  /** Environments of the campaign in which nothing was done, although this shard had something to do there. */
  readonly idleEnvironments: readonly string[];
  /** Families of nemeses that were there to be drawn and never hurt anybody. */
  readonly toothless: readonly string[];
  /** The most frequent first. */
  readonly failures: readonly Failing[];
  readonly planted: readonly Planted[];
  readonly coverage: CoverageTotals;
}

export interface TargetTotals {
  readonly runs: number;
  readonly virtualMs: number;
  readonly wallMs: number;
}

/** All runs that failed for one cause. */
export interface Failing extends Cause {
  readonly target: string;
  readonly bug: string | null;
  readonly outcome: Outcome;
  readonly times: number;
  /** The one to look at: the run that took the fewest operations to fail. */
  readonly best: RunRecord;
}

export interface Planted {
  readonly target: string;
  readonly bug: string;
  /** Runs that it was planted in, and those that it gave away. */
  readonly runs: number;
  readonly found: number;
  /** Runs that it took until it was found first. */
  readonly firstAfter: number | null;
}

export interface CoverageTotals {
  readonly reached: number;
  readonly all: number;
  /** Situations with a fault in force. */
  readonly pairs: number;
  readonly situations: readonly { readonly target: string; readonly name: string; readonly runs: number }[];
}

export function totalsOf(campaign: Campaign, all: readonly RunRecord[]): Totals {
  const records = [...all].sort((a, b) => a.number - b.number);
  const sum = (of: (record: RunRecord) => number, over = records) => over.reduce((total, one) => total + of(one), 0);
  const simulated = records.filter(({ lane }) => lane === 'simulated');
  const outcomes = { valid: 0, invalid: 0, unknown: 0, crashed: 0, idle: 0 };
  for (const { outcome } of records) outcomes[outcome]++;
  const environments = countBy(records, ({ env }) => env);
  return {
    runs: records.length,
    outcomes,
    virtualMs: sum(({ virtualMs }) => virtualMs),
    cpuMs: sum(({ wallMs }) => wallMs, simulated),
    elapsedMs: Math.max(0, ...last(all).map(({ atMs }) => atMs)),
    operations: sum(({ operations }) => operations),
    faults: sum(({ faults }) => faults),
    targets: targetTotals(simulated),
    environments,
    idleEnvironments: idle(campaign, environments),
    toothless: toothless(campaign, records),
    failures: failuresIn(records),
    planted: plantedIn(campaign, records),
    coverage: coverageOf(campaign, simulated),
  };
}

/** A planted bug that is found is what was hoped for; any other violation is not. */
export function verdictOf({
  outcomes,
  failures,
  planted,
  idleEnvironments,
  toothless: never,
  runs,
}: Totals): Validity | 'crash' {
  const isHarmful = failures.some(({ outcome, bug }) => outcome === 'invalid' && bug === null);
  if (isHarmful || planted.some(({ found }) => found === 0)) return false;
  if (outcomes.crashed > 0) return 'crash';
  // What was undecided in some runs was decided in others; if there are no others, it was not.
  if (outcomes.valid === 0 && planted.length === 0) return 'unknown';
  // A run with a planted bug that could not be judged leaves nothing open: others found the bug.
  const isOpen = failures.some(({ outcome, bug }) => outcome === 'unknown' && bug === null);
  if (isOpen || idleEnvironments.length > 0 || never.length > 0 || runs === 0) return 'unknown';
  return true;
}

/** Records come in the order of their ends, or nearly so. */
const last = (records: readonly RunRecord[]) => records.slice(-64);

function countBy<T>(things: readonly T[], name: (thing: T) => string): { [name: string]: number } {
  const counts: { [name: string]: number } = {};
  for (const thing of things) counts[name(thing)] = (counts[name(thing)] ?? 0) + 1;
  return counts;
}

function targetTotals(records: readonly RunRecord[]): { [target: string]: TargetTotals } {
  const totals: { [target: string]: TargetTotals } = {};
  for (const { target, virtualMs, wallMs } of records) {
    const known = totals[target] ?? { runs: 0, virtualMs: 0, wallMs: 0 };
    totals[target] = {
      runs: known.runs + 1,
      virtualMs: known.virtualMs + virtualMs,
      wallMs: known.wallMs + wallMs,
    };
  }
  return totals;
}

function idle(campaign: Campaign, done: { readonly [env: string]: number }): readonly string[] {
  const hasTurn = realNumbers(campaign).length > 0;
  const wanted = campaign.entries.filter((entry) => !isRealTime(entry) || hasTurn).map(({ env }) => env);
  return [...new Set(wanted)].filter((env) => (done[env] ?? 0) === 0);
}

/** Only where there was enough of a chance: in a handful of runs most families are never drawn. */
const ENOUGH_RUNS = 200;

function toothless({ entries }: Campaign, records: readonly RunRecord[]): readonly string[] {
  if (records.length < ENOUGH_RUNS) return [];
  const families = new Set(entries.flatMap(({ nemeses }) => nemeses.map((name) => name.split(':')[0] ?? name)));
  for (const { bit } of records) for (const family of bit) families.delete(family);
  return [...families];
}

function failuresIn(records: readonly RunRecord[]): readonly Failing[] {
  const byCause = new Map<string, Failing>();
  for (const record of records) {
    const { cause, target, bug, outcome } = record;
    if (cause === null) continue;
    const key = JSON.stringify([target, bug, cause.checker, cause.shape, outcome]);
    const known = byCause.get(key);
    const best = known === undefined || isSmaller(record, known.best) ? record : known.best;
    byCause.set(key, { ...(best.cause ?? cause), target, bug, outcome, times: (known?.times ?? 0) + 1, best });
  }
  return [...byCause.values()].sort((a, b) => b.times - a.times);
}

const isSmaller = (one: RunRecord, other: RunRecord): boolean =>
  one.operations !== other.operations ? one.operations < other.operations : one.virtualMs < other.virtualMs;

function plantedIn({ entries }: Campaign, records: readonly RunRecord[]): readonly Planted[] {
  const wanted = entries.flatMap(({ target, bugs }) => bugs.map((bug) => JSON.stringify([target, bug])));
  return [...new Set(wanted)].map((key) => {
    const [target, bug] = JSON.parse(key) as [string, string];
    const own = records.filter((record) => record.target === target && record.bug === bug);
    const first = own.findIndex(({ outcome }) => outcome === 'invalid');
    const found = own.filter(({ outcome }) => outcome === 'invalid').length;
    return { target, bug, runs: own.length, found, firstAfter: first < 0 ? null : first + 1 };
  });
}

function coverageOf({ entries }: Campaign, records: readonly RunRecord[]): CoverageTotals {
  const targets = [...new Set(entries.filter((entry) => !isRealTime(entry)).map(({ target }) => target))];
  const situations = targets.flatMap((target) => {
    const own = records.filter((record) => record.target === target);
    return Object.keys(targetNamed(target).situations ?? {}).map((name, place) => {
      return { target, name, runs: own.filter(({ reached }) => reached.includes(place)).length };
    });
  });
  const pairs = new Set(records.flatMap(({ target, under }) => under.map((pair) => `${target}/${pair}`)));
  return {
    reached: situations.filter(({ runs }) => runs > 0).length,
    all: situations.length,
    pairs: pairs.size,
    situations,
  };
}
