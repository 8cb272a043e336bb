/**
 * A node of the store: replica of the keys that the ring gives it, coordinator for whoever asks, keeper of hints. It wires
 * the parts to a Runtime. What it answers for is on stable storage first; what it cannot read it answers with an error.
 */
import type { Key } from '../../histories/ops/key.ts';
import type { Stamped } from '../../histories/ops/quorum.ts';
import type { NodeId, Runtime } from '../runtime.ts';
import type { NodeStatus, RunningNode } from '../target.ts';
import { AntiEntropy } from './anti-entropy.ts';
import { decode, encode } from './codec.ts';
import { Coordinator, type Reply } from './coordinator.ts';
import { type Hint, Hints } from './hints.ts';
import { Inquiries } from './inquiries.ts';
import { Issuer } from './issuer.ts';
import type { Message } from './messages.ts';
import type { StoreConfig } from './profiles.ts';
import { Replica } from './replica.ts';
import { Ring, VIRTUAL_NODES } from './ring.ts';
import type { Reason, Rules } from './rules.ts';
import type { QuorumSituation } from './situations.ts';
import { Storage } from './storage.ts';
import { Suspects } from './suspects.ts';
import { Tickets } from './tickets.ts';
import { dotted } from './versions/dotted.ts';
import type { Held, Versions } from './versions/held.ts';
import { ordered } from './versions/ordered.ts';

/** A round of anti-entropy, at random around this, so that nodes do not keep step. */
const EXCHANGE_MS = { low: 200, high: 400 };
const HANDOFF_MS = 200;
/** Hints that are on their way to one home at a time. */
const MOST_HINTS = 32;
const COLLECT_MS = 250;

/** A version that this node has just given out. */
export interface Issued extends Stamped {
  readonly key: Key;
}

export class QuorumNode implements RunningNode {
  /** Versions given out by this incarnation, and the last of them: what the monitor looks at. */
  issued = 0;
  readonly lastIssued: Issued[] = [];
  readonly replica: Replica;
  readonly hints: Hints;
  readonly coordinator: Coordinator;
  readonly antiEntropy: AntiEntropy;

  readonly #runtime: Runtime;
  readonly #config: StoreConfig;
  readonly #storage: Storage;
  readonly #inquiries: Inquiries;
  readonly #tickets: Tickets;
  readonly #suspects = new Suspects();
  readonly #boot: number;
  /** Once the number of the boot is on stable storage: what counts on it must not be done before. */
  #isReady = false;

