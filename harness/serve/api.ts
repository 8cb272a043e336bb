/**
 * What the server and its page tell each other: plain data, as it goes over the wire. Both sides import these types, so that
 * they cannot drift apart. Texts that come from a run's files are shown and never trusted.
 */
import type { CampaignPoint, Trends } from '../campaign/history/trends.ts';
import type { Story } from '../inspect/story.ts';

/** A run by its place in the store. */
export interface RunRef {
  /** `<target>-<workload>` */
  readonly test: string;
  /** `<timestamp>-<seed>` */
  readonly name: string;
}

/** `none`: there is no verdict yet, or the run was cut off. `unreadable`: the directory is damaged, or not a run. */
export const VERDICTS = ['invalid', 'unknown', 'valid', 'none', 'unreadable'] as const;
export type RunVerdict = (typeof VERDICTS)[number];

/** A run in the list. What its plan does not say is left out. */
export interface RunRow extends RunRef {
  readonly verdict: RunVerdict;
  /** By its name, as an ISO date. */
  readonly startedAt?: string;
  readonly target?: string;
  readonly workload?: string;
  readonly env?: string;
  readonly nemesis?: string;
  readonly bug?: string;
  readonly seed?: string;
  readonly nodes?: number;
  readonly timeLimitSeconds?: number;
  readonly operations?: number;
  readonly isInterrupted?: boolean;
  /** The checker that is first to be blamed, and what it says; of a run that is unreadable, what is wrong with it. */
  readonly checker?: string;
  readonly because?: string;
}

export const FILTERS = ['verdict', 'target', 'workload', 'nemesis', 'bug', 'env', 'seed'] as const;
export type FilterName = (typeof FILTERS)[number];

export interface Choice {
  readonly value: string;
  readonly count: number;
}

export interface RunPage {
  readonly rows: readonly RunRow[];
  /** Of the runs that match, the first of `rows`. */
  readonly offset: number;
  readonly matching: number;
  /** Runs in the store, and how many of them have been read so far. */
  readonly total: number;
  readonly read: number;
  /** Of what has been read, the values there are to filter by. */
  readonly choices: { readonly [name in FilterName]?: readonly Choice[] };
}

export interface CheckerVerdict {
  readonly checker: string;
  readonly verdict: Exclude<RunVerdict, 'none' | 'unreadable'>;
  readonly because?: string;
}

export interface Latency {
  readonly f: string;
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** One run, told. */
export interface RunDetails {
  readonly row: RunRow;
  /** What the plan says, field by field; settings of the target by their own names. */
  readonly plan: readonly { readonly what: string; readonly value: string }[];
  readonly replay?: string;
  readonly story?: Story;
  readonly checkers: readonly CheckerVerdict[];
  /** By function: invoke, ok, fail, info. */
  readonly ops: readonly { readonly f: string; readonly counts: { readonly [type: string]: number } }[];
  readonly faults: readonly { readonly nemesis: string; readonly decisions: string; readonly bites: string }[];
  readonly counts: { readonly [name: string]: number };
  readonly latencyMs: readonly Latency[];
  readonly wallMs?: number;
  readonly virtualMs?: number;
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
  /** What could not be read, in sentences. */
  readonly notes: readonly string[];
}

/** A line of a comparison; a value that a run does not have is left out. */
export interface Difference {
  readonly what: string;
  readonly a?: string;
  readonly b?: string;
}

export interface Comparison {
  readonly a: RunDetails;
  readonly b: RunDetails;
  /** Whether the histories are the same to the byte; undefined if one of them cannot be read. */
  readonly sameHistory?: boolean;
  /** The settings in which the plans differ. */
  readonly plan: readonly Difference[];
  readonly checkers: readonly Difference[];
  readonly counts: readonly Difference[];
  readonly latency: readonly Difference[];
}

export const JOB_STATES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;

/** A run that was started from the page. */
export interface Job {
  readonly id: string;
  readonly kind: 'test' | 'replay';
  /** The command line that does the same in a terminal. */
  readonly command: string;
  readonly state: (typeof JOB_STATES)[number];
  readonly isCancelling: boolean;
  readonly progress?: JobProgress;
  readonly verdict?: 'valid' | 'invalid' | 'unknown';
  readonly isInterrupted?: boolean;
  readonly run?: RunRef;
  /** Of a replay that was done: whether its history is the same to the byte. */
  readonly isIdentical?: boolean;
  /** Why it failed. */
  readonly problem?: string;
}

export interface JobProgress {
  readonly phase: string;
  readonly nowSeconds: number;
  readonly totalSeconds: number;
  readonly operations: number;
}

/** What a page asks to be started. */
export type JobRequest =
  | { readonly kind: 'test'; readonly options: { readonly [flag: string]: string | true } }
  | { readonly kind: 'replay'; readonly run: RunRef };

/** What there is to choose from when a test is started. */
export interface StartOptions {
  readonly targets: readonly TargetOption[];
  readonly environments: readonly NamedOption[];
  readonly nemeses: readonly NamedOption[];
  readonly defaults: { readonly [flag: string]: string };
}

export interface NamedOption {
  readonly name: string;
  readonly summary: string;
}

export interface TargetOption extends NamedOption {
  readonly workloads: readonly string[];
  readonly bugs: readonly NamedOption[];
  readonly settings: readonly SettingOption[];
  /** Where it is run unless somebody chooses. */
  readonly env: string;
}

export interface SettingOption extends NamedOption {
  readonly fallback: string;
  /** Undefined for a number. */
  readonly values?: readonly string[];
}

/** What campaigns came to, the oldest first; how each of them went is asked for by itself. */
export interface CampaignTrends extends Pick<Trends, 'remarks'> {
  readonly campaigns: readonly Campaign[];
}

export type Campaign = Omit<CampaignPoint, 'course'>;
export type CampaignCourse = Pick<CampaignPoint, 'course'>;

/** What the server sends by itself. */
export interface ServerEvents {
  /** The list of runs is no longer the same. */
  readonly store: { readonly total: number; readonly read: number };
  readonly job: Job;
}

export interface Refusal {
  readonly error: string;
}

export const runPath = ({ test, name }: RunRef): string => `${encodeURIComponent(test)}/${encodeURIComponent(name)}`;
export const runText = ({ test, name }: RunRef): string => `${test}/${name}`;
