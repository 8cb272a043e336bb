/**
 * The lease under a lock, and the lock's key under the lease, as etcd's lock service lays them out: whoever asks for a lock
 * puts a key of its own below the lock's name, and has the lock when no other key there is older. The key's create revision
 * is the fencing token. When a lease ends its key goes with it.
 */
import type { Json } from '../../harness/core/json.ts';
import type { Owner } from '../../histories/ops/lock.ts';
import { DidNotHappen } from '../target.ts';
import { at, base64, type Fields, fromBase64, type Gateway } from './gateway.ts';

/** In decimal, as the gateway writes what no double can hold. */
export type LeaseId = string;

/** A key below a lock's name. */
export interface Contender {
  readonly resource: string;
  readonly owner: Owner;
  readonly token: number;
  readonly lease: LeaseId;
}

export class Leases {
  readonly #gateway: Gateway;

  constructor(gateway: Gateway) {
    this.#gateway = gateway;
  }

  /** A lease with nothing below it is nothing: whatever comes of the request, no lock was touched. */
  async grant(ttlMs: number, timeoutMs: number): Promise<LeaseId> {
    try {
      return String(at(await this.#gateway.post('lease/grant', { TTL: ttlMs / 1000 }, timeoutMs), 'ID'));
    } catch (error) {
      throw new DidNotHappen(`no lease: ${error instanceof Error ? error.message : error}`);
    }
  }

  /** Whether it is still there; if so it has its whole TTL again. */
  async keepAlive(lease: LeaseId, timeoutMs: number): Promise<boolean> {
    const answer = await this.#gateway.post('lease/keepalive', { ID: lease }, timeoutMs);
    // Of a lease that has ended, etcd says no TTL.
    return Number(at(answer, 'result', 'TTL') ?? 0) > 0;
  }

  /** Ends it, and whatever stands under it; rejects with DidNotHappen if it had ended. */
  async revoke(lease: LeaseId, timeoutMs: number): Promise<void> {
    await this.#gateway.post('lease/revoke', { ID: lease }, timeoutMs);
  }

  /** Puts the key, and says who is first below the lock's name. */
  async contend(wanted: Omit<Contender, 'token'>, timeoutMs: number): Promise<Contender | undefined> {
    const { resource, owner, lease } = wanted;
    const put = { key: base64(keyOf(wanted)), value: base64(JSON.stringify(owner)), lease };
    const success = [{ request_put: put }, { request_range: firstBelow(resource) }];
    const answer = await this.#gateway.post('kv/txn', { success }, timeoutMs);
    return contendersIn(at(answer, 'responses', 1, 'response_range'))[0];
  }

  /** etcd's lock service answers when no key is older than that of the lease; the key may be gone by then, and it does not look. */
  async wait(resource: string, lease: LeaseId, timeoutMs: number): Promise<void> {
    await this.#gateway.post('lock/lock', { name: base64(nameOf(resource)), lease }, timeoutMs);
  }

  async first(resource: string, timeoutMs: number): Promise<Contender | undefined> {
    return contendersIn(await this.#gateway.post('kv/range', firstBelow(resource), timeoutMs))[0];
  }

  /** Who is first, of each lock whose name begins so. */
  async holders(prefix: string, timeoutMs: number): Promise<readonly Contender[]> {
    const everything = range(nameOf(prefix));
    const all = contendersIn(await this.#gateway.post('kv/range', everything, timeoutMs));
    return all.filter(({ resource }, index) => all.findIndex((other) => other.resource === resource) === index);
  }
}

const LOCKS = 'lock/';
const nameOf = (resource: string): string => LOCKS + resource;
/** The lock service writes the lease in base 16. */
const keyOf = ({ resource, lease }: Pick<Contender, 'resource' | 'lease'>): string =>
  `${nameOf(resource)}/${BigInt(lease).toString(16)}`;

const firstBelow = (resource: string): Fields => ({ ...range(`${nameOf(resource)}/`), limit: 1 });

/** All keys with this prefix, the oldest first: up to the prefix with its last letter raised by one. */
function range(prefix: string): Fields {
  const end = prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1);
  return { key: base64(prefix), range_end: base64(end), sort_target: 'CREATE', sort_order: 'ASCEND' };
}

function contendersIn(answer: Json | undefined): readonly Contender[] {
  const found = at(answer, 'kvs');
  return Array.isArray(found) ? found.map(contenderOf) : [];
}

function contenderOf(pair: Json): Contender {
  const key = fromBase64(at(pair, 'key'));
  const slash = key.lastIndexOf('/');
  return {
    resource: key.slice(LOCKS.length, slash),
    owner: JSON.parse(fromBase64(at(pair, 'value'))),
    token: Number(at(pair, 'create_revision')),
    lease: BigInt(`0x${key.slice(slash + 1)}`).toString(),
  };
}
