/**
 * An entry of a campaign: which runs may be drawn for one target in one environment. Everything is here and nothing left to
 * defaults, so that a journal which holds it says all that its runs were drawn from.
 */
import { nemeses, nemesisNames, shapesOf } from '../../nemesis/index.ts';
import type { AnyTarget } from '../../targets/target.ts';
import type { Environment } from '../environments/environment.ts';
import { DEFAULTS } from '../plan.ts';
import { type Amount, choices, range } from './amount.ts';

export interface Entry {
  readonly target: string;
  readonly env: string;
  readonly fabric: string | null;
  readonly workloads: readonly string[];
  /** Values to draw from, instead of the variants that the target has for that. */
  readonly settings: { readonly [name: string]: readonly (string | number)[] } | null;
  /** The nemeses that may be drawn; of a family any shape. */
  readonly nemeses: readonly string[];
  /** Planted in every run: one of these, drawn. Empty: none. */
  readonly bugs: readonly string[];
  readonly nodes: Amount;
  readonly clients: Amount;
  readonly rate: Amount;
  readonly timeLimitSeconds: Amount;
  readonly nemesisIntervalSeconds: Amount;
  readonly keyCount: Amount;
  readonly opsPerKey: Amount;
  readonly opTimeoutSeconds: Amount;
  /** How many runs it has of those of all entries of the simulation, in proportion. */
  readonly share: number;
  /** In real time: how many in all. */
  readonly runs: number;
}

/** What is drawn where nobody says otherwise: small clusters, short runs, and loads and faults of all sizes. */
export const SWARM = {
  nodes: choices(1, 2, 3, 3, 3, 4, 5, 5, 5, 7),
  clients: range(3, 24),
  rate: range(5, 400),
  timeLimitSeconds: range(5, 60),
  nemesisIntervalSeconds: range(0.2, 10),
  // Many bugs show where everybody wants the same key, and some where there are more keys than nodes can keep track of.
  keyCount: choices(1, 1, 1, 1, 2, 3, 5, 10, 30, 60),
  opsPerKey: choices(10, 10, 20, 50, 100, 200, 400),
  // A client that is soon at the end of its patience has more outcomes to be wrong about.
  opTimeoutSeconds: choices(1, 2, 5, 5),
} as const satisfies Partial<Entry>;

/** Real processes need a while to begin, and the machine has other things to do. */
export const REAL_SWARM = {
  ...SWARM,
  nodes: choices(3, 5),
  clients: range(3, 12),
  rate: range(20, 100),
  timeLimitSeconds: choices(20),
  nemesisIntervalSeconds: range(1, 5),
} as const satisfies Partial<Entry>;

export const isRealTime = ({ env }: Pick<Entry, 'env'>): boolean => env !== DEFAULTS.env;

/**
 * Every family, as far as the environment can do it, and what no family leads to by itself, or next to never: clients that
 * are paused, and leaders that are parted from their followers again and again.
 */
export function nemesesFor({ offers }: Environment): readonly string[] {
  const families = nemesisNames().filter((name) => nemeses[name].needs.every((kind) => offers.has(kind)));
  return [...families, ...RARE.filter((name) => families.some((family) => name.startsWith(`${family}:`)))];
}

const RARE = ['pause:clients', 'partition:shifting'];

/**
 * The shapes of a family: those that hit somebody, whatever the cluster looks like. A disk whose syncs fail is left out, too:
 * a node that stops there is right to do so, and is called a crash nevertheless.
 */
export function shapesToDraw(family: string): readonly string[] {
  return shapesOf(family)
    .filter((shape) => shape !== 'none' && shape !== 'fail-sync' && !/^n\d/.test(shape))
    .map((shape) => `${family}:${shape}`);
}

/** Without settings to choose there is one variant: the target as it is. */
export function variantsOf({ variants, workloads }: AnyTarget) {
  return variants ?? [{ workloads, settings: {} }];
}
