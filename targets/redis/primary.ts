/**
 * Finds the primary and keeps a connection to it, as Redis' guide for clients of sentinels asks: ask a sentinel, connect,
 * ask the server itself whether it is the primary. It asks the sentinel beside it first and the others only if that does not
 * answer, and asks again when a command failed or its knowledge is old. A sentinel that is cut off names the old primary,
 * and the client believes it: that is the risk that the real thing takes, too.
 */
import type { Redis } from 'ioredis';
import type { NodeId } from '../runtime.ts';
import type { Endpoint, Endpoints } from '../service.ts';
import { hostAndPort } from '../service.ts';
import { SENTINEL_PORT, SERVER_PORT } from './cluster.ts';
import { asked, connected } from './connection.ts';
import { primaryBy } from './sentinel.ts';

/** A sentinel that was stopped accepts connections and says nothing. */
const PATIENCE_MS = 500;
/** Sentinels tell their subscribers of a new primary at once; asking every so often comes to the same, with less. */
const FRESH_MS = 500;

export class Primary {
  readonly #endpoints: Endpoints;
  readonly #sentinels: readonly NodeId[];
  readonly #commandTimeoutMs: number;
  #current: { readonly redis: Redis; readonly at: string; readonly askedAtMs: number } | undefined;
  #isClosed = false;

  constructor(endpoints: Endpoints, node: NodeId, commandTimeoutMs: number) {
    this.#endpoints = endpoints;
    this.#sentinels = [node, ...endpoints.nodes.filter((other) => other !== node)];
    this.#commandTimeoutMs = commandTimeoutMs;
  }

  /** Rejects if it is not to be found; no command of the caller's has been sent then. */
  async connection(): Promise<Redis> {
    const nowMs = this.#endpoints.clock.monotonic() / 1e6;
    const current = this.#current;
    const isUp = current?.redis.status === 'ready';
    if (current !== undefined && isUp && nowMs - current.askedAtMs < FRESH_MS) return current.redis;
    const announced = await this.#ask();
    const at = hostAndPort(announced);
    if (current !== undefined && isUp && current.at === at) {
      this.#current = { ...current, askedAtMs: nowMs };
      return current.redis;
    }
    this.forget();
    const redis = await this.#connect(announced);
    if (this.#isClosed) {
      redis.disconnect();
      throw new Error('the client was closed');
    }
    this.#current = { redis, at, askedAtMs: nowMs };
    return redis;
  }

  /** Asks anew before the next command. */
  forget(): void {
    this.#current?.redis.disconnect();
    this.#current = undefined;
  }

  close(): void {
    this.#isClosed = true;
    this.forget();
  }

  async #ask(): Promise<Endpoint> {
    let problem = 'there is none';
    for (const node of this.#sentinels) {
      try {
        const sentinel = this.#endpoints.route('client', node, SENTINEL_PORT);
        const primary = await asked(sentinel, PATIENCE_MS, primaryBy);
        if (primary !== undefined) return primary;
        problem = `that of ${node} knows no primary`;
      } catch (error) {
        problem = `that of ${node} says ${error instanceof Error ? error.message : error}`;
      }
    }
    throw new Error(`no sentinel names the primary: ${problem}`);
  }

  async #connect(announced: Endpoint): Promise<Redis> {
    const redis = await connected(this.#reachable(announced), {
      connectTimeoutMs: PATIENCE_MS,
      commandTimeoutMs: this.#commandTimeoutMs,
    });
    try {
      const [role] = await redis.role();
      if (role === 'master') return redis;
      throw new Error(`${hostAndPort(announced)} was named as the primary, and says that it is a ${role}`);
    } catch (error) {
      redis.disconnect();
      throw error;
    }
  }

  /** Nodes announce where other nodes find them; the runner may have to take another way. */
  #reachable(announced: Endpoint): Endpoint {
    const { nodes, listen, route } = this.#endpoints;
    const node = nodes.find((one) => hostAndPort(listen(one, SERVER_PORT)) === hostAndPort(announced));
    return node === undefined ? announced : route('client', node, SERVER_PORT);
  }
}
