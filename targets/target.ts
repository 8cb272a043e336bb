/**
 * A target: a system under test. It is either a program of ours, written against `Runtime`, or (later) a service:
 * a real system with a command line. Every client opens through `open`, so a workload needs not know which it is.
 */
import type { Json } from '../harness/core/json.ts';
import type { Invocation, Output, Vocabulary } from '../histories/op.ts';
import type { NodeId, Runtime } from './runtime.ts';

/** A client throws this when the operation certainly did not happen (recorded as `fail`); any other error is `info`. */
export class DidNotHappen extends Error {
  override readonly name = 'DidNotHappen';
}

export interface Client<V extends Vocabulary> {
  /** Resolves with the output; rejects with DidNotHappen or, if the outcome is unknown, any other error. */
  invoke(invocation: Invocation<V>): Promise<Output<V>>;
  close(): void;
}

/** What a node tells about itself, for nemeses that aim at primaries and for summaries. */
export interface NodeStatus {
  readonly role: string;
  readonly primary: boolean;
  /** The term, epoch or ballot, where the protocol has one. */
  readonly term?: number;
  readonly detail?: { readonly [name: string]: Json | undefined };
}

/** A started node. Environments hold on to it only to look, never to act. */
export interface RunningNode {
  status(): NodeStatus;
}

export interface Program<N extends RunningNode = RunningNode> {
  readonly kind: 'program';
  /** Starts a node, fresh or on what an earlier incarnation left on its disk. Must return without waiting. */
  start(runtime: Runtime): N;
  /** Judges the whole cluster after every simulated step; only where all nodes share one process. */
  monitor?(): Monitor<N>;
}

/** A broken invariant: what, and between whom. */
export interface Violation {
  readonly invariant: string;
  readonly message: string;
}

/** Holds invariants over all nodes. `step` is called after each event with the node that it changed: keep it cheap. */
export interface Monitor<N extends RunningNode = RunningNode> {
  started(id: NodeId, node: N): void;
  step(id: NodeId, node: N): Violation | undefined;
  /** Counts worth a line in the summary: elections won, entries committed. */
  counts(): { readonly [name: string]: number };
}

/** A rule of the literature, broken on purpose: the harness must find it. */
export interface PlantedBug {
  readonly name: string;
  /** One sentence: which rule of which section is broken. */
  readonly rule: string;
  /** What the harness should see. */
  readonly expect: string;
  /** safety: a run is invalid; liveness: the final phase makes no progress. */
  readonly kind: 'safety' | 'liveness';
  /** The options under which `harness bugs` hunts it, where the defaults are not the best ones. */
  readonly hunt?: HuntOptions;
}

/** A choice about a target that a user makes by a flag of its name: it selects a variant of the system. */
export type Setting = {
  readonly describe: string;
  /** A value that differs from the fallback shows in the plan and in the replay line. */
} & (
  | { readonly kind: 'choice'; readonly values: readonly string[]; readonly fallback: string }
  | { readonly kind: 'whole'; readonly low: number; readonly high: number; readonly fallback: number }
);

/** One value for each setting of the target, checked: what a plan holds. */
export type Settings = { readonly [name: string]: string | number };

/**
 * A statement of the literature about a variant, put on trial by `harness verdicts`: what becomes of many runs under
 * these options. `violated` needs one seed that this checker judges invalid; `holds` needs every seed to be valid.
 */
export interface Claim {
  readonly name: string;
  /** The hypothesis, in one sentence that is true or false. */
  readonly claim: string;
  readonly workload: string;
  readonly nemesis: string;
  readonly settings?: Settings;
  readonly options?: Omit<HuntOptions, 'nemesis' | 'settings' | 'workload'>;
  readonly expect: { readonly verdict: 'holds' } | { readonly verdict: 'violated'; readonly checker: string };
}

export interface HuntOptions {
  readonly workload?: string;
  readonly settings?: Settings;
  readonly nemesis?: string;
  readonly nemesisIntervalSeconds?: number;
  readonly timeLimitSeconds?: number;
  readonly nodes?: number;
  readonly rate?: number;
  readonly keyCount?: number;
  readonly concurrency?: string;
}

export interface ClientOptions {
  /** After this long without an answer an operation gives up as `info`. */
  readonly timeoutMs: number;
  readonly settings: Settings;
}

export interface Target<V extends Vocabulary = Vocabulary> {
  readonly name: string;
  readonly summary: string;
  /** The workloads that can drive it, the default first. */
  readonly workloads: readonly string[];
  readonly minimumNodes: number;
  readonly bugs: readonly PlantedBug[];
  readonly claims?: readonly Claim[];
  /** What can be chosen, by the name of its flag (`consistency`, `ttl-ms`). */
  readonly settings?: { readonly [name: string]: Setting };
  /** What is wrong with these settings together (R above N), in one sentence without a stop at its end. */
  refuse?(settings: Settings, plan: { readonly nodes: number; readonly workload: string }): string | undefined;
  /** The node program, with one rule broken if a bug of this target is named. */
  run(options: { readonly bug?: string | undefined; readonly settings: Settings }): Program;
  /** Opens a client session whose first contact is `node`. */
  open(runtime: Runtime, node: NodeId, options: ClientOptions): Client<V>;
}
