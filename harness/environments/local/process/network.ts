/**
 * The network of a real node: one outgoing connection to each peer, which stands before anybody needs it, since a one-way
 * cut lets no handshake through; and what others sent comes in where it listens.
 */
import type { Network, NodeId } from '../../../../targets/runtime.ts';
import { Incoming } from '../wire/incoming.ts';
import { Outgoing } from '../wire/outgoing.ts';
import type { NodeSetup } from './messages.ts';
import type { Tally } from './tally.ts';

export class ProcessNetwork implements Network {
  readonly #self: NodeId;
  readonly #tally: Tally;
  readonly #peers = new Map<NodeId, Outgoing>();
  readonly #unlinked: Set<NodeId>;
  readonly #incoming: Incoming;
  readonly #onLinked: () => void;
  #receiver: ((from: NodeId, message: Uint8Array) => void) | undefined;
  #isDead = false;

  /** `onLinked`: it has been connected with every peer. */
  constructor(
    { self, peers, routes }: Pick<NodeSetup, 'self' | 'peers' | 'routes'>,
    tally: Tally,
    onLinked: () => void,
  ) {
    this.#self = self;
    this.#tally = tally;
    this.#onLinked = onLinked;
    this.#unlinked = new Set(peers);
    this.#incoming = new Incoming(
      (from, message) => this.#deliver(from, message),
      (from) => this.#peers.get(from)?.hasten(),
    );
    for (const peer of peers) {
      const to = routes[peer];
      if (to === undefined) throw new Error(`no route from ${self} to ${peer}`);
      const outgoing = new Outgoing({
        self,
        to,
        receive: (message) => this.#deliver(peer, message),
        dropped: (count) => {
          tally.messagesDropped += count;
        },
        linked: () => this.#linked(peer),
      });
      this.#peers.set(peer, outgoing);
    }
  }

  async listen(at: NodeSetup['listen']): Promise<void> {
    await this.#incoming.listen(at);
    if (this.#peers.size === 0) this.#onLinked();
    for (const peer of this.#peers.values()) peer.open();
  }

  send(to: NodeId, message: Uint8Array): void {
    if (this.#isDead) return;
    this.#tally.messagesSent++;
    this.#tally.bytesSent += message.length;
    const peer = this.#peers.get(to);
    if (peer !== undefined) peer.send(message);
    else if (to === this.#self) setImmediate(() => this.#deliver(to, message));
    else if (!this.#incoming.send(to, message)) this.#tally.messagesDropped++;
  }

  receive(on: (from: NodeId, message: Uint8Array) => void): void {
    this.#receiver = on;
  }

  reset(peers: readonly NodeId[]): void {
    for (const peer of peers) this.#peers.get(peer)?.reset();
  }

  /** Nothing goes out and nothing comes in any more. */
  fail(): void {
    this.#isDead = true;
  }

  #deliver(from: NodeId, message: Uint8Array): void {
    if (this.#isDead || this.#receiver === undefined) {
      this.#tally.messagesDropped++;
      return;
    }
    this.#tally.messagesDelivered++;
    this.#receiver(from, message);
  }

  #linked(peer: NodeId): void {
    if (this.#unlinked.delete(peer) && this.#unlinked.size === 0) this.#onLinked();
  }
}
