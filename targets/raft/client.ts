/**
 * A Raft client: one session, one command at a time. It follows redirects and, when an answer stays out, asks the next
 * node with the *same* sequence number, so that a command that did get through is not applied twice (thesis 6.3).
 * A command without an answer is of unknown outcome even if every node that answered refused it: the network may have
 * delivered a second copy to one that did not.
 */

import type { Invocation, Output } from '../../histories/op.ts';
import type { RegisterOps } from '../../histories/ops/register.ts';
import type { NodeId, Runtime, Timer } from '../runtime.ts';
import { type Client, type ClientOptions, DidNotHappen } from '../target.ts';
import { decode, encode } from './codec.ts';
import type { Message } from './messages.ts';

const ATTEMPT_TIMEOUT_MS = 250;
/** Nobody leads: ask again, but not at once, or an election would be drowned in questions. */
const NO_LEADER_PAUSE_MS = 30;

type Answer = Extract<Message, { type: 'result' }>;

export class RaftClient implements Client<RegisterOps> {
  readonly #runtime: Runtime;
  readonly #nodes: readonly NodeId[];
  readonly #timeoutMs: number;
  readonly #session: string;
  #contact: NodeId;
  #sequence = 0;
  #underway: Attempts | undefined;

  constructor(runtime: Runtime, node: NodeId, options: ClientOptions) {
    this.#runtime = runtime;
    this.#nodes = runtime.peers;
    this.#timeoutMs = options.timeoutMs;
    this.#session = `${runtime.self}-${runtime.random.int(2 ** 30).toString(36)}`;
    this.#contact = node;
    runtime.network.receive((from, bytes) => this.#underway?.receive(from, decode(bytes)));
  }

  async invoke(invocation: Invocation<RegisterOps>): Promise<Output<RegisterOps>> {
    const key = invocation.value.key ?? 0;
    if (invocation.f === 'read') {
      const sequence = ++this.#sequence;
      const answer = await this.#ask({ type: 'read', session: this.#session, sequence, key }, sequence);
      return { ...invocation.value, value: answer.value };
    }
    const sequence = ++this.#sequence;
    const command =
      invocation.f === 'write'
        ? { f: 'write' as const, key, value: invocation.value.value }
        : { f: 'cas' as const, key, from: invocation.value.from, to: invocation.value.to };
    const request = { session: this.#session, sequence, command };
    const answer = await this.#ask({ type: 'command', request }, sequence);
    return invocation.f === 'write' ? invocation.value : { ...invocation.value, applied: answer.applied };
  }

  close(): void {
    this.#underway?.giveUp(new Error('the client was closed'));
  }

  #ask(message: Message, sequence: number): Promise<Answer> {
    return new Promise<Answer>((resolve, reject) => {
      this.#underway = new Attempts({
        runtime: this.#runtime,
        nodes: this.#nodes,
        contact: this.#contact,
        timeoutMs: this.#timeoutMs,
        bytes: encode(message),
        sequence,
        hasEffects: message.type === 'command',
        done: (outcome, contact) => {
          this.#underway = undefined;
          this.#contact = contact;
          if (outcome instanceof Error) reject(outcome);
          else resolve(outcome);
        },
      });
      this.#underway.start();
    });
  }
}

interface AttemptsOptions {
  readonly runtime: Runtime;
  readonly nodes: readonly NodeId[];
  readonly contact: NodeId;
  readonly timeoutMs: number;
  readonly bytes: Uint8Array;
  readonly sequence: number;
  readonly hasEffects: boolean;
  done(outcome: Answer | Error, contact: NodeId): void;
}

/** The attempts at one request, up to its answer or its time-out. */
class Attempts {
  readonly #options: AttemptsOptions;
  readonly #deadline: Timer;
  #contact: NodeId;
  #timer: Timer | undefined;

  constructor(options: AttemptsOptions) {
    this.#options = options;
    this.#contact = options.contact;
    this.#deadline = options.runtime.timers.after(options.timeoutMs, () => this.#timedOut());
  }

  start(): void {
    this.#send(this.#contact);
  }

  receive(from: NodeId, message: Message): void {
    if (message.type === 'result' && message.sequence === this.#options.sequence) {
      this.#finish(message, from);
    } else if (message.type === 'notLeader' && message.sequence === this.#options.sequence && from === this.#contact) {
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
    const { nodes } = this.#options;
    return nodes[(nodes.indexOf(this.#contact) + 1) % nodes.length] as NodeId;
  }

  #timedOut(): void {
    const text = `no answer within ${this.#options.timeoutMs} ms`;
    this.#finish(this.#options.hasEffects ? new Error(text) : new DidNotHappen(text), this.#next());
  }

  #finish(outcome: Answer | Error, contact: NodeId): void {
    this.#timer?.cancel();
    this.#deadline.cancel();
    this.#options.done(outcome, contact);
  }
}
