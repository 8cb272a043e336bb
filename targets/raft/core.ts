/**
 * Raft's consensus as a state machine without a clock, a network or a disk: inputs are method calls, outputs are
 * effects for the node to carry out, in order. It follows figure 2 of the paper, with pre-vote and check-quorum
 * (thesis 9.6, 6.2), conflict-term backtracking (section 5.3) and ReadIndex (thesis 6.4). Whatever a rule decides
 * is asked of `rules`.
 */
import type { NodeId } from '../runtime.ts';
import { Log } from './log.ts';
import type { Entry, PeerMessage, Request } from './messages.ts';
import type { Rules } from './rules.ts';
import type { RaftSituation } from './situations.ts';

export type Role = 'follower' | 'candidate' | 'leader';
type MessageOf<C, T extends PeerMessage<C>['type']> = Extract<PeerMessage<C>, { type: T }>;

/** What must survive a crash (figure 2, persistent state). */
export interface HardState {
  readonly currentTerm: number;
  readonly votedFor: NodeId | null;
}

export type Effect<C> =
  /** `durable`: not before everything persisted so far is on stable storage. */
  | { readonly do: 'send'; readonly to: NodeId; readonly message: PeerMessage<C>; readonly durable: boolean }
  | { readonly do: 'persistState' }
  /** The log changed from this index on. */
  | { readonly do: 'persistLog'; readonly from: number }
  /** Wait a whole randomised election timeout from now. */
  | { readonly do: 'restartElectionTimer' }
  | { readonly do: 'becameLeader' }
  | { readonly do: 'steppedDown'; readonly reason: string }
  | { readonly do: 'apply'; readonly index: number; readonly entry: Entry<C> }
  /** A read that was asked for under this ticket may be answered from the state machine. */
  | { readonly do: 'serveRead'; readonly ticket: number }
  /** It may not: this node does not lead any more. */
  | { readonly do: 'refuseRead'; readonly ticket: number };

export interface CoreOptions<C> {
  readonly self: NodeId;
  readonly peers: readonly NodeId[];
  readonly rules: Rules;
  readonly hardState: HardState;
  readonly log: Entry<C>[];
  /** Below this silence a leader is taken to be alive, and pre-votes are refused. */
  readonly electionTimeoutMs: number;
  /** Notes what came about, for coverage. */
  readonly reached?: ((situation: RaftSituation) => void) | undefined;
}

/** Entries in one AppendEntries: bounds a message, and makes a far-behind follower catch up in steps. */
const MAX_ENTRIES = 32;

interface Progress {
  nextIndex: number;
  matchIndex: number;
  /**
   * The last entry of the batch under way to this follower; 0 if none is. One batch at a time: were every answer and
   * every command to send what is missing, a follower that lags behind would be sent the same entries ever more often.
   */
  awaitedIndex: number;
  /** The latest round that this follower answered in this term. */
  round: number;
  /** When it last answered, for check-quorum. */
  heardAt: number;
}

export class RaftCore<C> {
  readonly self: NodeId;
  readonly log: Log<C>;
  role: Role = 'follower';
  currentTerm: number;
  votedFor: NodeId | null;
  commitIndex = 0;
  lastApplied = 0;
  leader: NodeId | null = null;

  readonly #peers: readonly NodeId[];
  readonly #rules: Rules;
  readonly #electionTimeoutMs: number;
  readonly #reached: (situation: RaftSituation) => void;
  readonly #votes = new Set<NodeId>();
  readonly #progress = new Map<NodeId, Progress>();
  #effects: Effect<C>[] = [];
  /** Milliseconds; set by every input. */
  #now = 0;
  #campaign: 'pre-vote' | 'vote' | null = null;
  #leaderHeardAt = Number.NEGATIVE_INFINITY;
  #durableIndex = 0;
  #firstIndexOfTerm = 0;
  #round = 0;
  #reads: { ticket: number; round: number }[] = [];

  constructor(options: CoreOptions<C>) {
    this.self = options.self;
    this.#peers = options.peers;
    this.#rules = options.rules;
    this.#electionTimeoutMs = options.electionTimeoutMs;
    this.#reached = options.reached ?? (() => {});
    this.currentTerm = options.hardState.currentTerm;
    this.votedFor = options.hardState.votedFor;
    this.log = new Log(options.log);
  }

