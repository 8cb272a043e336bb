/**
 * A client of the store. Reads go to another node whenever an answer stays out, for they change nothing. A write first
 * asks for a ticket, at one node after the other until one answers; once the write itself is sent, only that node can
 * tell what became of it, and silence is an unknown outcome: sent to a second node it could take effect twice, and the
 * second time bring back a value that was replaced in between. For version vectors the client hands back the context
 * that its last `get` of a key was given.
 */
import type { Invocation, Output } from '../../histories/op.ts';
import type { Key } from '../../histories/ops/key.ts';
import type { Context, QuorumOps } from '../../histories/ops/quorum.ts';
import type { RegisterValue } from '../../histories/ops/register.ts';
import type { NodeId, Runtime } from '../runtime.ts';
import type { Client, ClientOptions } from '../target.ts';
import { Attempts } from './attempts.ts';
import { decode } from './codec.ts';
import type { Call, Message } from './messages.ts';
import type { Held } from './versions/held.ts';
import { newestOf } from './versions/ordered.ts';

type Answered<T extends Message['type']> = Extract<Message, { type: T }>;

export class QuorumClient implements Client<QuorumOps> {
  readonly #runtime: Runtime;
  readonly #timeoutMs: number;
  readonly #contexts = new Map<Key, Context>();
  #contact: NodeId;
  #sequence = 0;
  #underway: Attempts | undefined;

  constructor(runtime: Runtime, node: NodeId, { timeoutMs }: ClientOptions) {
    this.#runtime = runtime;
    this.#timeoutMs = timeoutMs;
    this.#contact = node;
    runtime.network.receive((from, bytes) => this.#underway?.receive(from, decode(bytes)));
  }

  async invoke(invocation: Invocation<QuorumOps>): Promise<Output<QuorumOps>> {
    const { f, value } = invocation;
    const key = value.key ?? 0;
    const level = 'level' in value ? (value.level ?? null) : null;
    switch (f) {
      case 'read': {
        const { held } = await this.#ask({ f: 'get', key, level }, 'got');
        return { ...value, value: registerValue(held) };
      }
      case 'write':
        // A register without a value is one whose key was removed.
        if (value.value === null) await this.#ask({ f: 'remove', key, level, context: {} }, 'done');
        else await this.#ask({ f: 'put', key, level, value: value.value, context: {} }, 'done');
        return value;
      case 'cas':
        await this.#ask({ f: 'cas', key }, 'done');
        throw new Error('the store carried out a compare and set, which it cannot');
      case 'get': {
        const { held } = await this.#ask({ f: 'get', key, level }, 'got');
        this.#contexts.set(key, held.seen);
        return { ...value, found: held.found, context: held.seen };
      }
      case 'put': {
        const { stamp } = await this.#ask(
          { f: 'put', key, level, value: value.value, context: this.#seen(key) },
          'done',
        );
        if (stamp === null) throw new Error('the store made a version without a name');
        return { ...value, stamp };
      }
      case 'remove': {
        const { stamp } = await this.#ask({ f: 'remove', key, level, context: this.#seen(key) }, 'done');
        return { ...value, stamp };
      }
      case 'replicas': {
        const { states } = await this.#ask({ f: 'replicas', key }, 'states');
        return { ...value, states: states.map(([node, { found, seen }]) => ({ node, found, context: seen })) };
      }
    }
  }

  close(): void {
    this.#underway?.giveUp(new Error('the client was closed'));
  }

  #seen(key: Key): Context {
    return this.#contexts.get(key) ?? {};
  }

  #ask<T extends 'got' | 'done' | 'states'>(call: Call, expected: T): Promise<Answered<T>> {
    const isAnswer = (message: Message): message is Answered<T> => message.type === expected;
    return new Promise((resolve, reject) => {
      this.#underway = new Attempts({
        runtime: this.#runtime,
        contact: this.#contact,
        timeoutMs: this.#timeoutMs,
        nextSequence: () => ++this.#sequence,
        call,
        done: (outcome, contact) => {
          this.#underway = undefined;
          this.#contact = contact;
          if (outcome instanceof Error) reject(outcome);
          else if (isAnswer(outcome)) resolve(outcome);
          else reject(new Error(`the store answered a ${call.f} with ${outcome.type}`));
        },
      });
      this.#underway.start();
    });
  }
}

/** Siblings are no value of a register; the plan refuses such a store for registers, and whoever asks all the same gets the newest. */
function registerValue(held: Held): RegisterValue {
  return newestOf(held)?.value ?? null;
}
