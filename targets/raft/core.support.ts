/**
 * For the tests of the core: cores with a given past, what they ask to be done, and a small network that carries it out
 * at once, without loss and in order, except to nodes that are cut off.
 */
import type { NodeId } from '../runtime.ts';
import { type HardState, RaftCore, type Effect as RaftEffect } from './core.ts';
import type { PeerMessage, Entry as RaftEntry } from './messages.ts';
import type { Command } from './registers/registers.ts';
import { PAPER, type Rules } from './rules.ts';

export const ELECTION_TIMEOUT_MS = 150;

export interface Past extends Partial<HardState> {
  readonly self?: NodeId;
  readonly nodes?: number;
  /** The terms of the log's entries, as the boxes of figures 7 and 8 show them. */
  readonly log?: readonly number[];
  readonly rules?: Partial<Rules>;
}

/** What is replicated is nothing to the core; here it is registers. */
export type Message = PeerMessage<Command>;
export type Core = RaftCore<Command>;
type Entry = RaftEntry<Command>;
type Effect = RaftEffect<Command>;
export type MessageOf<T extends Message['type']> = Extract<Message, { type: T }>;
export type Sent = { readonly to: NodeId; readonly durable: boolean; readonly message: Message };

/** The same index and term always hold the same command, as log matching has it. */
export function entryOf(term: number, index: number): Entry {
  return {
    term,
    request: { session: 's', sequence: term * 1000 + index, command: { f: 'write', key: 0, value: index } },
  };
}

export const entriesOf = (terms: readonly number[], first = 1): Entry[] =>
  terms.map((term, i) => entryOf(term, first + i));

export function coreOf({ self = 'n1', nodes = 3, log = [], rules = {}, ...state }: Past = {}): Core {
  const currentTerm = state.currentTerm ?? log.at(-1) ?? 0;
  const core = new RaftCore({
    self,
    peers: namesOf(nodes).filter((name) => name !== self),
    rules: { ...PAPER, ...rules },
    hardState: { currentTerm, votedFor: state.votedFor ?? null },
    log: entriesOf(log),
    electionTimeoutMs: ELECTION_TIMEOUT_MS,
  });
  core.logDurable(core.log.end.index, core.log.end.term);
  return core;
}

export const namesOf = (nodes: number): NodeId[] => Array.from({ length: nodes }, (_, index) => `n${index + 1}`);

export const termsOf = ({ log }: Core): number[] => log.slice(1, log.lastIndex).map(({ term }) => term);

/** What is to be done, by kind, in order. */
export const kinds = (effects: readonly Effect[]): string[] =>
  effects.map((effect) => (effect.do === 'send' ? effect.message.type : effect.do));

export const sends = (effects: readonly Effect[]): Sent[] => effects.filter((effect) => effect.do === 'send');

export const sentTo = (effects: readonly Effect[], node: NodeId): Message[] =>
  sends(effects).flatMap(({ to, message }) => (to === node ? [message] : []));

/** Hands a message over, and says what it causes; what was caused before is forgotten. */
export function tell(core: Core, from: NodeId, message: Message, now = 0): readonly Effect[] {
  core.takeEffects();
  core.receive(from, message, now);
  return core.takeEffects();
}

/** Makes it the leader of the term after its own, by the votes of all. */
export function elect(core: Core, { nodes = 3, now = 1000 } = {}): readonly Effect[] {
  const peers = namesOf(nodes).filter((name) => name !== core.self);
  core.electionTimeout(now);
  const term = core.currentTerm + (core.role === 'candidate' && peers.length === 0 ? 0 : 1);
  for (const preVote of [true, false]) {
    if (!preVote) core.stateDurable(term);
    for (const peer of peers) core.receive(peer, { type: 'vote', term, voteGranted: true, preVote }, now);
  }
  core.stateDurable(term);
  return core.takeEffects();
}

/** AppendEntries; without more, the heartbeat of a leader that knows nothing. */
export const append = (term: number, fields: Partial<MessageOf<'appendEntries'>> = {}): Message => ({
  type: 'appendEntries',
  term,
  prevLogIndex: 0,
  prevLogTerm: 0,
  entries: [],
  leaderCommit: 0,
  round: 0,
  ...fields,
});

/** A follower's answer to the leader of this term. */
export const appended = (core: Core, fields: Partial<MessageOf<'appended'>>): MessageOf<'appended'> => ({
  type: 'appended',
  term: core.currentTerm,
  success: true,
  matchIndex: 0,
  conflictTerm: 0,
  conflictIndex: 0,
  round: 0,
  ...fields,
});

/** Carries out everything at once: what is saved is stable, what is sent arrives in order. */
export class Ether {
  readonly cores: ReadonlyMap<NodeId, Core>;
  readonly cutOff = new Set<NodeId>();
  readonly messages: { readonly from: NodeId; readonly to: NodeId; readonly message: Message }[] = [];

  readonly #onStep: (core: Core) => void;

  constructor(cores: readonly Core[], onStep: (core: Core) => void = () => {}) {
    this.cores = new Map(cores.map((core) => [core.self, core]));
    this.#onStep = onStep;
  }

  core(name: NodeId): Core {
    const core = this.cores.get(name);
    if (core === undefined) throw new Error(`there is no ${name}`);
    return core;
  }

  /** Until nobody has anything to say. */
  settle(now: number): void {
    for (let quiet = false; !quiet; ) {
      quiet = true;
      for (const core of this.cores.values()) {
        for (const effect of core.takeEffects()) {
          quiet = false;
          this.#perform(core, effect, now);
        }
      }
    }
  }

  #perform(core: Core, effect: Effect, now: number): void {
    if (effect.do === 'persistState') core.stateDurable(core.currentTerm);
    if (effect.do === 'persistLog') core.logDurable(core.log.end.index, core.log.end.term);
    if (effect.do !== 'send') return;
    const { to, message } = effect;
    if (this.cutOff.has(core.self) || this.cutOff.has(to)) return;
    this.messages.push({ from: core.self, to, message });
    this.core(to).receive(core.self, message, now);
    this.#onStep(this.core(to));
  }
}
