/**
 * A reproduction: a failing run written down, so that nothing of its course is left to a draw that a change elsewhere
 * would move. Clients begin these operations at these instants, these faults are carried out, these messages fare as is
 * written; what nodes draw for themselves still comes from the plan's seed. It is a part of a plan, and plain data; a
 * plan with one is for the simulation alone.
 */
import type { NodeId } from '../../targets/runtime.ts';
import type { Json } from '../core/json.ts';

export interface Reproduction {
  readonly version: typeof REPRODUCTION_VERSION;
  /** What it reproduces. */
  readonly failure: Failure;
  /** A run that has been shrunk may have lost some in the middle: n1, n3. */
  readonly nodes: readonly NodeId[];
  readonly timing: Timing;
  readonly operations: readonly ScriptedOperation[];
  readonly faults: readonly ScriptedFault[];
  readonly messages: readonly MessageEvent[];
  /** When all faults are undone, if that is of any importance; what comes later shows whether the cluster recovers. */
  readonly healAtMs?: number | undefined;
  /** The end, whatever is under way. */
  readonly untilMs: number;
}

/** Raised when an older harness could not make sense of one, or this one of theirs. */
export const REPRODUCTION_VERSION = 1;

/**
 * How long messages and syncs take where nothing else is said: drawn, as in any run, or always the same. A run whose
 * failure does not hang on chance is easier to read, and outlives changes of the code.
 */
export interface Timing {
  readonly messages: Duration;
  readonly syncs: Duration;
}
export type Duration = 'drawn' | 'constant';
export const DURATIONS: readonly Duration[] = ['drawn', 'constant'];

/** How a run failed, as far as another one can fail the same way. */
export interface Failure {
  readonly checker: string;
  /** The sort of violation: an invariant's name, or the checker's words without names and numbers. */
  readonly shape: string;
  /** What the checker said of this very run. */
  readonly because: string;
}

export interface ScriptedOperation {
  /** As soon as its client is free, if it is not by then. */
  readonly atMs: number;
  /** The process that begins it. */
  readonly client: number;
  /** The node that this client turns to first. */
  readonly contact: NodeId;
  readonly f: string;
  readonly value: Json;
}

/** A decision of a nemesis, which names itself in the value. */
export interface ScriptedFault {
  readonly atMs: number;
  readonly f: string;
  readonly value: Json;
}

/**
 * What befalls one message: the first from here to there, of this name, that is sent at this instant or later. So it
 * stays meaningful when other messages come and go.
 */
export interface MessageEvent {
  readonly afterMs: number;
  readonly from: NodeId;
  readonly to: NodeId;
  /** What the target calls such a message; absent where it has no names for them. */
  readonly name?: string;
  readonly fate: Fate;
  /** With `delay`: how much longer it takes. */
  readonly delayMs?: number;
}
export type Fate = 'drop' | 'delay' | 'duplicate';
export const FATES: readonly Fate[] = ['drop', 'delay', 'duplicate'];

/** In nanoseconds; instants are written in milliseconds, with so many decimals that none is lost. */
export const nsOf = (ms: number): number => Math.round(ms * 1e6);
export const msOf = (ns: number): number => ns / 1e6;
