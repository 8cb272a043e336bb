/**
 * An environment: where a cluster lives. It turns a program into running nodes, gives clients a runtime, keeps the
 * run's clock, and carries out faults. The runner knows nothing else about it.
 */

import type { FaultKind, Faults } from '../../nemesis/faults.ts';
import type { ClusterView } from '../../nemesis/nemesis.ts';
import type { NodeId, Runtime, Timer } from '../../targets/runtime.ts';
import type { NodeStatus, Program, Violation } from '../../targets/target.ts';
import type { Random } from '../core/random.ts';

export interface Environment {
  readonly name: string;
  readonly summary: string;
  readonly offers: ReadonlySet<FaultKind>;
  /** Whether it works on this machine; if not, why, and what to install. */
  probe(): Promise<{ readonly ok: true; readonly detail: string } | { readonly ok: false; readonly reason: string }>;
  deploy(request: DeployRequest): Promise<Cluster>;
}

export interface DeployRequest {
  readonly program: Program;
  readonly nodes: readonly NodeId[];
  readonly random: Random;
  /** Takes each line of each node's log, without its newline. */
  log(node: NodeId, line: string): void;
}

/** The clock of a run: virtual in the simulation. */
export interface RunClock {
  /** Nanoseconds since the run began. */
  now(): number;
  /** Fires at (or as soon as possible after) this instant. */
  at(timeNs: number, fire: () => void): Timer;
}

export interface Cluster {
  readonly nodes: readonly NodeId[];
  readonly clock: RunClock;
  /** What can be done to it: exactly the kinds that the environment offers. */
  readonly faults: Partial<Faults>;
  /** A runtime for a client endpoint of this name; its peers are the nodes. */
  client(name: NodeId): Runtime;
  view(): ClusterView;
  status(node: NodeId): NodeStatus | undefined;
  /** Lets time pass until the promise settles; rejects if nothing can ever happen any more. */
  drive<T>(until: Promise<T>): Promise<T>;
  report(): ClusterReport;
  /** Ends every node; idempotent. */
  stop(): Promise<void>;
}

export interface ClusterReport {
  /** Counts by name: messages sent, delivered, dropped; events; syncs. */
  readonly counts: { readonly [name: string]: number };
  /** Broken invariants, with the step and instant at which each broke first. */
  readonly violations: readonly (Violation & {
    readonly timeNs: number;
    readonly step: number;
    readonly node: NodeId;
  })[];
  /** Nodes whose code threw: they are down since. */
  readonly crashes: readonly { readonly node: NodeId; readonly timeNs: number; readonly error: string }[];
}
