/**
 * A nemesis decides on faults. Its decisions are pure (a view of the cluster and a random stream in, data out), are
 * recorded in the history beside the clients' operations, and are carried out by an environment's Faults. A decision
 * is complete: invoke draws nothing and remembers nothing, so a decision read back from a history does the same again.
 */
import type { Json } from '../harness/core/json.ts';
import type { Random } from '../harness/core/random.ts';
import type { NodeId } from '../targets/runtime.ts';
import type { FaultKind, Faults, LinkEffect } from './faults.ts';

/**
 * A decision, as recorded: `{ f: 'start-partition', value: { nemesis: 'partition:bridge', ... } }`. A fault lasts from
 * its start-X to its stop-X, which alternate; change-X may come between. value.nemesis is the full name of who decided.
 */
export interface FaultOp {
  readonly f: string;
  readonly value: Json;
}

/**
 * What came of it. `bites` counts what the nemesis promises to do to a run (messages dropped, nodes killed, ...) as far
 * as this one call can tell: at once for a kill, at the stop for what piles up meanwhile. A run's bites are their sum.
 */
export interface FaultOutcome {
  readonly bites: number;
  readonly detail?: Json;
}

/** The cluster as a nemesis may see it when it decides. */
export interface ClusterView {
  readonly nodes: readonly NodeId[];
  /** Nodes whose process runs, paused or not. */
  readonly up: readonly NodeId[];
  /** Nodes and clients. */
  readonly paused: readonly NodeId[];
  /** Endpoints of clients that are in use, in the order in which they were opened. */
  readonly clients: readonly NodeId[];
  /** Nodes that believe themselves to be in charge. */
  readonly primaries: readonly NodeId[];
  /** What can be done to a link; everything where it is left out. */
  readonly effects?: ReadonlySet<LinkEffect>;
}

export interface Nemesis<C extends FaultKind = FaultKind> {
  /** The name that people type, with its shape: `partition`, `partition:bridge`. */
  readonly name: string;
  readonly summary: string;
  readonly needs: readonly C[];
  /** The mean time between two of its decisions, where it is not that of the run. */
  readonly everySeconds?: number;
  /** What it does to links, one of these lists at a time: an environment must be able to do all of at least one. */
  readonly effects?: readonly (readonly LinkEffect[])[];
  /** What `bites` counts, in the plural: `messages dropped`. */
  readonly bites: string;
  /** The next decision; `previous` is this nemesis' last decision, so that starts and stops can alternate. */
  next(view: ClusterView, previous: FaultOp | undefined, random: Random): FaultOp;
  invoke(faults: Pick<Faults, C>, op: FaultOp): Promise<FaultOutcome>;
  /** Undoes whatever this nemesis may have done; idempotent, and safe when nothing was done. */
  heal(faults: Pick<Faults, C>, nodes: readonly NodeId[], clients: readonly NodeId[]): Promise<FaultOutcome>;
}

/** One nemesis file: `partition` with all its shapes. What index.ts maps names to. */
export interface NemesisFamily<C extends FaultKind = FaultKind> {
  readonly summary: string;
  readonly needs: readonly C[];
  /** What may be typed after the colon, each with its summary. */
  readonly shapes: Readonly<Record<string, string>>;
  /** Without a shape, it draws one anew for each start; undefined where there is no such shape. */
  of(shape?: string): Nemesis<C> | undefined;
}
