/**
 * A Raft node: carries out the core's effects on a Runtime, applies committed commands to the state machine and
 * answers clients. It decides nothing about consensus.
 */
import type { NodeId, Runtime, Timer } from '../runtime.ts';
import type { NodeStatus, RunningNode } from '../target.ts';
import { Codec } from './codec.ts';
import { type Effect, RaftCore } from './core.ts';
import { Malformed } from './fields.ts';
import type { ClientMessage, Entry, Message, Request } from './messages.ts';
import type { Rules } from './rules.ts';
import type { Machine, Operations, Service } from './service.ts';
import { Sessions } from './sessions.ts';
import type { RaftSituation } from './situations.ts';
import { Storage } from './storage.ts';

/** The paper's timing (section 9.3): timeouts of 150-300 ms, and heartbeats well below. */
export const ELECTION_TIMEOUT_MS = { low: 150, high: 300 };
export const HEARTBEAT_MS = 50;

interface Proposal {
  readonly client: NodeId;
  readonly sequence: number;
  readonly term: number;
}

interface PendingRead<O extends Operations> {
  readonly client: NodeId;
  readonly message: Extract<ClientMessage<O>, { type: 'read' }>;
}

export interface NodeOptions<O extends Operations, M extends Machine<O>> {
  readonly runtime: Runtime;
  readonly service: Service<O>;
  /** In its first state: what was committed before is applied to it anew. */
  readonly machine: M;
  readonly rules: Rules;
}

export class RaftNode<O extends Operations, M extends Machine<O> = Machine<O>> implements RunningNode {
  readonly core: RaftCore<O['command']>;
  /** The replicated state here: what is applied, which may lag behind what is committed elsewhere. */
  readonly machine: M;
  /** Times that this incarnation won an election, and was deposed. */
  elections = 0;
  depositions = 0;

  readonly #runtime: Runtime;
  readonly #rules: Rules;
  readonly #codec: Codec<O>;
  readonly #storage: Storage<O>;
  readonly #service: Service<O>;
  readonly #sessions: Sessions<O>;
  readonly #proposals = new Map<number, Proposal>();
  readonly #reads = new Map<number, PendingRead<O>>();
  #lastTicket = 0;
  #ownCommands = 0;
  #electionTimer: Timer | undefined;