  get #clusterSize(): number {
    return this.#peers.length + 1;
  }

  /** Hands over what is to be done since the last call. */
  takeEffects(): readonly Effect<C>[] {
    const effects = this.#effects;
    if (effects.length > 0) this.#effects = [];
    return effects;
  }

  // ---- inputs

  /** Nothing was heard from a leader, or an election came to nothing, for a whole timeout. */
  electionTimeout(now: number): void {
    this.#now = now;
    if (this.role === 'leader') return;
    if (this.#campaign === 'vote') this.#reached('split vote');
    this.leader = null;
    this.#emit({ do: 'restartElectionTimer' });
    this.#startCampaign('pre-vote');
  }

  /** Time to assert leadership (section 5.2) and to give it up if a majority has not been heard (check-quorum). */
  heartbeat(now: number): void {
    this.#now = now;
    if (this.role !== 'leader') return;
    const reachable = this.#peers.filter((peer) => now - this.#progressOf(peer).heardAt < this.#electionTimeoutMs * 2);
    if (!this.#rules.isMajority(reachable.length + 1, this.#clusterSize)) {
      this.#reached('leader gave up');
      this.#becomeFollower(this.currentTerm, 'a majority is out of reach');
      return;
    }
    // Sends what a lost batch held once more.
    for (const peer of this.#peers) this.#replicate(peer);
  }

  /** Appends a client's command if this node leads; answers its index, or null. */
  propose(request: Request<C>, now: number): number | null {
    this.#now = now;
    if (this.role !== 'leader') return null;
    this.#appendOwn({ term: this.currentTerm, request });
    return this.log.lastIndex;
  }

  /** Asks for a linearizable read (ReadIndex); answered later by serveRead or refuseRead. False: not the leader. */
  read(ticket: number, now: number): boolean {
    this.#now = now;
    if (this.role !== 'leader') return false;
    this.#round++;
    this.#reads.push({ ticket, round: this.#round });
    if (this.#rules.confirmsReads) for (const peer of this.#peers) this.#sendEntries(peer, 0);
    this.#serveReads();
    return true;
  }

  /** The vote of this term is on this node's stable storage. */
  stateDurable(term: number): void {
    if (this.#campaign !== 'vote' || term !== this.currentTerm) return;
    this.#votes.add(this.self);
    this.#countVotes();
  }

  /** Everything up to this index, whose last entry has this term, is on this node's stable storage. */
  logDurable(index: number, term: number): void {
    if (this.log.termAt(index) !== term) return;
    this.#durableIndex = Math.max(this.#durableIndex, index);
    if (this.role === 'leader') this.#advanceCommit();
  }

  receive(from: NodeId, message: PeerMessage<C>, now: number): void {
    this.#now = now;
    switch (message.type) {
      case 'requestVote':
        if (message.preVote) this.#onPreVoteRequest(from, message);
        else this.#onVoteRequest(from, message);
        return;
      case 'vote':
        this.#onVote(from, message);
        return;
      case 'appendEntries':
        this.#onAppendEntries(from, message);
        return;
      case 'appended':
        this.#onAppended(from, message);
        return;
    }
  }

  // ---- elections (sections 5.2, 5.4.1; thesis 9.6)

  #startCampaign(kind: 'pre-vote' | 'vote'): void {
    this.#campaign = kind;
    this.#votes.clear();
    if (kind === 'vote') {
      this.role = 'candidate';
      this.#setTerm(this.currentTerm + 1);
      this.votedFor = this.self;
      this.#emit({ do: 'persistState' });
    }
    // Its own vote is no different from others: it counts once it is on stable storage. Else the only node of a cluster
    // would lead a term that a crash makes it forget, and then lead the same term again with other entries.
    if (kind === 'pre-vote') this.#votes.add(this.self);
    const { index: lastLogIndex, term: lastLogTerm } = this.log.end;
    // A pre-vote asks about the term that would come, and changes nobody's state, so that a node that merely could not
    // hear the leader does not depose it by a higher term when it comes back.
    const preVote = kind === 'pre-vote';
    const term = preVote ? this.currentTerm + 1 : this.currentTerm;
    const message: PeerMessage<C> = { type: 'requestVote', term, lastLogIndex, lastLogTerm, preVote };
    for (const peer of this.#peers) this.#send(peer, message, !preVote);
    this.#countVotes();
  }

  #onPreVoteRequest(from: NodeId, request: MessageOf<C, 'requestVote'>): void {
    const leaderIsAlive = this.role === 'leader' || this.#now - this.#leaderHeardAt < this.#electionTimeoutMs;
    const voteGranted =
      request.term > this.currentTerm && !leaderIsAlive && this.#rules.isUpToDate(logEnd(request), this.log.end);
    if (!voteGranted) this.#reached('pre-vote refused');
    const term = voteGranted ? request.term : this.currentTerm;
    this.#send(from, { type: 'vote', term, voteGranted, preVote: true }, false);
  }

  #onVoteRequest(from: NodeId, request: MessageOf<C, 'requestVote'>): void {
    if (request.term > this.currentTerm)
      this.#becomeFollower(request.term, `${from} campaigns in term ${request.term}`);
    const mayVote = request.term === this.currentTerm && this.#rules.mayVoteFor(from, this.votedFor);
    const voteGranted = mayVote && this.#rules.isUpToDate(logEnd(request), this.log.end);
    if (!voteGranted && request.term === this.currentTerm) {
      this.#reached(mayVote ? 'vote refused to a shorter log' : 'vote refused, already given');
    }
    if (voteGranted) {
      if (this.votedFor !== from) {
        this.votedFor = from;
        this.#emit({ do: 'persistState' });
      }
      this.#emit({ do: 'restartElectionTimer' });
    }
    this.#send(from, { type: 'vote', term: this.currentTerm, voteGranted, preVote: false }, true);
  }

  #onVote(from: NodeId, vote: MessageOf<C, 'vote'>): void {
    // A granted pre-vote echoes the term asked for, which is nobody's yet.
    const proposed = vote.preVote && vote.voteGranted;
    if (vote.term > this.currentTerm && !proposed) {
      this.#becomeFollower(vote.term, `${from} is in term ${vote.term}`);
      return;
    }
    const awaited = this.#campaign === (vote.preVote ? 'pre-vote' : 'vote');
    const current = proposed ? vote.term === this.currentTerm + 1 : vote.term === this.currentTerm;
    if (!awaited || !current || this.role === 'leader') return;
    const counts = vote.preVote ? vote.voteGranted : this.#rules.countsAsVote(vote.voteGranted);
    if (!counts) return;
    this.#votes.add(from);
    this.#countVotes();
  }

  #countVotes(): void {
    if (!this.#rules.isMajority(this.#votes.size, this.#clusterSize)) return;
    if (this.#campaign === 'pre-vote') this.#startCampaign('vote');
    else if (this.#campaign === 'vote') this.#becomeLeader();
  }

  #becomeLeader(): void {
    this.role = 'leader';
    this.leader = this.self;
    this.#campaign = null;
    this.#reached('election won');
    this.#emit({ do: 'becameLeader' });
    for (const peer of this.#peers) {
      this.#progress.set(peer, {
        nextIndex: this.log.lastIndex + 1,
        matchIndex: 0,
        awaitedIndex: 0,
        round: 0,
        heardAt: this.#now,
      });
    }
    this.#round = 0;
    this.#reads = [];
    this.#firstIndexOfTerm = this.log.lastIndex + 1;
    // Section 8: the no-op lets the leader learn what is committed, as older entries commit only below one of its own.
    if (this.#rules.startsTermWithNoOp) this.#appendOwn({ term: this.currentTerm, request: null });
    else for (const peer of this.#peers) this.#replicate(peer);
  }

  #becomeFollower(term: number, reason: string): void {
    if (this.role === 'leader') {
      this.#emit({ do: 'steppedDown', reason });
      this.leader = null;
      // A leader runs no election timer; as a follower it needs one again.
      this.#emit({ do: 'restartElectionTimer' });
      if (term > this.currentTerm) this.#reached('leader deposed by a later term');
      if (this.#reads.length > 0) this.#reached('read refused after deposition');
      for (const read of this.#reads) this.#emit({ do: 'refuseRead', ticket: read.ticket });
      this.#reads = [];
    }
    this.role = 'follower';
    this.#campaign = null;
    if (term > this.currentTerm) {
      this.#setTerm(term);
      this.leader = null;
      this.#emit({ do: 'persistState' });
    }
  }

  #setTerm(term: number): void {
    this.currentTerm = term;
    this.votedFor = this.#rules.voteInNewTerm(this.votedFor);
  }

  // ---- log replication (section 5.3)

  #appendOwn(entry: Entry<C>): void {
    this.log.append(entry);
    this.#emit({ do: 'persistLog', from: this.log.lastIndex });
    for (const peer of this.#peers) if (this.#progressOf(peer).awaitedIndex === 0) this.#replicate(peer);
  }

  /** Sends the next batch, or none if the follower has everything: then it is a heartbeat. */
  #replicate(peer: NodeId): void {
    const progress = this.#progressOf(peer);
    const count = Math.min(MAX_ENTRIES, this.log.lastIndex - progress.nextIndex + 1);
    progress.awaitedIndex = count > 0 ? progress.nextIndex + count - 1 : 0;
    this.#sendEntries(peer, count);
  }

  #sendEntries(peer: NodeId, count: number): void {
    const prevLogIndex = this.#progressOf(peer).nextIndex - 1;
    // A leader may send entries before they are on its own disk: it does not count itself until they are (thesis 10.2.1).
    this.#send(
      peer,
      {
        type: 'appendEntries',
        term: this.currentTerm,
        prevLogIndex,
        prevLogTerm: this.log.termAt(prevLogIndex) ?? 0,
        entries: this.log.slice(prevLogIndex + 1, count),
        leaderCommit: this.commitIndex,
        round: this.#round,
      },
      false,
    );
  }

  #onAppendEntries(from: NodeId, request: MessageOf<C, 'appendEntries'>): void {
    const { term, prevLogIndex, prevLogTerm, entries, round } = request;
    if (term < this.currentTerm) {
      this.#reached('stale leader refused');
      this.#send(from, this.#refusal(prevLogIndex, round), true);
      return;
    }
    this.#becomeFollower(term, `${from} leads term ${term}`);
    this.leader = from;
    this.#leaderHeardAt = this.#now;
    this.#emit({ do: 'restartElectionTimer' });
    if (!this.#rules.logMatches(prevLogTerm, this.log.termAt(prevLogIndex))) {
      this.#reached('log gap found');
      this.#send(from, this.#refusal(prevLogIndex, round), true);
      return;
    }
    this.#store(prevLogIndex, entries);
    const lastNewIndex = prevLogIndex + entries.length;
    this.#commit(Math.min(this.#rules.followerCommit(request.leaderCommit, lastNewIndex), this.log.lastIndex));
    const reply = { success: true, matchIndex: lastNewIndex, conflictTerm: 0, conflictIndex: 0, round };
    this.#send(from, { type: 'appended', term: this.currentTerm, ...reply }, true);
  }

  /** Figure 2, AppendEntries 3 and 4. A late request may name entries that are here already, and more behind them. */
  #store(prevLogIndex: number, entries: readonly Entry<C>[]): void {
    let index = prevLogIndex;
    let changedFrom = 0;
    for (const entry of entries) {
      index++;
      const existing = this.log.termAt(index);
      if (existing !== undefined) {
        if (!this.#rules.mustTruncate(existing, entry.term)) continue;
        this.#reached('log conflict repaired');
        this.log.truncateFrom(index);
        this.#durableIndex = Math.min(this.#durableIndex, index - 1);
      }
      this.log.append(entry);
      if (changedFrom === 0) changedFrom = this.log.lastIndex;
    }
    if (changedFrom > 0) this.#emit({ do: 'persistLog', from: changedFrom });
    else if (entries.length > 0 && index < this.log.lastIndex) this.#reached('late entries passed over');
  }

  #refusal(prevLogIndex: number, round: number): PeerMessage<C> {
    const beyond = prevLogIndex > this.log.lastIndex;
    return {
      type: 'appended',
      term: this.currentTerm,
      success: false,
      matchIndex: 0,
      conflictTerm: beyond ? 0 : (this.log.termAt(prevLogIndex) ?? 0),
      conflictIndex: beyond ? this.log.lastIndex + 1 : this.log.firstIndexOfTermAt(prevLogIndex),
      round,
    };
  }

  #onAppended(from: NodeId, reply: MessageOf<C, 'appended'>): void {
    if (reply.term > this.currentTerm) {
      this.#becomeFollower(reply.term, `${from} is in term ${reply.term}`);
      return;
    }
    if (this.role !== 'leader' || reply.term !== this.currentTerm) return;
    const progress = this.#progressOf(from);
    progress.heardAt = this.#now;
    progress.round = Math.max(progress.round, reply.round);
    if (reply.success) {
      progress.matchIndex = Math.max(progress.matchIndex, reply.matchIndex);
      progress.nextIndex = Math.max(progress.nextIndex, progress.matchIndex + 1);
      this.#advanceCommit();
      if (progress.matchIndex >= progress.awaitedIndex) {
        progress.awaitedIndex = 0;
        if (progress.matchIndex < this.log.lastIndex) this.#replicate(from);
      }
    } else {
      const nextIndex = Math.max(progress.matchIndex + 1, this.#backtrack(progress.nextIndex, reply));
      // A late refusal teaches nothing: to answer it would start a second conversation beside the one under way.
      if (nextIndex < progress.nextIndex) {
        if (reply.conflictTerm > 0) this.#reached('leader went back a term');
        progress.nextIndex = nextIndex;
        this.#replicate(from);
      }
    }
    this.#serveReads();
  }

  /** Section 5.3, end: go back over a whole conflicting term at once. Never forward: answers may be late. */
  #backtrack(nextIndex: number, { conflictTerm, conflictIndex }: MessageOf<C, 'appended'>): number {
    const shared = conflictTerm === 0 ? 0 : this.log.lastIndexOfTerm(conflictTerm, nextIndex - 1);
    return Math.min(nextIndex, shared > 0 ? shared + 1 : conflictIndex);
  }

  // ---- commitment (sections 5.3, 5.4.2)

  #advanceCommit(): void {
    for (let index = this.log.lastIndex; index > this.commitIndex; index--) {
      if (!this.#rules.maySettle(this.log.termAt(index) as number, this.currentTerm)) break;
      let followers = 0;
      for (const progress of this.#progress.values()) if (progress.matchIndex >= index) followers++;
      if (!this.#rules.isMajority(this.#rules.replicas(followers, this.#durableIndex >= index), this.#clusterSize))
        continue;
      if (this.log.termAt(this.commitIndex + 1) !== this.currentTerm) this.#reached('older term committed indirectly');
      this.#commit(index);
      this.#serveReads();
      return;
    }
  }

  #commit(index: number): void {
    this.commitIndex = Math.max(this.commitIndex, index);
    while (this.lastApplied < this.commitIndex) {
      this.lastApplied++;
      this.#emit({ do: 'apply', index: this.lastApplied, entry: this.log.at(this.lastApplied) });
    }
  }

  // ---- reads (thesis 6.4)

  #serveReads(): void {
    if (this.#reads.length === 0) return;
    const knowsCommitIndex = !this.#rules.readsWaitForOwnCommit || this.commitIndex >= this.#firstIndexOfTerm;
    if (!knowsCommitIndex) {
      this.#reached('read waited for own commit');
      return;
    }
    this.#reads = this.#reads.filter((read) => {
      if (this.#rules.confirmsReads && !this.#isConfirmed(read.round)) return true;
      // What was committed when the read came is applied at once here, so the state machine can answer.
      this.#emit({ do: 'serveRead', ticket: read.ticket });
      return false;
    });
  }

  #isConfirmed(round: number): boolean {
    let answers = 1;
    for (const progress of this.#progress.values()) if (progress.round >= round) answers++;
    return this.#rules.isMajority(answers, this.#clusterSize);
  }

  // ---- helpers

  #progressOf(peer: NodeId): Progress {
    const progress = this.#progress.get(peer);
    if (progress === undefined) throw new Error(`${peer} is no peer of ${this.self}`);
    return progress;
  }

  #send(to: NodeId, message: PeerMessage<C>, durable: boolean): void {
    this.#effects.push({ do: 'send', to, message, durable });
  }

  #emit(effect: Effect<C>): void {
    this.#effects.push(effect);
  }
}

function logEnd<C>(request: MessageOf<C, 'requestVote'>): { index: number; term: number } {
  return { index: request.lastLogIndex, term: request.lastLogTerm };
}
