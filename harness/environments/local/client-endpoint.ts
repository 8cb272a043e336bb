/**
 * A client's endpoint: the runner's own process on the same TCP connections as everybody. A paused one holds back what
 * comes in, what is due and what its code says meanwhile, and lets all of it happen, in its order, when it goes on.
 */
import type { NodeId, Runtime, Timer } from '../../../targets/runtime.ts';
import type { Random } from '../../core/random.ts';
import type { Endpoint } from './fabric/fabric.ts';
import { machineNs, ProcessClock } from './process/clock.ts';
import { ProcessDisk } from './process/disk.ts';
import { Tally } from './process/tally.ts';
import { Outgoing } from './wire/outgoing.ts';

export interface ClientOptions {
  readonly name: NodeId;
  readonly nodes: readonly NodeId[];
  readonly random: Random;
  /** Of its files, which no client of ours has. */
  readonly directory: string;
  readonly startNs: number;
  route(node: NodeId): Endpoint;
  log(line: string): void;
}

export class ClientEndpoint {
  readonly runtime: Runtime;
  readonly tally = new Tally();
  readonly #options: ClientOptions;
  readonly #outgoing = new Map<NodeId, Outgoing>();
  #receiver: ((from: NodeId, message: Uint8Array) => void) | undefined;
  #isInUse = true;
  #isPaused = false;
  #waiting: (() => void)[] = [];
  #heldBack = 0;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.runtime = this.#runtimeOf(options);
  }

  get isInUse(): boolean {
    return this.#isInUse;
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  pause(): boolean {
    if (this.#isPaused || !this.#isInUse) return false;
    this.#isPaused = true;
    return true;
  }

  /** Returns how many events had to wait since the pause began, be it that nobody is left to hear of them. */
  resume(): number {
    const heldBack = this.#heldBack;
    this.#heldBack = 0;
    this.#goOn();
    return heldBack;
  }

  /** No more messages, and what waited is let go. */
  release(): void {
    if (!this.#isInUse) return;
    this.#isInUse = false;
    this.#goOn();
    for (const outgoing of this.#outgoing.values()) outgoing.close();
  }

  reset(node: NodeId): void {
    this.#outgoing.get(node)?.reset();
  }

  #goOn(): void {
    this.#isPaused = false;
    for (const happen of this.#waiting.splice(0)) happen();
  }

  #accept(happen: () => void): void {
    if (this.#isPaused) {
      this.#heldBack++;
      this.#waiting.push(happen);
    } else {
      happen();
    }
  }

  #runtimeOf({ name, nodes, random, directory, startNs, log }: ClientOptions): Runtime {
    const { tally } = this;
    const clock = new ProcessClock(tally);
    return {
      self: name,
      peers: nodes,
      clock,
      timers: { after: (ms, fire) => this.#timer(clock, ms, fire) },
      network: {
        send: (to, message) => this.#accept(() => this.#send(to, message)),
        receive: (on) => {
          this.#receiver = on;
        },
      },
      disk: new ProcessDisk({
        directory,
        random: random.fork('disk'),
        tally,
        settings: { slowMs: 0, failing: 0, isFull: false },
      }),
      random: random.fork('program'),
      log: (event, detail) => {
        const text = detail === undefined ? '' : ` ${JSON.stringify(detail)}`;
        log(`${((machineNs() - startNs) / 1e9).toFixed(6)} ${event}${text}`);
      },
    };
  }

  /** One that was cancelled while it waited for its paused client does not fire. */
  #timer(clock: ProcessClock, ms: number, fire: () => void): Timer {
    let isCancelled = false;
    const happen = (): void => {
      if (!isCancelled) fire();
    };
    const timer = clock.after(ms, () => this.#accept(happen));
    return {
      cancel() {
        isCancelled = true;
        timer.cancel();
      },
    };
  }

  #send(to: NodeId, message: Uint8Array): void {
    this.tally.messagesSent++;
    this.tally.bytesSent += message.length;
    const outgoing = this.#isInUse ? this.#outgoingTo(to) : undefined;
    if (outgoing === undefined) this.tally.messagesDropped++;
    else outgoing.send(message);
  }

  #outgoingTo(to: NodeId): Outgoing | undefined {
    const known = this.#outgoing.get(to);
    if (known !== undefined || !this.#options.nodes.includes(to)) return known;
    const outgoing = new Outgoing({
      self: this.#options.name,
      to: this.#options.route(to),
      receive: (message) => this.#accept(() => this.#deliver(to, message)),
      dropped: (count) => {
        this.tally.messagesDropped += count;
      },
    });
    this.#outgoing.set(to, outgoing);
    return outgoing;
  }

  #deliver(from: NodeId, message: Uint8Array): void {
    if (!this.#isInUse || this.#receiver === undefined) {
      this.tally.messagesDropped++;
      return;
    }
    this.tally.messagesDelivered++;
    this.#receiver(from, message);
  }
}
