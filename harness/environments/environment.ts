/**
 * An environment: where a cluster lives. It turns a program into running nodes, gives clients a runtime, keeps the
 * run's clock, and carries out faults. The runner knows nothing else about it.
 */

import type { FaultKind, Faults, LinkEffect } from '../../nemesis/faults.ts';
import type { ClusterView } from '../../nemesis/nemesis.ts';
import type { NodeId, Runtime, Timer } from '../../targets/runtime.ts';
import type { Endpoints, Service } from '../../targets/service.ts';
import type { NodeStatus, Program, Settings, Violation } from '../../targets/target.ts';
import type { Random } from '../core/random.ts';
import type { Direction } from './direction.ts';
import type { ClusterObserver } from './observer.ts';

export interface Environment {
  readonly name: string;
  readonly summary: string;
  readonly offers: ReadonlySet<FaultKind>;
  /** Whether it can run real systems, beside programs of ours. */
  readonly runsServices?: boolean;
  /** The networks to choose from, where there is a choice, the best first. */
  readonly fabrics?: readonly string[];
  /** Whether it works on this machine; if not, why, and what to install. */
  probe(): Promise<{ readonly ok: true; readonly detail: string } | { readonly ok: false; readonly reason: string }>;
  deploy(request: DeployRequest): Promise<Cluster>;
}

/** Stands for the best fabric that works. */
export const ANY_FABRIC = 'auto';

export type Step = <T>(title: string, work: () => Promise<T>) => Promise<T>;

export interface DeployRequest {
  readonly program: Program | Service;
  /** Where a process of its own finds the program again; only the simulation has no need of it. */
  readonly origin?: ProgramOrigin;
  readonly nodes: readonly NodeId[];
  readonly random: Random;
  /** The network between the nodes, where there is a choice: a name of the environment's, or `auto`. */
  readonly fabric?: string | undefined;
  /** Takes each line of each node's log, without its newline. */
  log(node: NodeId, line: string): void;
  readonly observer?: ClusterObserver | undefined;
  /** Instead of the image that a service names, where it runs in containers. */
  readonly image?: string | undefined;
  /** Told of each part of the deployment that may take a while: does the work, and returns what comes of it. */
  readonly step?: Step | undefined;
  /** Takes the situations that nodes and clients report. Only the simulation has them told. */
  readonly reached?: ((situation: string) => void) | undefined;
  /** In place of chance; only the simulation takes it. */
  readonly direction?: Direction | undefined;
}

/** What stands for a program where no function can go: the module that has its target, and what `run` is to be asked for. */
export interface ProgramOrigin {
  /** From the root of the package, without its extension: `targets/raft/index`. */
  readonly module: string;
  /** Under which the module exports the target. */
  readonly name: string;
  readonly bug: string | null;
  readonly settings: Settings;
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
  /** Kinds of faults that the environment offers, but not on this machine or for this target, and why not. */
  readonly lacks?: { readonly [kind in FaultKind]?: string } | undefined;
  /** What its network faults can do to a link; all there is where it is left out. */
  readonly effects?: ReadonlySet<LinkEffect>;
  /** A runtime for a client endpoint of this name; its peers are the nodes. */
  client(name: NodeId): Runtime;
  /** The same for a client of a service, where services can be deployed. */
  endpoints?(name: NodeId): Endpoints;
  /** The endpoint is of no more use: it leaves the view, un-paused. Nothing if there is none of this name. */
  release(client: NodeId): void;
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
