/**
 * What a report's page is given of a run: plain data, made small by index.ts and drawn by ../app. Both sides import these
 * types, so that they cannot drift apart. Times are in nanoseconds since the run began unless a name says otherwise.
 */
import type { Validity } from '../../../checkers/checker.ts';
import type { Json } from '../../core/json.ts';
import type { Story } from '../../inspect/story.ts';

/** All but the long columns. */
export interface Report {
  /** `<target>-<workload>/<timestamp>-<seed>` */
  readonly run: string;
  /** In words: target, workload, environment, seed, nodes, clients. */
  readonly summary: string;
  readonly plan: { readonly [name: string]: Json | undefined };
  /** The command line that does it again; undefined where the plan cannot say. */
  readonly replay: string | undefined;
  readonly story: Story;
  readonly verdicts: readonly ReportedVerdict[];
  /** What is missing of the run, or could not be read, in sentences. */
  readonly notes: readonly string[];
  readonly endNs: number;
  /** The model of one object, if what clients did can be looked at by one. */
  readonly model: string | undefined;
  readonly faults: readonly FaultBand[];
  readonly nodes: readonly NodeLane[];
  readonly operations: OperationsHead | undefined;
  readonly messages: MessagesHead | undefined;
}

export interface ReportedVerdict {
  readonly checker: string;
  readonly valid: Validity;
  readonly because: string | undefined;
  readonly evidence: { readonly [name: string]: Json | undefined };
}

/** A fault from its start to its end. */
export interface FaultBand {
  readonly nemesis: string;
  readonly fromNs: number;
  readonly toNs: number;
  /** What it does, and to whom. */
  readonly text: string;
}

/** How one node fared: stretches in which nothing about it changed. */
export interface NodeLane {
  readonly node: string;
  readonly stretches: readonly NodeStretch[];
}

export interface NodeStretch {
  readonly fromNs: number;
  readonly toNs: number;
  readonly up: boolean;
  readonly paused: boolean;
  readonly role?: string | undefined;
  readonly primary?: boolean | undefined;
  readonly term?: number | undefined;
  /** How wrong its clock is where the stretch begins, and by how much more it becomes so. */
  readonly clock?: { readonly offsetMs: number; readonly ppm: number; readonly strobeMs: number } | undefined;
}

/** What has to be known to read the block `operations` and the block `values`. */
export interface OperationsHead {
  readonly count: number;
  readonly events: number;
  /** Times are in multiples of this. */
  readonly unitNs: number;
  /** Client threads: a process that is retired goes on as another one in the same row. */
  readonly rows: number;
  /** Names of functions, by number. */
  readonly fs: readonly string[];
  readonly errors: readonly string[];
  readonly shapes: readonly string[];
}

export interface MessagesHead {
  readonly count: number;
  /** Of how many; the others are left out for the report's size. */
  readonly of: number;
  /** Messages sent within this time are there. */
  readonly fromNs: number;
  readonly toNs: number;
  /** Times in the block are in multiples of this. */
  readonly unitNs: number;
}

/** Kinds of events in the block `operations`. */
export const KINDS = ['invoke', 'ok', 'fail', 'info'] as const;

/** The elements of the page that hold the data, each compressed by itself and read when it is needed. */
export const BLOCKS = ['report', 'operations', 'values', 'messages'] as const;
export type Block = (typeof BLOCKS)[number];

/** The id of a block's element, and where its text goes in the template. */
export const elementOf = (block: Block): string => `harness-${block}`;
export const placeOf = (block: Block): string => `harness:${block}:here`;
