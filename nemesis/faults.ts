/**
 * What an environment can do to a cluster. Nemeses decide, environments act; a nemesis names the capabilities that it
 * needs and the plan refuses the pair before anything starts where an environment does not offer them.
 */
import type { NodeId } from '../targets/runtime.ts';

export interface Faults {
  readonly network: NetworkFaults;
  readonly process: ProcessFaults;
  readonly pause: PauseFaults;
  readonly clock: ClockFaults;
  readonly disk: DiskFaults;
}
export type FaultKind = keyof Faults;

/** What befalls messages in one direction; absent means untouched. */
export interface Link {
  readonly from: NodeId;
  readonly to: NodeId;
  readonly cut?: boolean;
  /** Probability, 0 to 1. */
  readonly loss?: number;
  readonly delayMs?: number;
  /** Spread of the delay (exponential tail), added to delayMs. */
  readonly jitterMs?: number;
  /** Probability, 0 to 1, that a message arrives twice. */
  readonly duplicate?: number;
  /** Probability, 0 to 1, that a message is held back so that later ones overtake it. */
  readonly reorder?: number;
}

/** What can befall a link. `one-way`: it can befall one direction and leave the other alone. */
export type LinkEffect = 'cut' | 'one-way' | 'loss' | 'delay' | 'jitter' | 'duplicate' | 'reorder';

export interface NetworkFaults {
  /**
   * Replaces all links of one layer, at once; an empty list heals it. Layers (one per nemesis) add up, so that a
   * partition and a packet nemesis do not undo each other. Resolves with the messages touched since the last call for this layer.
   */
  setLinks(layer: string, links: readonly Link[]): Promise<{ readonly touched: number }>;
}

export interface ProcessFaults {
  /** SIGKILL; un-synced writes may be lost where the environment owns the disk. Resolves false if it was down already. */
  kill(node: NodeId): Promise<boolean>;
  /** Resolves false if it was up already. */
  start(node: NodeId): Promise<boolean>;
}

export interface PauseFaults {
  /**
   * SIGSTOP, of a node or of a client's endpoint: timers and messages wait and all arrive on resume. Resolves false if it
   * was paused, down or closed already.
   */
  pause(node: NodeId): Promise<boolean>;
  /** Resolves with the number of events (messages, timers, disk completions) that had to wait, killed or closed meanwhile or not. */
  resume(node: NodeId): Promise<number>;
}

export interface ClockFaults {
  /** Jumps the wall clock once. */
  bump(node: NodeId, deltaMs: number): Promise<void>;
  /** Makes the wall and monotonic clocks run fast (positive) or slow (negative), in parts per million. */
  drift(node: NodeId, ppm: number): Promise<void>;
  /** Flips the wall clock between true and true + delta every period. */
  strobe(node: NodeId, deltaMs: number, periodMs: number): Promise<void>;
  /** Back to true time and rate. */
  reset(node: NodeId): Promise<void>;
}

export interface DiskFaults {
  /** Power failure: kills the node and drops every un-synced write; resolves with the number of writes lost. */
  loseUnsynced(node: NodeId): Promise<number>;
  /** Power failure in the middle of a write: kills the node and keeps a prefix of its un-synced bytes; resolves with the bytes lost. */
  tearUnsynced(node: NodeId): Promise<number>;
  /** Adds `delayMs` to every sync; 0 heals. Resolves with the number of syncs slowed since the last call. */
  slowSync(node: NodeId, delayMs: number): Promise<number>;
  /** Makes syncs fail with this probability; 0 heals. Resolves with the number of syncs failed since the last call. */
  failSync(node: NodeId, probability: number): Promise<number>;
  /**
   * A disk without room: nothing un-synced reaches it, by a sync or in a crash, and syncs say so (NoSpace); what was synced
   * is unharmed. False makes room, and the next sync covers what was written meanwhile. Resolves with the number of syncs
   * refused since the last call.
   */
  full(node: NodeId, isFull: boolean): Promise<number>;
}
