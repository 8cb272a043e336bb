/**
 * Nodes and clients of the store on a network that delivers at once, with time, losses, disks and restarts in the hands of
 * a test: nothing happens unless it is asked for.
 */
import { randomOf } from '../../harness/core/random.ts';
import type { Invocation, Output } from '../../histories/op.ts';
import type { QuorumOps } from '../../histories/ops/quorum.ts';
import { HandDisk } from '../raft/runtime.support.ts';
import type { NodeId, Runtime, Timer } from '../runtime.ts';
import type { Settings } from '../target.ts';
import { QuorumClient } from './client.ts';
import { decode, encode } from './codec.ts';
import type { Message } from './messages.ts';
import { QuorumNode } from './node.ts';
import { configOf } from './profiles.ts';
import { LITERATURE, type Rules } from './rules.ts';

interface Letter {
  readonly from: NodeId;
  readonly to: NodeId;
  readonly bytes: Uint8Array;
}

export interface HandClusterOptions {
  readonly nodes?: number;
  readonly settings?: Settings;
  readonly rules?: Partial<Rules>;
}

export class HandCluster {
  readonly ids: readonly NodeId[];
  /** What does not arrive. */
  loses: (from: NodeId, to: NodeId, message: Message) => boolean = () => false;
  /** Nodes whose syncs do not end. */
  readonly slowDisks = new Set<NodeId>();
  readonly seen: { readonly from: NodeId; readonly to: NodeId; readonly message: Message }[] = [];
  readonly #settings: Settings;
  readonly #rules: Rules;
  readonly #nodes = new Map<NodeId, QuorumNode>();
  readonly #disks = new Map<NodeId, HandDisk>();
  readonly #receivers = new Map<NodeId, (from: NodeId, bytes: Uint8Array) => void>();
  readonly #wallMs = new Map<NodeId, number>();
  #timers: { readonly owner: NodeId; readonly at: number; readonly fire: () => void }[] = [];
  #letters: Letter[] = [];
  #nowMs = 0;

  constructor({ nodes = 3, settings = {}, rules = {} }: HandClusterOptions = {}) {
    this.ids = Array.from({ length: nodes }, (_, i) => `n${i + 1}`);
    this.#settings = settings;
    this.#rules = { ...LITERATURE, ...rules };
    for (const id of this.ids) this.start(id);
  }

  node(id: NodeId): QuorumNode {
    const node = this.#nodes.get(id);
    if (node === undefined) throw new Error(`${id} is down`);
    return node;
  }

  start(id: NodeId): void {
    const runtime = this.#runtime(id);
    this.#nodes.set(id, new QuorumNode(runtime, configOf(this.#settings, this.#rules), this.#rules));
    this.settle();
  }

  /** What it had not synced is gone. */
  kill(id: NodeId): void {
    this.#nodes.delete(id);
    this.#receivers.delete(id);
    this.#timers = this.#timers.filter(({ owner }) => owner !== id);
    this.#disks.set(id, this.#disk(id).afterCrash());
  }

  bumpClock(id: NodeId, ms: number): void {
    this.#wallMs.set(id, (this.#wallMs.get(id) ?? 0) + ms);
  }

  client(contact: NodeId, name = 'c1', timeoutMs = 5_000): QuorumClient {
    return new QuorumClient(this.#runtime(name), contact, { timeoutMs, settings: this.#settings });
  }

  /** The outcome of an operation, given as much time as it takes, up to a minute. */
  async invoke(client: QuorumClient, invocation: Invocation<QuorumOps>): Promise<Output<QuorumOps> | Error> {
    const outcome: { is?: Output<QuorumOps> | Error } = {};
    const done = client.invoke(invocation).then(
      (output) => {
        outcome.is = output;
      },
      (error: Error) => {
        outcome.is = error;
      },
    );
    for (let ms = 0; ms < 60_000 && outcome.is === undefined; ms += 10) {
      this.settle();
      for (let turn = 0; turn < 3; turn++) await Promise.resolve();
      if (outcome.is === undefined) this.pass(10);
    }
    await done;
    return outcome.is ?? new Error('no outcome');
  }

  deliver(from: NodeId, to: NodeId, message: Message | Uint8Array): void {
    this.#letters.push({ from, to, bytes: message instanceof Uint8Array ? message : encode(message) });
    this.settle();
  }

  /** Everything that is on its way arrives, disks finish, and so on until nothing moves. */
  settle(): void {
    for (;;) {
      const letter = this.#letters.shift();
      if (letter !== undefined) {
        this.#arrive(letter);
        continue;
      }
      const busy = this.ids.find((id) => !this.slowDisks.has(id) && this.#disk(id).syncing.length > 0);
      if (busy === undefined) return;
      this.#disk(busy).finishSync();
    }
  }

  pass(ms: number): void {
    const until = this.#nowMs + ms;
    for (;;) {
      this.settle();
      const [due] = this.#timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
      if (due === undefined) break;
      this.#timers.splice(this.#timers.indexOf(due), 1);
      this.#nowMs = due.at;
      due.fire();
    }
    this.#nowMs = until;
  }

  #arrive({ from, to, bytes }: Letter): void {
    const receive = this.#receivers.get(to);
    if (receive === undefined) return;
    const message = tried(bytes);
    if (message !== undefined) {
      if (this.loses(from, to, message)) return;
      this.seen.push({ from, to, message });
    }
    receive(from, bytes);
  }

  #disk(id: NodeId): HandDisk {
    const disk = this.#disks.get(id) ?? new HandDisk();
    this.#disks.set(id, disk);
    return disk;
  }

  #runtime(self: NodeId): Runtime {
    return {
      self,
      peers: this.ids.filter((id) => id !== self),
      random: randomOf(1).fork(self),
      disk: this.#disk(self),
      clock: { monotonic: () => this.#nowMs * 1e6, wall: () => 1e12 + this.#nowMs + (this.#wallMs.get(self) ?? 0) },
      timers: {
        after: (ms, fire): Timer => {
          const timer = { owner: self, at: this.#nowMs + ms, fire };
          this.#timers.push(timer);
          return {
            cancel: () => {
              this.#timers = this.#timers.filter((other) => other !== timer);
            },
          };
        },
      },
      network: {
        send: (to, bytes) => {
          this.#letters.push({ from: self, to, bytes });
        },
        receive: (on) => {
          this.#receivers.set(self, on);
        },
      },
      log: () => {},
    };
  }
}

function tried(bytes: Uint8Array): Message | undefined {
  try {
    return decode(bytes);
  } catch {
    return undefined;
  }
}
