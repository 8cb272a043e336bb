/**
 * The attempts at one request, up to its answer or its time-out: it goes to the node that is thought to lead, follows
 * redirects, and when an answer stays out goes to the next node, each time as the same bytes with the same sequence
 * number, so that a command that did get through is not applied twice (thesis 6.3).
 */
import type { NodeId, Runtime, Timer } from '../runtime.ts';
import { DidNotHappen } from '../target.ts';
import type { ClientMessage } from './messages.ts';
import type { Operations } from './service.ts';

const ATTEMPT_TIMEOUT_MS = 250;
/** Nobody leads: ask again, but not at once, or an election would be drowned in questions. */
const NO_LEADER_PAUSE_MS = 30;

export interface AttemptsOptions<O extends Operations> {
  readonly runtime: Runtime;
  readonly contact: NodeId;
  readonly timeoutMs: number;
  readonly bytes: Uint8Array;
  readonly sequence: number;
  readonly hasEffects: boolean;
  done(outcome: { readonly result: O['result'] } | Error, contact: NodeId): void;
}

export class Attempts<O extends Operations> {
  readonly #options: AttemptsOptions<O>;
  readonly #deadline: Timer;
  #contact: NodeId;
  #timer: Timer | undefined;

  constructor(options: AttemptsOptions<O>) {
    this.#options = options;
    this.#contact = options.contact;
    this.#deadline = options.runtime.timers.after(options.timeoutMs, () => this.#timedOut());
  }

  start(): void {
    this.#send(this.#contact);
  }

  /** An answer to this request. */
  receive(from: NodeId, message: ClientMessage<O>): void {
    if (message.type === 'result') {
      this.#finish({ result: message.result }, from);
    } else if (message.type === 'rejected') {
      this.#finish(new DidNotHappen(message.because), from);
    } else if (message.type === 'notLeader' && from === this.#contact) {
      this.#timer?.cancel();
      if (message.leader !== null) this.#send(message.leader);
      else this.#timer = this.#options.runtime.timers.after(NO_LEADER_PAUSE_MS, () => this.#send(this.#next()));
    }
  }

  giveUp(error: Error): void {
    this.#finish(error, this.#contact);
  }

  #send(to: NodeId): void {
    this.#contact = to;
    this.#options.runtime.network.send(to, this.#options.bytes);
    this.#timer = this.#options.runtime.timers.after(ATTEMPT_TIMEOUT_MS, () => this.#send(this.#next()));
  }

  #next(): NodeId {
    const { peers: nodes } = this.#options.runtime;
    return nodes[(nodes.indexOf(this.#contact) + 1) % nodes.length] as NodeId;
  }

  #timedOut(): void {
    const text = `no answer within ${this.#options.timeoutMs} ms`;
    this.#finish(this.#options.hasEffects ? new Error(text) : new DidNotHappen(text), this.#next());
  }

  #finish(outcome: { readonly result: O['result'] } | Error, contact: NodeId): void {
    this.#timer?.cancel();
    this.#deadline.cancel();
    this.#options.done(outcome, contact);
  }
}
