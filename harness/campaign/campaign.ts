/**
 * A campaign: many runs, drawn. Run number i is drawn from the campaign's seed and i alone, so that shards can part the
 * numbers between them, a campaign that was killed goes on with the numbers it has not done, and nobody has to agree on
 * anything. Runs of the simulation are numbered without an end; those in real time, which take as long as they take, are
 * counted beforehand and done one at a time.
 */
import { randomOf } from '../core/random.ts';
import type { TestPlan } from '../plan.ts';
import { type Entry, isRealTime } from './entry.ts';
import { drawPlan } from './swarm.ts';

export const CAMPAIGN_VERSION = 1;

/** Plain data: the head of a journal. */
export interface Campaign {
  readonly version: typeof CAMPAIGN_VERSION;
  readonly name: string;
  readonly seed: number;
  readonly entries: readonly Entry[];
  /** Whichever comes first; at least one is set, unless all is in real time. In minutes it takes no account of the shards, in runs it is for all of them. */
  readonly minutes: number | null;
  readonly runs: number | null;
  readonly shard: Shard;
}

/** Number `index` of `of`, counted from 1. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

export type Lane = 'simulated' | 'real';

export interface Numbered {
  readonly lane: Lane;
  readonly number: number;
}

/** Which entry a run is of, and its plan. */
export interface Drawn {
  readonly entry: number;
  readonly plan: TestPlan;
}

export function draw({ seed, entries }: Pick<Campaign, 'seed' | 'entries'>, { lane, number }: Numbered): Drawn {
  const random = randomOf(seed).fork(`${lane}/${number}`);
  const entry = lane === 'real' ? realEntries(entries)[number] : pickByShare(entries, random.fork('entry').float());
  const chosen = entry === undefined ? undefined : entries[entry];
  if (entry === undefined || chosen === undefined) throw new RangeError(`no ${lane} run has the number ${number}`);
  return { entry, plan: drawPlan(chosen, random) };
}

/** The numbers of the simulation that a shard has to do, without end unless the campaign has one. */
export function* simulatedNumbers({ entries, runs, shard }: Campaign): Generator<number> {
  if (entries.every(isRealTime)) return;
  for (let number = shard.index - 1; number < (runs ?? Number.POSITIVE_INFINITY); number += shard.of) yield number;
}

export function realNumbers({ entries, shard }: Pick<Campaign, 'entries' | 'shard'>): readonly number[] {
  return realEntries(entries).flatMap((_, number) => (number % shard.of === shard.index - 1 ? [number] : []));
}

/** One run of each entry after the other, and again, so that each has had its turn before any has its second. */
function realEntries(entries: readonly Entry[]): readonly number[] {
  const rounds = Math.max(0, ...entries.filter(isRealTime).map(({ runs }) => runs));
  return Array.from({ length: rounds }, (_, round) =>
    entries.flatMap((entry, i) => (isRealTime(entry) && entry.runs > round ? [i] : [])),
  ).flat();
}

function pickByShare(entries: readonly Entry[], at: number): number | undefined {
  const simulated = entries.flatMap((entry, i) => (isRealTime(entry) ? [] : [{ i, share: entry.share }]));
  let rest = at * simulated.reduce((sum, { share }) => sum + share, 0);
  for (const { i, share } of simulated) {
    rest -= share;
    if (rest < 0) return i;
  }
  return simulated.at(-1)?.i;
}
