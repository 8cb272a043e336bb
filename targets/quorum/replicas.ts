/**
 * The replicas of a key as a coordinator addresses them: fetch, store and inspect, each a poll of the homes of the key and,
 * in a sloppy quorum, of those that stand in for them. What is done with the answers is the coordinator's business.
 */
import type { Key } from '../../histories/ops/key.ts';
import type { NodeId, Runtime } from '../runtime.ts';
import type { Hints } from './hints.ts';
import type { Inquiries } from './inquiries.ts';
import type { Message } from './messages.ts';
import { Poll } from './poll.ts';
import type { StoreConfig } from './profiles.ts';
import type { Ring } from './ring.ts';
import type { Suspects } from './suspects.ts';
import { type Held, NOTHING } from './versions/held.ts';

/** A phase that only asks may be given up and asked of another node; one that writes is waited for. */
const ASKING_MS = 1_500;
const WRITING_MS = 4_000;

export interface ReplicasOptions {
  readonly runtime: Pick<Runtime, 'timers' | 'clock'>;
  readonly config: StoreConfig;
  readonly ring: Ring;
  readonly hints: Hints;
  readonly inquiries: Inquiries;
  readonly suspects: Suspects;
  send(to: NodeId, message: Message): void;
}

export class Replicas {
  readonly #options: ReplicasOptions;

  constructor(options: ReplicasOptions) {
    this.#options = options;
  }

  /** What each home holds of the key itself, without what it keeps for others. */
  inspect(
    key: Key,
    outcome: { decided(states: readonly (readonly [NodeId, Held])[]): void; failed(reason: string): void },
  ): void {
    const { ring, config } = this.#options;
    const states = new Map<NodeId, Held>();
    this.#poll<Held>({
      key,
      need: config.n,
      deadlineMs: ASKING_MS,
      standIns: [],
      ask: (to, id) => this.#options.send(to, { type: 'fetch', id, key, own: true }),
      answerOf: (from, message) => {
        if (message.type !== 'fetched') return undefined;
        states.set(from, message.held);
        return message.held;
      },
      decided: () => outcome.decided(ring.homes(key).map((node) => [node, states.get(node) ?? NOTHING])),
      failed: outcome.failed,
      ended: () => {},
    });
  }

  /** What `need` replicas hold. */
  fetch(
    key: Key,
    need: number,
    outcome: {
      decided(answers: readonly Held[]): void;
      failed(reason: string): void;
      ended?(answers: ReadonlyMap<NodeId, Held>): void;
    },
  ): void {
    this.#poll<Held>({
      key,
      need,
      deadlineMs: ASKING_MS,
      standIns: this.#standIns(key),
      ask: (to, id) => this.#options.send(to, { type: 'fetch', id, key, own: false }),
      answerOf: (_from, message) => (message.type === 'fetched' ? message.held : undefined),
      decided: outcome.decided,
      failed: outcome.failed,
      ended: (answers) => outcome.ended?.(answers),
    });
  }

  /** Has `need` replicas take a state; what a home has missed in the end may be kept for it here. */
  store(
    key: Key,
    held: Held,
    reason: 'write' | 'repair',
    need: number,
    outcome: { decided(): void; failed(reason: string): void },
  ): void {
    const { config, hints, send } = this.#options;
    this.#poll<true>({
      key,
      need,
      deadlineMs: WRITING_MS,
      standIns: this.#standIns(key),
      ask: (to, id, home) => send(to, { type: 'store', id, key, held, reason, home }),
      answerOf: (_from, message) => (message.type === 'stored' ? true : undefined),
      decided: outcome.decided,
      failed: outcome.failed,
      ended: (_answers, missing) => {
        // In a strict quorum a hint is no vote, and so it may as well be kept here.
        if (config.hints) for (const home of missing) hints.keep({ home, key, held });
      },
    });
  }

  #poll<A>(options: {
    readonly key: Key;
    readonly need: number;
    readonly deadlineMs: number;
    readonly standIns: readonly NodeId[];
    ask(to: NodeId, id: readonly [number, number], home: NodeId | null): void;
    answerOf(from: NodeId, message: Extract<Message, { type: 'fetched' | 'stored' }>): A | undefined;
    decided(answers: readonly A[]): void;
    failed(reason: string): void;
    ended(answers: ReadonlyMap<NodeId, A>, missing: readonly NodeId[]): void;
  }): void {
    const { runtime, ring, inquiries, suspects } = this.#options;
    const nowMs = (): number => runtime.clock.monotonic() / 1e6;
    const id = inquiries.open((from, message) => {
      const answer = options.answerOf(from, message);
      if (answer !== undefined) poll.answer(from, answer);
    });
    const poll = new Poll<A>({
      timers: runtime.timers,
      homes: ring.homes(options.key),
      standIns: options.standIns,
      need: options.need,
      deadlineMs: options.deadlineMs,
      isSuspect: (node) => suspects.has(node, nowMs()),
      silent: (node) => suspects.suspect(node, nowMs()),
      ask: (to, home) => options.ask(to, id, home),
      decided: options.decided,
      ended: ({ decided, answers, missing }) => {
        inquiries.close(id);
        if (!decided) {
          const text = `${answers.size} of ${options.need} replicas answered within ${options.deadlineMs} ms`;
          options.failed(text);
        }
        options.ended(answers, missing);
      },
    });
    poll.start();
  }

  #standIns(key: Key): readonly NodeId[] {
    const { config, ring } = this.#options;
    return config.sloppy ? ring.preference(key).slice(config.n) : [];
  }

  /** Sends a state to one replica, and does not wait for it. */
  repair(home: NodeId, key: Key, held: Held): void {
    const { inquiries, send } = this.#options;
    const id = inquiries.open(() => {});
    inquiries.close(id);
    send(home, { type: 'store', id, key, held, reason: 'repair', home: null });
  }
}
