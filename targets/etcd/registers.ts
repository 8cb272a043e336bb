/**
 * Registers in etcd: a key each, whose value is JSON; a register that holds null is a key that is not there. A
 * compare-and-set is one transaction that compares the value. Reads are linearizable, or serializable: then a server
 * answers from what it has, and may be behind.
 */
import type { Json } from '../../harness/core/json.ts';
import type { Invocation, Output } from '../../histories/op.ts';
import type { RegisterKey, RegisterOps, RegisterValue } from '../../histories/ops/register.ts';
import { DidNotHappen } from '../target.ts';
import { at, base64, type Fields, fromBase64, type Gateway } from './gateway.ts';

export class EtcdRegisters {
  readonly #gateway: Gateway;
  readonly #timeoutMs: number;
  readonly #isSerializable: boolean;

  constructor(gateway: Gateway, { timeoutMs, isSerializable }: { timeoutMs: number; isSerializable: boolean }) {
    this.#gateway = gateway;
    this.#timeoutMs = timeoutMs;
    this.#isSerializable = isSerializable;
  }

  async invoke({ f, value }: Invocation<RegisterOps>): Promise<Output<RegisterOps>> {
    const key = keyOf(value.key);
    switch (f) {
      case 'read':
        return { ...value, value: await this.#read(key) };
      case 'write':
        await this.#txn({ success: [assignment(key, value.value)] });
        return value;
      case 'cas': {
        const answer = await this.#txn({
          compare: [holds(key, value.from)],
          success: [assignment(key, value.to)],
        });
        return { ...value, applied: at(answer, 'succeeded') === true };
      }
    }
  }

  async #read(key: string): Promise<RegisterValue> {
    const range: Fields = this.#isSerializable ? { key, serializable: true } : { key };
    const answer = await orDidNotHappen(this.#gateway.post('kv/range', range, this.#timeoutMs));
    const held = at(answer, 'kvs', 0, 'value');
    return held === undefined ? null : decoded(fromBase64(held));
  }

  #txn(request: Fields): Promise<Json> {
    return this.#gateway.post('kv/txn', request, this.#timeoutMs);
  }
}

/** What only looks has changed nothing, whatever it failed by. */
export async function orDidNotHappen<T>(looking: Promise<T>): Promise<T> {
  try {
    return await looking;
  } catch (error) {
    throw new DidNotHappen(error instanceof Error ? error.message : String(error));
  }
}

/** As JSON, so that the register 1 is not the register "1". */
const keyOf = (key: RegisterKey | undefined): string => base64(`register/${JSON.stringify(key ?? null)}`);

const assignment = (key: string, value: RegisterValue): Fields =>
  value === null ? { request_delete_range: { key } } : { request_put: { key, value: encoded(value) } };

/** A key that is not there has version 0. */
const holds = (key: string, value: RegisterValue): Fields =>
  value === null
    ? { key, target: 'VERSION', result: 'EQUAL', version: '0' }
    : { key, target: 'VALUE', result: 'EQUAL', value: encoded(value) };

const encoded = (value: RegisterValue): string => base64(JSON.stringify(value));

function decoded(text: string): RegisterValue {
  const value: unknown = JSON.parse(text);
  if (typeof value === 'number' || typeof value === 'string') return value;
  throw new Error(`a register holds ${text}, which nobody writes`);
}
