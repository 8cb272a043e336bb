/**
 * The attempts at one request, up to its answer or its time-out. A request that changes something is tried elsewhere only as
 * long as it has certainly not been carried out: before it was sent, or after a node said that it had written nothing.
 */
import type { NodeId, Runtime, Timer } from '../runtime.ts';
import { DidNotHappen } from '../target.ts';
import { encode } from './codec.ts';
import type { Call, Message } from './messages.ts';

/** A ticket needs no disk and no other node: whoever does not give one soon is down, paused or cut off. */
const TICKET_MS = 100;
const READ_MS = 1_000;
/** A node that cannot reach its replicas: the next one, but not in a storm. */
const PAUSE_MS = 50;

export interface AttemptsOptions {
  readonly runtime: Runtime;
  readonly contact: NodeId;
  readonly timeoutMs: number;
  readonly call: Call;
  /** Each attempt has a number of its own, or the refusal of one, delivered twice, would be taken for that of the next. */
  nextSequence(): number;
  done(outcome: Message | Error, contact: NodeId): void;
}

export class Attempts {
  readonly #options: AttemptsOptions;
  readonly #deadline: Timer;
  readonly #needsTicket: boolean;
  #contact: NodeId;
  #first = 0;
  #sequence = 0;
  #timer: Timer | undefined;
  /** A write is on its way, and nobody has said yet that it was not carried out. */
  #mayHappen = false;
  #why = '';

  constructor(options: AttemptsOptions) {
    this.#options = options;
    this.#contact = options.contact;
    this.#needsTicket = options.call.f === 'put' || options.call.f === 'remove';
    this.#deadline = options.runtime.timers.after(options.timeoutMs, () => this.#timedOut());
  }

  start(): void {
    const { nextSequence, call } = this.#options;
    const sequence = nextSequence();
    this.#sequence = sequence;
    if (this.#first === 0) this.#first = sequence;
    if (this.#needsTicket) this.#try({ type: 'admit', sequence }, TICKET_MS);
    else this.#try({ type: 'call', sequence, ticket: null, call }, READ_MS);
  }

  receive(from: NodeId, message: Message): void {
    if (!('sequence' in message)) return;
    const { call } = this.#options;
    const { sequence } = message;
    if (sequence !== this.#sequence) {
      // A late answer to an earlier attempt at a read is as good; a late ticket or refusal is of no use.
      const isAnswer = message.type === 'got' || message.type === 'states';
      if (isAnswer && sequence >= this.#first && sequence < this.#sequence) this.#finish(message, from);
    } else if (message.type === 'admitted') {
      if (this.#mayHappen) return;
      this.#timer?.cancel();
      this.#mayHappen = true;
      this.#send({ type: 'call', sequence, ticket: message.ticket, call });
    } else if (message.type === 'failed') this.#failed(from, message);
    else this.#finish(message, from);
  }

  giveUp(error: Error): void {
    this.#finish(error, this.#contact);
  }

  #failed(from: NodeId, { failure, reason }: Extract<Message, { type: 'failed' }>): void {
    if (failure === 'refused') this.#finish(new DidNotHappen(reason), from);
    else if (failure === 'unknown') this.#finish(new Error(reason), from);
    else {
      this.#mayHappen = false;
      this.#why = `: ${reason}`;
      this.#timer?.cancel();
      this.#timer = this.#options.runtime.timers.after(PAUSE_MS, () => this.#tryNext());
    }
  }

  #try(message: Message, waitMs: number): void {
    this.#send(message);
    this.#timer = this.#options.runtime.timers.after(waitMs, () => this.#tryNext());
  }

  #tryNext(): void {
    this.#contact = this.#next();
    this.start();
  }

  #send(message: Message): void {
    this.#options.runtime.network.send(this.#contact, encode(message));
  }

  #next(): NodeId {
    const { peers } = this.#options.runtime;
    return peers[(peers.indexOf(this.#contact) + 1) % peers.length] ?? this.#contact;
  }

  #timedOut(): void {
    const text = `no answer within ${this.#options.timeoutMs} ms${this.#why}`;
    this.#finish(this.#mayHappen ? new Error(text) : new DidNotHappen(text), this.#next());
  }

  #finish(outcome: Message | Error, contact: NodeId): void {
    this.#timer?.cancel();
    this.#deadline.cancel();
    this.#options.done(outcome, contact);
  }
}