  constructor({ runtime, service, machine, rules }: NodeOptions<O, M>) {
    this.#runtime = runtime;
    this.#rules = rules;
    this.#service = service;
    this.machine = machine;
    this.#codec = new Codec(service.codec);
    this.#storage = new Storage(runtime, { ...rules, codec: this.#codec });
    const { reached } = runtime;
    const note: ((situation: RaftSituation) => void) | undefined = reached;
    this.#sessions = new Sessions(machine, {
      ...rules,
      answeredAgain: () => note?.('retry answered from session'),
    });
    const { hardState, log, torn } = this.#storage.recover();
    this.core = new RaftCore({
      self: runtime.self,
      peers: runtime.peers,
      rules,
      hardState,
      log,
      electionTimeoutMs: ELECTION_TIMEOUT_MS.low,
      reached: note,
    });
    if (log.length > 0) note?.('log recovered');
    if (torn > 0) note?.('torn log recovered');
    runtime.log('started', { term: hardState.currentTerm, log: log.length, tornBytes: torn });
    runtime.network.receive((from, bytes) => this.#receiveBytes(from, bytes));
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

  /** Bytes that are none of a node's are a broken invariant; a client may send what it likes. */
  #receiveBytes(from: NodeId, bytes: Uint8Array): void {
    let message: Message<O>;
    try {
      message = this.#codec.decode(bytes);
    } catch (error) {
      if (!(error instanceof Malformed) || this.#runtime.peers.includes(from)) throw error;
      this.#reject(from, error);
      return;
    }
    this.#receive(from, message);
  }

  #receive(from: NodeId, message: Message<O>): void {
    switch (message.type) {
      case 'command':
        this.#propose(from, message.request);
        break;
      case 'read':
        this.#read(from, message);
        break;
      case 'result':
      case 'notLeader':
      case 'rejected':
        // Answers, which no node waits for. To answer them would be to talk to oneself.
        return;
      default:
        if (!this.#runtime.peers.includes(from)) {
          this.#reject(from, new Malformed(`${message.type} is for nodes to send`));
          return;
        }
        this.core.receive(from, message, this.#nowMs);
    }
    this.#carryOut();
  }

  #propose(client: NodeId, asked: Request<O['command']>): void {
    const { sequence } = asked;
    const request = this.#admitted(client, asked);
    if (request === undefined) return;
    const index = this.core.propose(request, this.#nowMs);
    if (index === null) {
      this.#redirect(client, sequence);
      return;
    }
    this.#proposals.set(index, { client, sequence, term: this.core.currentTerm });
    if (this.#rules.answersOnAppend) this.#answer(client, sequence, this.#service.presumed);
  }

  /** As the office has it; undefined if that refused it. */
  #admitted(client: NodeId, request: Request<O['command']>): Request<O['command']> | undefined {
    const { office } = this.machine;
    if (office === undefined) return request;
    try {
      return { ...request, command: office.admitted(request.command) };
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      this.#reject(client, new Malformed(error.message, request.sequence));
      return undefined;
    }
  }

  #read(client: NodeId, message: PendingRead<O>['message']): void {
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

  #perform(effect: Effect<O['command']>): void {
    switch (effect.do) {
      case 'send': {
        const { to, message, durable } = effect;
        const bytes = this.#codec.encode(message);
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
        this.machine.office?.taken();
        return;
      case 'steppedDown':
        this.depositions++;
        this.#runtime.log('stepped down', { term: this.core.currentTerm, reason: effect.reason });
        this.machine.office?.left();
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

  #apply(index: number, entry: Entry<O['command']>): void {
    const result = entry.request === null ? null : this.#sessions.apply(entry.request);
    const proposal = this.#proposals.get(index);
    if (proposal === undefined) return;
    this.#proposals.delete(index);
    if (this.#rules.isOwnEntry(entry.term, proposal.term)) {
      this.#answer(proposal.client, proposal.sequence, result ?? this.#service.presumed);
    } else {
      this.#runtime.reached?.('proposal lost to another leader' satisfies RaftSituation);
      // Another leader's entry took the place of this command, which therefore never happens there: try again elsewhere.
      this.#redirect(proposal.client, proposal.sequence);
    }
  }

  #finishRead(ticket: number, confirmed: boolean): void {
    const read = this.#reads.get(ticket);
    if (read === undefined) return;
    this.#reads.delete(ticket);
    const { sequence, query } = read.message;
    if (confirmed) this.#answer(read.client, sequence, this.machine.query(query));
    else this.#redirect(read.client, sequence);
  }

  #answer(client: NodeId, sequence: number, result: O['result']): void {
    this.#runtime.network.send(client, this.#codec.encode({ type: 'result', sequence, result }));
  }

  #redirect(client: NodeId, sequence: number): void {
    const leader = this.core.leader === this.#runtime.self ? null : this.core.leader;
    this.#runtime.network.send(client, this.#codec.encode({ type: 'notLeader', sequence, leader }));
  }

  #reject(client: NodeId, { sequence, message: because }: Malformed): void {
    this.#runtime.network.send(client, this.#codec.encode({ type: 'rejected', sequence, because }));
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
      this.#attendToOffice();
      this.#beatFor();
    });
  }

  /** What the leader proposes of its own accord, under a session of its term: nobody waits for an answer. */
  #attendToOffice(): void {
    const { office } = this.machine;
    if (office === undefined || this.core.role !== 'leader') return;
    for (const command of office.due()) {
      const session = `leader of term ${this.core.currentTerm}`;
      this.core.propose({ session, sequence: ++this.#ownCommands, command }, this.#nowMs);
    }
    this.#carryOut();
  }
}
