/**
 * A Raft node: carries out the core's effects on a Runtime, applies committed commands to the state machine and
 * answers clients. It decides nothing about consensus.
 */
import type { NodeId, Runtime, Timer } from '../runtime.ts';
import type { NodeStatus, RunningNode } from '../target.ts';
import { decode, encode } from './codec.ts';
import { type Effect, RaftCore } from './core.ts';
import { Machine, type Result } from './machine.ts';
import type { Entry, Message, Request } from './messages.ts';
import type { Rules } from './rules.ts';
import { Storage } from './storage.ts';

/** The paper's timing (section 9.3): timeouts of 150-300 ms, and heartbeats well below. */
export const ELECTION_TIMEOUT_MS = { low: 150, high: 300 };
export const HEARTBEAT_MS = 50;

interface Proposal {
  readonly client: NodeId;
  readonly sequence: number;
  readonly term: number;
}

interface PendingRead {
  readonly client: NodeId;
  readonly message: Extract<Message, { type: 'read' }>;
}

export class RaftNode implements RunningNode {
  readonly core: RaftCore;
  /** Times that this incarnation won an election, and was deposed. */
  elections = 0;
  depositions = 0;

  readonly #runtime: Runtime;
  readonly #rules: Rules;
  readonly #storage: Storage;
  readonly #machine: Machine;
  readonly #proposals = new Map<number, Proposal>();
  readonly #reads = new Map<number, PendingRead>();
  #lastTicket = 0;
  #electionTimer: Timer | undefined;

  constructor(runtime: Runtime, rules: Rules) {
    this.#runtime = runtime;
    this.#rules = rules;
    this.#storage = new Storage(runtime.disk, rules);
    this.#machine = new Machine(rules);
    const { hardState, log, torn } = this.#storage.recover();
    this.core = new RaftCore({
      self: runtime.self,
      peers: runtime.peers,
      rules,
      hardState,
      log,
      electionTimeoutMs: ELECTION_TIMEOUT_MS.low,
    });
    runtime.log('started', { term: hardState.currentTerm, log: log.length, tornBytes: torn });
    runtime.network.receive((from, bytes) => this.#receive(from, decode(bytes)));
    this.#awaitLog();
    this.#restartElectionTimer();
    this.#beatFor();
  }

  status(): NodeStatus {
    const { role, currentTerm: term, log, commitIndex, leader } = this.core;
    return { role, primary: role === 'leader', term, detail: { lastIndex: log.lastIndex, commitIndex, leader } };
  }

  get #nowMs(): number {
    return this.#runtime.clock.monotonic() / 1e6;
  }

  #receive(from: NodeId, message: Message): void {
    if (message.type === 'command') this.#propose(from, message.request);
    else if (message.type === 'read') this.#read(from, message);
    else this.core.receive(from, message, this.#nowMs);
    this.#carryOut();
  }

  #propose(client: NodeId, request: Request): void {
    const { sequence } = request;
    const index = this.core.propose(request, this.#nowMs);
    if (index === null) {
      this.#redirect(client, sequence);
      return;
    }
    this.#proposals.set(index, { client, sequence, term: this.core.currentTerm });
    if (this.#rules.answersOnAppend) this.#answer(client, sequence, { applied: true, value: null });
  }

  #read(client: NodeId, message: PendingRead['message']): void {
    const ticket = ++this.#lastTicket;
    this.#reads.set(ticket, { client, message });
    if (this.core.read(ticket, this.#nowMs)) return;
    this.#reads.delete(ticket);
    this.#redirect(client, message.sequence);
  }

  /** Effects can cause more of them (a single node's own sync may commit), so until there are none. */
  #carryOut(): void {
    for (let effects = this.core.takeEffects(); effects.length > 0; effects = this.core.takeEffects()) {
      for (const effect of effects) this.#perform(effect);
    }
  }

  #perform(effect: Effect): void {
    switch (effect.do) {
      case 'send': {
        const { to, message, durable } = effect;
        const bytes = encode(message);
        if (durable) this.#storage.whenStable(() => this.#runtime.network.send(to, bytes));
        else this.#runtime.network.send(to, bytes);
        return;
      }
      case 'persistState':
        this.#persistState();
        return;
      case 'persistLog':
        this.#persistLog(effect.from);
        return;
      case 'restartElectionTimer':
        this.#restartElectionTimer();
        return;
      case 'becameLeader':
        this.elections++;
        this.#runtime.log('became leader', { term: this.core.currentTerm, lastIndex: this.core.log.lastIndex });
        return;
      case 'steppedDown':
        this.depositions++;
        this.#runtime.log('stepped down', { term: this.core.currentTerm, reason: effect.reason });
        return;
      case 'apply':
        this.#apply(effect.index, effect.entry);
        return;
      case 'serveRead':
        this.#finishRead(effect.ticket, true);
        return;
      case 'refuseRead':
        this.#finishRead(effect.ticket, false);
        return;
    }
  }

  #persistState(): void {
    const { currentTerm } = this.core;
    this.#storage.saveState(this.core);
    this.#storage.whenStable(() => {
      this.core.stateDurable(currentTerm);
      this.#carryOut();
    });
  }

  #persistLog(from: number): void {
    const { log } = this.core;
    this.#storage.saveLog(from, log.slice(from, log.lastIndex - from + 1));
    this.#awaitLog();
  }

  #awaitLog(): void {
    const { index, term } = this.core.log.end;
    this.#storage.whenStable(() => {
      this.core.logDurable(index, term);
      this.#carryOut();
    });
  }

  #apply(index: number, entry: Entry): void {
    const result = entry.request === null ? null : this.#machine.apply(entry.request);
    const proposal = this.#proposals.get(index);
    if (proposal === undefined) return;
    this.#proposals.delete(index);
    if (this.#rules.isOwnEntry(entry.term, proposal.term)) {
      this.#answer(proposal.client, proposal.sequence, result ?? { applied: true, value: null });
    } else {
      // Another leader's entry took the place of this command, which therefore never happens there: try again elsewhere.
      this.#redirect(proposal.client, proposal.sequence);
    }
  }

  #finishRead(ticket: number, confirmed: boolean): void {
    const read = this.#reads.get(ticket);
    if (read === undefined) return;
    this.#reads.delete(ticket);
    const { sequence, key } = read.message;
    if (confirmed) this.#answer(read.client, sequence, { applied: true, value: this.#machine.read(key) });
    else this.#redirect(read.client, sequence);
  }

  #answer(client: NodeId, sequence: number, result: Result): void {
    this.#runtime.network.send(client, encode({ type: 'result', sequence, ...result }));
  }

  #redirect(client: NodeId, sequence: number): void {
    const leader = this.core.leader === this.#runtime.self ? null : this.core.leader;
    this.#runtime.network.send(client, encode({ type: 'notLeader', sequence, leader }));
  }

  #restartElectionTimer(): void {
    this.#electionTimer?.cancel();
    const { low, high } = ELECTION_TIMEOUT_MS;
    const timeoutMs = low + this.#runtime.random.float() * (high - low);
    this.#electionTimer = this.#runtime.timers.after(timeoutMs, () => {
      if (this.core.role === 'leader') return;
      this.core.electionTimeout(this.#nowMs);
      this.#carryOut();
    });
  }

  #beatFor(): void {
    this.#runtime.timers.after(HEARTBEAT_MS, () => {
      this.core.heartbeat(this.#nowMs);
      this.#carryOut();
      this.#beatFor();
    });
  }
}
