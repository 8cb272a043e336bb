/**
 * The rules of a leaderless store that can be got wrong, each as one small function or switch with the place that demands
 * it. The store asks here instead of deciding on its own, so that a planted bug (bugs/) is exactly one rule replaced.
 * "Dynamo" is DeCandia et al. 2007, "ABD" is Attiya, Bar-Noy and Dolev 1995, "Lynch-Shvartsman" their quorum memory for
 * several writers (1997), "DVV" is Preguica et al. 2012. What a user may choose is no rule: see profiles.ts.
 */
import type { Context } from '../../histories/ops/quorum.ts';
import type { Held, Versions } from './versions/held.ts';

/** Why a replica is sent a state: a client's write, a repair after a read, a hint that comes home, anti-entropy. */
export type Reason = 'write' | 'repair' | 'hint' | 'exchange';

export interface Rules {
  /** ABD section 3: any two quorums have a member in common. */
  majority(replicas: number): number;
  /** Dynamo 4.5: a read returns the newest of the R answers, whichever came first. */
  resolve(answers: readonly Held[], versions: Versions): Held;
  /** Dynamo 4.5: a write is complete when W replicas have answered for it; sending is not enough. */
  countsSentWrites: boolean;
  /** ABD section 3, read: the value is written back before it is returned; else a later read may see an older one. */
  writesBack: boolean;
  /** Lynch-Shvartsman section 4, write: the tag is greater than any that a quorum knows. */
  asksForNewest: boolean;
  /** Lynch-Shvartsman section 4: tags are counted up; a wall clock may stand behind what is already written. */
  stampsByWallClock: boolean;
  /** Lynch-Shvartsman section 4: no tag is used twice. A coordinator that restarts forgets what it counted, so it counts as somebody else. */
  newActorPerBoot: boolean;
  /** A replica answers for what is on stable storage, and for nothing else. */
  syncs: boolean;
  /** Dynamo 4.5 and 4.6: whatever reaches a replica, the newer version stays. */
  replaces(reason: Reason): boolean;
  /** Dynamo 4.6: a hint is kept in a database that survives a restart. */
  keepsHintsOnDisk: boolean;
  /** Cassandra, tombstones: a removal is remembered, or the key comes back from a replica that missed it. */
  keepsTombstones: boolean;
  /** Cassandra, gc_grace_seconds: it is remembered until every replica has had the time to hear of it. */
  graceMs(configuredMs: number): number;
  /** Dynamo 4.7: one Merkle tree for each key range that two nodes share. */
  treeOf(arc: number, arcs: number): number;
  /** DVV section 5: a write overwrites what its client had seen, and no more. */
  overwritten(context: Context, held: Held): Context;
  /** A write that has reached any replica may yet be seen: who gives up on it does not know what became of it. */
  knowsPartialWrites: boolean;
}

export const LITERATURE: Rules = {
  majority: (replicas) => Math.floor(replicas / 2) + 1,
  resolve: (answers, { merge }) => answers.reduce(merge),
  countsSentWrites: false,
  writesBack: true,
  asksForNewest: true,
  stampsByWallClock: false,
  newActorPerBoot: true,
  syncs: true,
  replaces: () => false,
  keepsHintsOnDisk: true,
  keepsTombstones: true,
  graceMs: (configuredMs) => configuredMs,
  treeOf: (arc) => arc,
  overwritten: (context) => context,
  knowsPartialWrites: true,
};
