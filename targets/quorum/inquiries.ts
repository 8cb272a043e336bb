/**
 * Matches the answers of other nodes to the questions of this one. An identifier holds the boot of the asker: an answer to
 * an earlier incarnation would else be counted for a write that its sender has never seen.
 */
import type { NodeId } from '../runtime.ts';
import type { Message, Ticket } from './messages.ts';

export type Answer = Extract<Message, { type: 'fetched' | 'stored' }>;

export class Inquiries {
  readonly #boot: number;
  #last = 0;
  readonly #open = new Map<number, (from: NodeId, answer: Answer) => void>();

  constructor(boot: number) {
    this.#boot = boot;
  }

  open(answered: (from: NodeId, answer: Answer) => void): Ticket {
    const number = ++this.#last;
    this.#open.set(number, answered);
    return [this.#boot, number];
  }

  close([, number]: Ticket): void {
    this.#open.delete(number);
  }

  receive(from: NodeId, answer: Answer): void {
    const [boot, number] = answer.id;
    if (boot === this.#boot) this.#open.get(number)?.(from, answer);
  }
}
