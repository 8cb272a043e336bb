/**
 * The rules of Raft that can be got wrong, each as one small function with the section that demands it. The core asks
 * here instead of deciding on its own, so that a planted bug (bugs/) is exactly one rule replaced, and a reader can
 * hold each against the paper.
 */
import type { NodeId } from '../runtime.ts';

/** What a log ends with. */
export interface LogEnd {
  readonly index: number;
  readonly term: number;
}

export interface Rules {
  /** Section 5.2: a candidate wins, and an entry commits, with more than half of the cluster. */
  isMajority(count: number, clusterSize: number): boolean;
  /** Section 5.2: only a granted vote is a vote. */
  countsAsVote(voteGranted: boolean): boolean;
  /** Figure 2, "votedFor: candidate that received vote in *current term*": a new term begins without a vote. */
  voteInNewTerm(votedFor: NodeId | null): NodeId | null;
  /** Section 5.2: each server votes for at most one candidate in a term, first come first served. */
  mayVoteFor(candidate: NodeId, votedFor: NodeId | null): boolean;
  /** Section 5.4.1: refuse a candidate whose log is less up to date: compare last terms, then lengths. */
  isUpToDate(candidate: LogEnd, own: LogEnd): boolean;
  /** Section 5.3, consistency check: accept entries only behind an entry with the index and term that the leader named. */
  logMatches(prevLogTerm: number, termAtPrevLogIndex: number | undefined): boolean;
  /** Figure 2, AppendEntries 3: delete entries only from the first that *conflicts* with a new one. */
  mustTruncate(existingTerm: number, newTerm: number): boolean;
  /** Figure 2, AppendEntries 5: commitIndex = min(leaderCommit, index of last new entry). */
  followerCommit(leaderCommit: number, lastNewIndex: number): number;
  /** Section 5.4.2 and figure 8: only entries of the leader's current term commit by counting replicas. */
  maySettle(entryTerm: number, currentTerm: number): boolean;
  /** Section 8: a new leader appends an entry of its own term at once, so that what is before it can commit. */
  startsTermWithNoOp: boolean;
  /** Figure 2, rules for leaders: the leader's own (durable) log is one of the replicas. */
  replicas(followers: number, leaderHasIt: boolean): number;
  /** Figure 2, "updated on stable storage before responding": term and vote. */
  syncsState: boolean;
  /** The same for the log. */
  syncsLog: boolean;
  /** Section 8 and thesis 6.4, step 3: before answering a read, hear from a majority that one still leads. */
  confirmsReads: boolean;
  /** Section 8 and thesis 6.4, step 1: know the commit index by committing an entry of one's own term first. */
  readsWaitForOwnCommit: boolean;
  /** Section 8 and thesis 6.3: a command whose sequence number was seen is answered from the session, not applied again. */
  deduplicates: boolean;
  /** Section 5.3: a client is answered once its entry is applied; the entry at its index may be another leader's. */
  isOwnEntry(entryTerm: number, proposedTerm: number): boolean;
  /** Section 5.3: the leader answers when the entry has been applied, not when it has been appended. */
  answersOnAppend: boolean;
}

export const PAPER: Rules = {
  isMajority: (count, clusterSize) => count >= Math.floor(clusterSize / 2) + 1,
  countsAsVote: (voteGranted) => voteGranted,
  voteInNewTerm: () => null,
  mayVoteFor: (candidate, votedFor) => votedFor === null || votedFor === candidate,
  isUpToDate: (candidate, own) =>
    candidate.term > own.term || (candidate.term === own.term && candidate.index >= own.index),
  logMatches: (prevLogTerm, termAtPrevLogIndex) => termAtPrevLogIndex === prevLogTerm,
  mustTruncate: (existingTerm, newTerm) => existingTerm !== newTerm,
  followerCommit: (leaderCommit, lastNewIndex) => Math.min(leaderCommit, lastNewIndex),
  maySettle: (entryTerm, currentTerm) => entryTerm === currentTerm,
  startsTermWithNoOp: true,
  replicas: (followers, leaderHasIt) => followers + (leaderHasIt ? 1 : 0),
  syncsState: true,
  syncsLog: true,
  confirmsReads: true,
  readsWaitForOwnCommit: true,
  deduplicates: true,
  isOwnEntry: (entryTerm, proposedTerm) => entryTerm === proposedTerm,
  answersOnAppend: false,
};
