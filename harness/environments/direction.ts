/**
 * A direction decides what is chance otherwise: how long messages and syncs take, and what befalls single messages. A
 * reproduction has one, and only the simulation can follow it. What nodes draw for themselves is none of its business.
 */
import type { NodeId } from '../../targets/runtime.ts';

export interface Direction {
  /** Of every message and every sync that no fault slows; drawn where it is left out. */
  readonly latencyNs?: number;
  readonly syncNs?: number;
  /** Asked once for each message, as it is sent; undefined for one that fares as any other. The bytes are lent for the call alone. */
  fateOf(timeNs: number, from: NodeId, to: NodeId, bytes: Uint8Array): MessageFate | undefined;
}

/** On top of what faults do to it. */
export interface MessageFate {
  readonly isLost?: boolean;
  readonly delayNs?: number;
  /** How often it arrives. */
  readonly copies?: number;
}
