/**
 * A nemesis decides on faults. Its decisions are pure (a view of the cluster and a random stream in, data out), are
 * recorded in the history beside the clients' operations, and are carried out by an environment's Faults.
 */
import type { Json } from '../harness/core/json.ts';
import type { Random } from '../harness/core/random.ts';
import type { NodeId } from '../targets/runtime.ts';
import type { FaultKind, Faults } from './faults.ts';

/** A decision, as recorded: `{ f: 'start-partition', value: {...} }`. */
export interface FaultOp {
  readonly f: string;
  readonly value: Json;
}

/** What came of it. `bites` counts what the nemesis promises to do to a run (messages dropped, nodes killed, ...). */
export interface FaultOutcome {
  readonly bites: number;
  readonly detail?: Json;
}

/** The cluster as a nemesis may see it when it decides. */
export interface ClusterView {
  readonly nodes: readonly NodeId[];
  readonly up: readonly NodeId[];
  readonly paused: readonly NodeId[];
  /** Nodes that believe themselves to be in charge. */
  readonly primaries: readonly NodeId[];
}

export interface Nemesis<C extends FaultKind = FaultKind> {
  /** The name that people type, with its shape: `partition`, `partition:bridge`. */
  readonly name: string;
  readonly summary: string;
  readonly needs: readonly C[];
  /** What `bites` counts, in the plural: `messages dropped`. */
  readonly bites: string;
  /** The next decision; `previous` is this nemesis' last decision, so that starts and stops can alternate. */
  next(view: ClusterView, previous: FaultOp | undefined, random: Random): FaultOp;
  invoke(faults: Pick<Faults, C>, op: FaultOp): Promise<FaultOutcome>;
  /** Undoes whatever this nemesis may have done; idempotent, and safe when nothing was done. */
  heal(faults: Pick<Faults, C>, nodes: readonly NodeId[]): Promise<FaultOutcome>;
}
