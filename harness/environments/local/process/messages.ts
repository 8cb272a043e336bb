/**
 * What the runner and the process of a node tell each other: the setup, as one JSON argument, and then commands and answers
 * over the ipc channel. The state that comes with every answer, and by itself when it changes, is all that the runner knows
 * of a node: it never waits for one, for a paused node answers nothing.
 */
import type { NodeId } from '../../../../targets/runtime.ts';
import type { NodeStatus } from '../../../../targets/target.ts';
import type { ProgramOrigin } from '../../environment.ts';
import type { Endpoint } from '../fabric/fabric.ts';

export interface NodeSetup {
  readonly self: NodeId;
  readonly peers: readonly NodeId[];
  readonly origin: ProgramOrigin;
  /** Of this incarnation. */
  readonly seed: number;
  readonly listen: Endpoint;
  readonly routes: { readonly [peer: NodeId]: Endpoint };
  /** Of this node's files; it is there. */
  readonly directory: string;
  /** The beginning of the run by the monotonic clock of the machine, in nanoseconds. */
  readonly startNs: number;
  readonly disk: DiskSettings;
  readonly driftPpm: number;
}

export interface DiskSettings {
  readonly slowMs: number;
  /** The probability that a sync fails. */
  readonly failing: number;
  readonly isFull: boolean;
}

export type NodeCommand =
  | { readonly do: 'report' }
  /** Give up the connections to these peers, and what is under way on them. */
  | { readonly do: 'reset'; readonly peers: readonly NodeId[] }
  | ({ readonly do: 'disk' } & DiskSettings)
  | { readonly do: 'drift'; readonly ppm: number }
  /** The power fails: answers what is lost (writes, or for a tear bytes), and from then on does nothing any more. */
  | { readonly do: 'power-failure'; readonly kind: 'lose' | 'tear' };

export interface ToNode {
  readonly id: number;
  readonly command: NodeCommand;
}

export interface NodeState {
  readonly status: NodeStatus;
  readonly counts: NodeCounts;
}

export interface NodeCounts {
  readonly messagesSent: number;
  readonly messagesDelivered: number;
  readonly messagesDropped: number;
  readonly bytesSent: number;
  readonly timersFired: number;
  readonly syncs: number;
  readonly syncsSlowed: number;
  readonly syncsFailed: number;
  /** For want of space, on a disk that was filled on command. */
  readonly syncsRefused: number;
}

export type FromNode =
  /** It listens, and its program runs. */
  | { readonly type: 'up'; readonly state: NodeState }
  /** It has been connected with all its peers. */
  | { readonly type: 'linked' }
  | { readonly type: 'state'; readonly state: NodeState }
  | { readonly type: 'answer'; readonly id: number; readonly value: number; readonly state: NodeState };
