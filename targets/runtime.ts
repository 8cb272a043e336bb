/**
 * All that a target's node or client may know of the world. The simulation and real processes both implement it,
 * so the same node code runs in both. It is callback-based on purpose: in the simulation a callback is one event,
 * at one virtual instant, in one order; a promise would hide when its continuation runs.
 */
import type { Json } from '../harness/core/json.ts';
import type { Random } from '../harness/core/random.ts';

/** A node's name (`n1`) or a client endpoint's (`c7`). */
export type NodeId = string;

export interface Runtime {
  readonly self: NodeId;
  /** The other nodes of the cluster, in a fixed order; for a client, all nodes. */
  readonly peers: readonly NodeId[];
  readonly clock: Clock;
  readonly timers: Timers;
  readonly network: Network;
  readonly disk: Disk;
  readonly random: Random;
  /** Appends a line to the node's log in the run directory. */
  log(event: string, detail?: { readonly [name: string]: Json | undefined }): void;
  /**
   * A situation that the target names (`Target.situations`) has come about here: for coverage, where anybody asks for it.
   * It changes nothing.
   */
  reached?(situation: string): void;
}

export interface Clock {
  /** Nanoseconds from an arbitrary origin; never jumps, but may run fast or slow (drift). */
  monotonic(): number;
  /** Milliseconds since the epoch, as far as this node knows: it may be bumped, strobed or drift. */
  wall(): number;
}

export interface Timers {
  /** Fires once after `ms` milliseconds of this node's monotonic clock. */
  after(ms: number, fire: () => void): Timer;
}

export interface Timer {
  cancel(): void;
}

export interface Network {
  /** At most once, unordered, no notice of loss: the weakest network that exists. The bytes must not be changed afterwards. */
  send(to: NodeId, message: Uint8Array): void;
  /** Sets the one receiver; messages that came before are lost. */
  receive(on: (from: NodeId, message: Uint8Array) => void): void;
}

export interface Disk {
  /** The whole file as this process sees it (un-synced writes included), or undefined. */
  read(file: string): Uint8Array | undefined;
  /** Replaces the file, atomically: a crash leaves the old bytes or the new ones, never a mix. */
  write(file: string, bytes: Uint8Array): void;
  append(file: string, bytes: Uint8Array): void;
  /** Calls back once everything written to the file so far survives a crash, or with the error. */
  sync(file: string, done: (error?: Error) => void): void;
}

/** A sync had no room for what was written. It is kept for a later sync, which covers it if there is room by then. */
export class NoSpace extends Error {
  override readonly name = 'NoSpace';
  readonly code = 'ENOSPC';
}
