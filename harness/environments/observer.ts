/**
 * An observer takes notice of what goes on in a cluster: for reports, and for whoever wants to know which situations a
 * run reached. It changes nothing, draws nothing and never throws, so that a run is the same with and without one.
 */
import type { NodeState } from '../../histories/states.ts';
import type { NodeId } from '../../targets/runtime.ts';

/** Instants are nanoseconds since the run began. Only the simulation sees messages. */
export interface ClusterObserver {
  /** `message` tells it from all others of the run; they are counted from 0. The bytes are lent for the call alone. */
  sent(timeNs: number, message: number, from: NodeId, to: NodeId, bytes: Uint8Array): void;
  /** Again for each duplicate. */
  delivered(timeNs: number, message: number): void;
  dropped(timeNs: number, message: number, why: DropReason): void;
  /** At its start, and whenever any part of it has changed. */
  state(timeNs: number, node: NodeId, state: NodeState): void;
}

/** A partition, bad luck on a bad link, or nobody there to take it. */
export type DropReason = 'cut' | 'loss' | 'nobody';
