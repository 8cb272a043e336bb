/**
 * A client's side of Raft: its requests to the cluster, each of them tried until it is answered or given up. A request is
 * made under a session, which has one command under way; a client that does two things at a time opens two. A command
 * without an answer is of unknown outcome even if every node that answered refused it: the network may have delivered a
 * second copy to one that did not.
 */
import type { NodeId, Runtime } from '../runtime.ts';
import { Attempts } from './attempts.ts';
import { Codec } from './codec.ts';
import type { ClientMessage, Message } from './messages.ts';
import type { Operations, ServiceCodec } from './service.ts';

export interface RequestOptions {
  /** After this long without an answer it is given up. */
  readonly timeoutMs: number;
}

export class Connection<O extends Operations> {
  readonly #runtime: Runtime;
  readonly #codec: Codec<O>;
  /** By sequence number, which no two requests of one client share: an answer names nothing else. */
  readonly #underway = new Map<number, Attempts<O>>();
  #contact: NodeId;
  #sequence = 0;

  constructor(runtime: Runtime, contact: NodeId, codec: ServiceCodec<O>) {
    this.#runtime = runtime;
    this.#contact = contact;
    this.#codec = new Codec(codec);
    runtime.network.receive((from, bytes) => this.#receive(from, this.#codec.decode(bytes)));
  }

  openSession(): Session<O> {
    const id = `${this.#runtime.self}-${this.#runtime.random.int(2 ** 30).toString(36)}`;
    return {
      command: (command, options) => {
        const sequence = ++this.#sequence;
        return this.#ask({ type: 'command', request: { session: id, sequence, command } }, sequence, options);
      },
      query: (query, options) => {
        const sequence = ++this.#sequence;
        return this.#ask({ type: 'read', session: id, sequence, query }, sequence, options);
      },
    };
  }

  close(): void {
    for (const attempts of this.#underway.values()) attempts.giveUp(new Error('the client was closed'));
  }

  #receive(from: NodeId, message: Message<O>): void {
    if (message.type === 'result' || message.type === 'notLeader' || message.type === 'rejected') {
      this.#underway.get(message.sequence)?.receive(from, message);
    }
  }

  #ask(message: ClientMessage<O>, sequence: number, { timeoutMs }: RequestOptions): Promise<O['result']> {
    return new Promise<O['result']>((resolve, reject) => {
      const attempts = new Attempts<O>({
        runtime: this.#runtime,
        contact: this.#contact,
        timeoutMs,
        bytes: this.#codec.encode(message),
        sequence,
        hasEffects: message.type === 'command',
        done: (outcome, contact) => {
          this.#underway.delete(sequence);
          this.#contact = contact;
          if (outcome instanceof Error) reject(outcome);
          else resolve(outcome.result);
        },
      });
      this.#underway.set(sequence, attempts);
      attempts.start();
    });
  }
}

/** One command at a time: an older one that is still under way when the next is sent would pass for a duplicate. */
export interface Session<O extends Operations> {
  command(command: O['command'], options: RequestOptions): Promise<O['result']>;
  /** Changes nothing, so that it certainly did not happen where it is not answered. */
  query(query: O['query'], options: RequestOptions): Promise<O['result']>;
}
