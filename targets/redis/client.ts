/**
 * A client of Redis: registers as keys of the primary, whose value is JSON; a register that holds null is a key that is not
 * there. With `--wait n` a write is acknowledged when n replicas have it; otherwise, as Redis does, when the primary has.
 */
import type { Redis } from 'ioredis';
import type { Invocation, Output } from '../../histories/op.ts';
import type { RegisterKey, RegisterOps, RegisterValue } from '../../histories/ops/register.ts';
import type { NodeId } from '../runtime.ts';
import type { Endpoints } from '../service.ts';
import { type Client, type ClientOptions, DidNotHappen } from '../target.ts';
import { isDefinite } from './errors.ts';
import { Primary } from './primary.ts';

/** One script is one step to everybody else. It answers whether it applied. */
const COMPARE_AND_SET = `
  if (redis.call('GET', KEYS[1]) or 'null') ~= ARGV[1] then return 0 end
  if ARGV[2] == 'null' then redis.call('DEL', KEYS[1]) else redis.call('SET', KEYS[1], ARGV[2]) end
  return 1`;

/** A wait that is over takes Redis up to 100 ms to notice: it should say how many replicas there were before we give up. */
const ANSWER_MS = 250;

export class RedisClient implements Client<RegisterOps> {
  readonly #endpoints: Endpoints;
  readonly #primary: Primary;
  readonly #timeoutMs: number;
  readonly #replicas: number;

  constructor(endpoints: Endpoints, node: NodeId, { timeoutMs, settings }: ClientOptions) {
    this.#endpoints = endpoints;
    this.#primary = new Primary(endpoints, node, timeoutMs);
    this.#timeoutMs = timeoutMs;
    this.#replicas = Number(settings.wait);
  }

  async invoke(invocation: Invocation<RegisterOps>): Promise<Output<RegisterOps>> {
    const redis = await this.#connection();
    try {
      return await this.#perform(redis, invocation);
    } catch (error) {
      this.#primary.forget();
      const words = wordsOf(error);
      throw invocation.f === 'read' || isDefinite(error) ? new DidNotHappen(words) : new Error(words);
    }
  }

  close(): void {
    this.#primary.close();
  }

  /** Until there is one, nothing was sent. */
  async #connection(): Promise<Redis> {
    try {
      return await this.#primary.connection();
    } catch (error) {
      throw new DidNotHappen(wordsOf(error));
    }
  }

  async #perform(redis: Redis, { f, value }: Invocation<RegisterOps>): Promise<Output<RegisterOps>> {
    const key = keyOf(value.key);
    const sentAtMs = this.#nowMs();
    switch (f) {
      case 'read':
        return { ...value, value: decoded(await redis.get(key)) };
      case 'write':
        await (value.value === null ? redis.del(key) : redis.set(key, encoded(value.value)));
        await this.#replicated(redis, sentAtMs);
        return value;
      case 'cas': {
        const applied = (await redis.eval(COMPARE_AND_SET, 1, key, encoded(value.from), encoded(value.to))) === 1;
        if (applied) await this.#replicated(redis, sentAtMs);
        return { ...value, applied };
      }
    }
  }

  /** Nothing that goes wrong here is a refusal: the primary has the write, and may or may not be followed. */
  async #replicated(redis: Redis, sentAtMs: number): Promise<void> {
    if (this.#replicas === 0) return;
    const leftMs = this.#timeoutMs - (this.#nowMs() - sentAtMs);
    const waitMs = Math.max(1, Math.floor(leftMs - ANSWER_MS));
    const count = await redis.wait(this.#replicas, waitMs).catch((error) => {
      throw new Error(`the primary has the write, but of its replicas it said ${wordsOf(error)}`);
    });
    if (count < this.#replicas)
      throw new Error(`${count} of ${this.#replicas} replicas had the write after ${waitMs} ms`);
  }

  #nowMs(): number {
    return this.#endpoints.clock.monotonic() / 1e6;
  }
}

/** As JSON, so that the register 1 is not the register "1". */
const keyOf = (key: RegisterKey | undefined): string => `register:${JSON.stringify(key ?? null)}`;

const encoded = (value: RegisterValue): string => JSON.stringify(value);

function decoded(text: string | null): RegisterValue {
  const value: unknown = text === null ? null : JSON.parse(text);
  if (value === null || typeof value === 'number' || typeof value === 'string') return value;
  throw new Error(`a register holds ${text}, which nobody writes`);
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message || error.name : String(error));