  constructor(runtime: Runtime, config: StoreConfig, rules: Rules) {
    this.#runtime = runtime;
    this.#config = config;
    this.#storage = new Storage(runtime, rules);
    const { boot, held, hints, tornBytes } = this.#storage.recover();
    this.#boot = boot;
    this.#inquiries = new Inquiries(boot);
    this.#tickets = new Tickets(boot);
    const { self } = runtime;
    const reached: ((situation: QuorumSituation) => void) | undefined = runtime.reached;
    if (held.size > 0) reached?.('log recovered');
    if (tornBytes > 0) reached?.('torn log recovered');
    const ring = new Ring([self, ...runtime.peers], { replication: config.n, virtualNodes: VIRTUAL_NODES });
    const versions: Versions = config.versions === 'vector' ? dotted : ordered;
    const storage = this.#storage;
    this.replica = new Replica({
      ...{ ring, rules, storage, versions, recovered: held, reached },
      graceMs: config.graceMs,
      nowMs: this.#nowMs,
    });
    this.hints = new Hints({ storage, versions, keepsOnDisk: rules.keepsHintsOnDisk, recovered: hints, reached });
    const byWallClock = config.versions === 'timestamp' || rules.stampsByWallClock;
    const send = (to: NodeId, message: Message): void => this.#send(to, message);
    this.coordinator = new Coordinator({
      ...{ runtime, config, rules, versions, ring, send, reached },
      hints: this.hints,
      issuer: new Issuer({ self, boot, clock: runtime.clock, byWallClock, rules }),
      inquiries: this.#inquiries,
      suspects: this.#suspects,
      issued: (key, stamped) => this.#noteIssued(key, stamped),
    });
    this.antiEntropy = new AntiEntropy({
      ...{ self, ring, send, reached },
      replica: this.replica,
      apply: (key, state) => this.#apply(key, state, 'exchange'),
    });
    runtime.log('started', { boot, keys: this.replica.size, hints: this.hints.waiting(Infinity).length, tornBytes });
    runtime.network.receive((from, bytes) => this.#receive(from, bytes));
    this.#storage.whenStable(() => {
      this.#isReady = true;
    });
    this.#every(HANDOFF_MS, () => this.#handOver());
    this.#every(COLLECT_MS, () => this.replica.collect(this.#nowMs));
    if (config.antiEntropy) this.#exchange();
  }

  status(): NodeStatus {
    return { role: 'replica', primary: false, detail: { boot: this.#boot, keys: this.replica.size } };
  }

  get #nowMs(): number {
    return this.#runtime.clock.monotonic() / 1e6;
  }

  #receive(from: NodeId, bytes: Uint8Array): void {
    let message: Message;
    try {
      message = decode(bytes);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#runtime.log('malformed message', { from, reason });
      // To another node this says nothing, and a client has at least a reason.
      this.#send(from, { type: 'failed', sequence: 0, failure: 'refused', reason });
      return;
    }
    this.#suspects.heardOf(from);
    this.#handle(from, message);
  }

  #handle(from: NodeId, message: Message): void {
    switch (message.type) {
      case 'admit':
        if (!this.#isReady) return;
        this.#send(from, { type: 'admitted', sequence: message.sequence, ticket: this.#tickets.give() });
        return;
      case 'call':
        if (this.#isReady) this.#call(from, message);
        return;
      case 'fetch': {
        const { id, key, own } = message;
        const local = this.replica.read(key);
        const held = own ? local : this.#versions.merge(local, this.hints.read(key));
        this.#storage.whenStable(() => this.#send(from, { type: 'fetched', id, held }));
        return;
      }
      case 'store': {
        const { id, key, held, reason, home } = message;
        if (home === null) this.#apply(key, held, reason);
        else {
          this.#note('stand-in took a write');
          this.hints.keep({ home, key, held });
        }
        this.#storage.whenStable(() => this.#send(from, { type: 'stored', id }));
        return;
      }
      case 'fetched':
      case 'stored':
        this.#inquiries.receive(from, message);
        return;
      case 'digests':
        this.antiEntropy.digests(from, message.digests);
        return;
      case 'entries':
        this.antiEntropy.entries(from, message);
        return;
      default:
        // An answer to a client, which this is not.
        return;
    }
  }

  #call(from: NodeId, { sequence, ticket, call }: Extract<Message, { type: 'call' }>): void {
    const reply = (answer: Reply): void => this.#send(from, { ...answer, sequence });
    if (call.f === 'put' || call.f === 'remove') {
      if (ticket === null) {
        reply({ type: 'failed', failure: 'refused', reason: `a ${call.f} needs a ticket: ask for one first` });
        return;
      }
      const state = this.#tickets.take(ticket);
      if (state === 'used') {
        this.#note('request delivered twice');
        return;
      }
      if (state === 'foreign') {
        this.#note('ticket of an earlier life');
        const reason = 'the node has restarted since it gave out the ticket, and may have carried out the write before';
        reply({ type: 'failed', failure: 'unknown', reason });
        return;
      }
    }
    this.coordinator.carryOut(call, reply);
  }

  #note(situation: QuorumSituation): void {
    this.#runtime.reached?.(situation);
  }

  #apply(key: Key, held: Held, reason: Reason): void {
    this.replica.apply(key, held, reason, this.#nowMs);
  }

  get #versions(): Versions {
    return this.#config.versions === 'vector' ? dotted : ordered;
  }

  #noteIssued(key: Key, stamped: Stamped): void {
    this.issued++;
    this.lastIssued.push({ key, ...stamped });
    if (this.lastIssued.length > 16) this.lastIssued.shift();
  }

  #handOver(): void {
    for (const hint of this.hints.waiting(MOST_HINTS)) this.#offer(hint);
  }

  #offer(hint: Hint): void {
    const { home, key, held } = hint;
    const id = this.#inquiries.open((from, answer) => {
      if (from !== home || answer.type !== 'stored') return;
      this.#inquiries.close(id);
      this.hints.drop(hint);
    });
    this.#runtime.timers.after(HANDOFF_MS, () => this.#inquiries.close(id));
    this.#send(home, { type: 'store', id, key, held, reason: 'hint', home: null });
  }

  #exchange(): void {
    const { random, timers, peers } = this.#runtime;
    const { low, high } = EXCHANGE_MS;
    timers.after(low + random.float() * (high - low), () => {
      if (peers.length > 0) this.antiEntropy.compareWith(random.pick(peers));
      this.#exchange();
    });
  }

  #every(ms: number, act: () => void): void {
    this.#runtime.timers.after(ms, () => {
      act();
      this.#every(ms, act);
    });
  }

  /** A node is one of its own replicas: what it tells itself goes no way. */
  #send(to: NodeId, message: Message): void {
    if (to === this.#runtime.self) this.#handle(to, message);
    else this.#runtime.network.send(to, encode(message));
  }
}
