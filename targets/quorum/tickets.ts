/**
 * Tickets for writes. The network may deliver a request twice, and a coordinator that carries it out twice brings back a
 * value that another write has replaced in between. So a client first asks for a ticket, which harms nobody if it is lost
 * or doubled, and a ticket is good for one write, in the boot of the node that gave it out.
 */
import type { Ticket } from './messages.ts';

/** Tickets that nobody ever used are forgotten, the oldest first. */
const MOST_OPEN = 10_000;

export class Tickets {
  readonly #boot: number;
  #last = 0;
  readonly #open = new Set<number>();

  constructor(boot: number) {
    this.#boot = boot;
  }

  give(): Ticket {
    const number = ++this.#last;
    this.#open.add(number);
    this.#open.delete(number - MOST_OPEN);
    return [this.#boot, number];
  }

  /**
   * `used`: another copy of the request is being carried out, or was; its answer is the one that counts. `foreign`: it was
   * for an earlier boot, and nobody knows whether that one has carried out a copy.
   */
  take([boot, number]: Ticket): 'good' | 'used' | 'foreign' {
    if (boot !== this.#boot) return 'foreign';
    return this.#open.delete(number) ? 'good' : 'used';
  }
}
