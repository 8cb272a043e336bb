/**
 * A message on its way, one event long. It is addressed to a host, not to an incarnation: whoever listens there when it
 * arrives takes it, and it vanishes if nobody does.
 */
import type { Host } from './host.ts';
import type { SimNetwork } from './network.ts';
import { Work } from './work.ts';

export class Delivery extends Work {
  readonly #network: SimNetwork;
  readonly #from: Host;
  readonly #message: Uint8Array;
  readonly #number: number;

  constructor(network: SimNetwork, from: Host, to: Host, message: Uint8Array, number: number) {
    super(to);
    this.#network = network;
    this.#from = from;
    this.#message = message;
    this.#number = number;
  }

  override fire(): boolean {
    return this.#network.arrives(this.#from, this.host, this.#number) && this.host.accept(this);
  }

  stale(): boolean {
    return this.host.life?.receiver === undefined;
  }

  act(): void {
    this.#network.delivered(this.#number);
    this.host.life?.receiver?.(this.#from.id, this.#message);
  }

  override abandoned(): void {
    this.#network.dropped(this.#number, 'nobody');
  }
}
