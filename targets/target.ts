/**
 * A target: a system under test. It is either a program of ours, written against `Runtime`, or a service: a real system
 * with command lines. A workload need not know which it is: both give it clients of the same vocabulary.
 */
import type { Json } from '../harness/core/json.ts';
import type { Invocation, Output, Vocabulary } from '../histories/op.ts';
import type { NodeId, Runtime } from './runtime.ts';
import type { Endpoints, Service } from './service.ts';

/** A client throws this when the operation certainly did not happen (recorded as `fail`); any other error is `info`. */
export class DidNotHappen extends Error {
  override readonly name = 'DidNotHappen';
}

/** A client whose vocabulary is forgotten: it must be asked for operations of its target alone. */
export interface AnyClient {
  /** Resolves with the output; rejects with DidNotHappen or, if the outcome is unknown, any other error. */
  invoke(invocation: Invocation): Promise<Json>;
  close(): void;
}

export interface Client<V extends Vocabulary> extends AnyClient {
  invoke(invocation: Invocation<V>): Promise<Output<V>>;
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
  /** The type of a message, for diagrams; undefined for bytes that are none. Asked for every message: it must be quick. */
  messageName?(bytes: Uint8Array): string | undefined;
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
  /** With this bug of the target planted: what becomes of the system without the rule that it breaks. */
  readonly bug?: string;
  readonly options?: Omit<HuntOptions, 'nemesis' | 'settings' | 'workload'>;
  readonly expect: { readonly verdict: 'holds' } | { readonly verdict: 'violated'; readonly checker: string };
}

/**
 * Settings under which the target promises to be right with these workloads: a violation there is a bug, and no trade-off
 * that somebody chose.
 */
export interface Variant {
  readonly workloads: readonly string[];
  /** Of each setting the values that may be drawn; those left out are as the target has them by itself. */
  readonly settings: { readonly [name: string]: readonly (string | number)[] };
  /** The nemeses that it promises to survive; left out: all of them. */
  readonly faults?: readonly string[];
  /** The sizes of cluster that this is about; left out: any. */
  readonly nodes?: readonly number[];
  /** How often it is drawn, against 1 of the others. */
  readonly weight?: number;
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
  readonly opsPerKey?: number;
  readonly concurrency?: string;
}

export interface ClientOptions {
  /** After this long without an answer an operation gives up as `info`. */
  readonly timeoutMs: number;
  readonly settings: Settings;
}

/**
 * A target whose vocabulary is forgotten, as maps by name hold it. Nothing but `workloads` then says what it understands;
 * that each of them speaks the vocabulary of its target is checked where both are known (harness/names.test.ts).
 */
export interface AnyTarget {
  readonly name: string;
  readonly summary: string;
  /** The workloads that can drive it, the default first. */
  readonly workloads: readonly string[];
  readonly minimumNodes: number;
  readonly bugs: readonly PlantedBug[];
  readonly claims?: readonly Claim[];
  /** What can come about in it that is worth having reached in a test, each with a sentence: its nodes report them (`Runtime.reached`). */
  readonly situations?: { readonly [name: string]: string };
  /** Variants that promise to be right whatever befalls them, for campaigns to draw from. */
  readonly variants?: readonly Variant[];
  /** What can be chosen, by the name of its flag (`consistency`, `ttl-ms`). */
  readonly settings?: { readonly [name: string]: Setting };
  /** What is wrong with these settings together (R above N), in one sentence without a stop at its end. */
  refuse?(settings: Settings, plan: RefusedPlan): string | undefined;
  /** The node program, with one rule broken if a bug of this target is named; or the real system. */
  run(options: RunOptions): Program | Service;
  /** Opens a client session whose first contact is `node`. Programs have this one, */
  open?(runtime: Runtime, node: NodeId, options: ClientOptions): AnyClient;
  /** and services this one. */
  openService?(endpoints: Endpoints, node: NodeId, options: ClientOptions): AnyClient;
}

/** What a target may look at beside its settings. */
export interface RefusedPlan {
  readonly nodes: number;
  readonly workload: string;
  /** Left out where it does not matter. */
  readonly env?: string;
}

export interface RunOptions {
  readonly bug?: string | undefined;
  readonly settings: Settings;
}

/** A target of one vocabulary, the union of what the workloads `W` ask for. */
export interface Target<V extends Vocabulary, W extends string = string> extends AnyTarget {
  readonly workloads: readonly W[];
  run(options: RunOptions): Program;
  open(runtime: Runtime, node: NodeId, options: ClientOptions): Client<V>;
}

/** The same of a real system, which only some environments can run. */
export interface ServiceTarget<V extends Vocabulary, W extends string = string> extends AnyTarget {
  readonly workloads: readonly W[];
  run(options: RunOptions): Service;
  openService(endpoints: Endpoints, node: NodeId, options: ClientOptions): Client<V>;
}

export const isService = (target: AnyTarget): boolean => target.openService !== undefined;
