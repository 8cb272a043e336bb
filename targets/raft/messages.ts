/**
 * What travels between Raft nodes and clients. Fields are named as in figure 2 of Ongaro and Ousterhout, "In Search of an
 * Understandable Consensus Algorithm" (2014); "thesis" in this folder is Ongaro's dissertation (2014). How it becomes
 * bytes is in codec.ts. What a command is, the service says: C is its type here.
 */
import type { Operations } from './service.ts';

/** Where a command comes from: session and sequence number make a retry recognisable (thesis 6.3). */
export interface Request<C> {
  readonly session: string;
  readonly sequence: number;
  readonly command: C;
}

/** A log entry; the entry without a request is the no-op that a new leader appends (section 8). */
export interface Entry<C> {
  readonly term: number;
  readonly request: Request<C> | null;
}

export type Message<O extends Operations> = PeerMessage<O['command']> | ClientMessage<O>;

/** Between nodes. */
export type PeerMessage<C> =
  /** RequestVote; `preVote` asks whether an election could be won, without starting one (thesis 9.6). */
  | {
      readonly type: 'requestVote';
      readonly term: number;
      readonly lastLogIndex: number;
      readonly lastLogTerm: number;
      readonly preVote: boolean;
    }
  | { readonly type: 'vote'; readonly term: number; readonly voteGranted: boolean; readonly preVote: boolean }
  /** AppendEntries; `round` lets the answers confirm leadership for ReadIndex (thesis 6.4). */
  | {
      readonly type: 'appendEntries';
      readonly term: number;
      readonly prevLogIndex: number;
      readonly prevLogTerm: number;
      readonly entries: readonly Entry<C>[];
      readonly leaderCommit: number;
      readonly round: number;
    }
  /** On failure, `conflictTerm` (0: none) and `conflictIndex` let the leader skip a whole term (section 5.3, end). */
  | {
      readonly type: 'appended';
      readonly term: number;
      readonly success: boolean;
      readonly matchIndex: number;
      readonly conflictTerm: number;
      readonly conflictIndex: number;
      readonly round: number;
    };

/** Between clients and nodes. */
export type ClientMessage<O extends Operations> =
  | { readonly type: 'command'; readonly request: Request<O['command']> }
  | { readonly type: 'read'; readonly session: string; readonly sequence: number; readonly query: O['query'] }
  | { readonly type: 'result'; readonly sequence: number; readonly result: O['result'] }
  /** This node does not lead; `leader` is its guess, if it has one. Nothing was done. */
  | { readonly type: 'notLeader'; readonly sequence: number; readonly leader: string | null }
  /** No node can make sense of this request, and none will: nothing was done, or ever will be. */
  | { readonly type: 'rejected'; readonly sequence: number; readonly because: string };
