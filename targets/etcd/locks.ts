/**
 * The lock workload on etcd's locks: one client, which keeps the leases that it was given. Blocking is etcd's own lock
 * service; a try is what its library does, to put a key and to take it away again if another is older. What a refused try
 * leaves behind would take the lock later, so only one that is known to have left nothing is called refused.
 */
import type { Invocation, Output } from '../../histories/op.ts';
import type { Owner } from '../../histories/ops/lock.ts';
import { BELIEVED_SHARE, type Claimed, type LockingOps } from '../../histories/ops/lock-service.ts';
import type { Timer } from '../runtime.ts';
import type { Endpoints } from '../service.ts';
import { DidNotHappen } from '../target.ts';
import type { Gateway } from './gateway.ts';
import { type Contender, type LeaseId, Leases } from './leases.ts';
import { orDidNotHappen } from './registers.ts';

export interface EtcdLocksOptions {
  readonly timeoutMs: number;
  /** Whether a holder stops by its own clock before its lease can be over, or goes on until it is told. */
  readonly isCareful: boolean;
}

interface Wanted {
  readonly resource: string;
  readonly owner: Owner;
  readonly ttlMs: number;
}

interface Held {
  readonly lease: LeaseId;
  readonly token: number;
  /** When the request was sent from whose answer the lease is counted, by the client's clock. */
  readonly sentAtMs: number;
}

/** What a request is given however little time is left: one that is cut short leaves open what became of it. */
const SHORTEST_MS = 250;
/** Of the time that an operation has: the rest is for taking back what was asked for. */
const WAITING_SHARE = 0.5;
const KEEPALIVES_PER_TTL = 3;

export class EtcdLocks {
  readonly #leases: Leases;
  readonly #endpoints: Endpoints;
  readonly #options: EtcdLocksOptions;
  readonly #held = new Map<string, Held>();
  #deadlineMs = 0;

  constructor(gateway: Gateway, endpoints: Endpoints, options: EtcdLocksOptions) {
    this.#leases = new Leases(gateway);
    this.#endpoints = endpoints;
    this.#options = options;
  }

  async invoke({ f, value }: Invocation<LockingOps>): Promise<Output<LockingOps>> {
    const calledAtMs = this.#nowMs();
    this.#deadlineMs = calledAtMs + this.#options.timeoutMs;
    switch (f) {
      case 'tryAcquire':
      case 'acquire': {
        const patienceMs = f === 'acquire' ? Math.min(value.timeoutMs, this.#options.timeoutMs * WAITING_SHARE) : 0;
        const held = await this.#acquire(value, patienceMs);
        this.#held.set(value.resource, held);
        return { ...value, token: held.token, waitedMs: held.sentAtMs - calledAtMs };
      }
      case 'renew':
        return { ...value, token: await this.#renew(value) };
      case 'release': {
        const { lease, token } = this.#forget(value);
        await this.#leases.revoke(lease, this.#leftMs);
        return { ...value, token };
      }
      case 'crash':
        return { ...value, token: this.#forget(value).token };
      case 'isLocked':
        return { ...value, locked: (await this.#look(value.resource)) !== undefined };
      case 'info': {
        const first = await this.#look(value.resource);
        return { ...value, holder: first === undefined ? null : { owner: first.owner, token: first.token } };
      }
      case 'list': {
        const holders = await orDidNotHappen(this.#leases.holders(value.prefix, this.#leftMs));
        return { ...value, locks: holders.map(({ resource, owner, token }) => ({ resource, owner, token })) };
      }
    }
  }

  async #acquire(wanted: Wanted, patienceMs: number): Promise<Held> {
    const { resource, owner, ttlMs } = wanted;
    const sentAtMs = this.#nowMs();
    const lease = await this.#leases.grant(ttlMs, this.#leftMs);
    const first = await this.#leases.contend({ resource, owner, lease }, this.#leftMs);
    if (first?.lease === lease) return { lease, token: first.token, sentAtMs };
    const refusal = `${resource} is held by ${first?.owner} with token ${first?.token}`;
    if (patienceMs === 0) return this.#abandon(lease, refusal);
    return (await this.#waitFor(wanted, lease, patienceMs)) ?? this.#abandon(lease, refusal);
  }

  /** The lock, or nothing if it was not to be had: and whatever went wrong while it waited, it does not have it. */
  async #waitFor({ resource, ttlMs }: Wanted, lease: LeaseId, patienceMs: number): Promise<Held | undefined> {
    const stop = this.#keepAlive(lease, ttlMs);
    try {
      await this.#leases.wait(resource, lease, patienceMs);
      // A holder needs to know from when its lease counts, and that its key outlived the wait.
      const sentAtMs = this.#nowMs();
      if (!(await this.#leases.keepAlive(lease, this.#leftMs))) return undefined;
      const first = await this.#leases.first(resource, this.#leftMs);
      return first?.lease === lease ? { lease, token: first.token, sentAtMs } : undefined;
    } catch {
      return undefined;
    } finally {
      stop();
    }
  }

  /** Nothing of it is left if this rejects with DidNotHappen; otherwise nobody knows. */
  async #abandon(lease: LeaseId, refusal: string): Promise<never> {
    try {
      await this.#leases.revoke(lease, this.#leftMs);
    } catch (error) {
      // One that has ended has taken its key along. What was refused for another reason, or not answered, may stand.
      const words = error instanceof Error ? error.message : String(error);
      if (!ENDED.test(words)) throw new Error(`${refusal}, and its lease was not taken back: ${words}`);
    }
    throw new DidNotHappen(refusal);
  }

  async #renew(claimed: Claimed & { readonly ttlMs: number }): Promise<number> {
    const held = this.#heldOf(claimed);
    const sentAtMs = this.#nowMs();
    if (this.#options.isCareful && sentAtMs - held.sentAtMs >= claimed.ttlMs * BELIEVED_SHARE) {
      this.#held.delete(claimed.resource);
      throw new DidNotHappen(`the lease of ${claimed.resource} may have run out`);
    }
    if (!(await this.#leases.keepAlive(held.lease, this.#leftMs))) {
      this.#held.delete(claimed.resource);
      throw new DidNotHappen(`the lease of ${claimed.resource} has run out`);
    }
    this.#held.set(claimed.resource, { ...held, sentAtMs });
    return held.token;
  }

  /** While it waits in line. What a keep-alive fails by, the next one finds out. */
  #keepAlive(lease: LeaseId, ttlMs: number): () => void {
    const { timers } = this.#endpoints;
    let timer: Timer | undefined;
    let isOver = false;
    const everyMs = ttlMs / KEEPALIVES_PER_TTL;
    const next = (): void => {
      if (isOver) return;
      timer = timers.after(everyMs, () => {
        this.#leases.keepAlive(lease, everyMs).then(next, next);
      });
    };
    next();
    return () => {
      isOver = true;
      timer?.cancel();
    };
  }

  #look(resource: string): Promise<Contender | undefined> {
    return orDidNotHappen(this.#leases.first(resource, this.#leftMs));
  }

  #forget(claimed: Claimed): Held {
    const held = this.#heldOf(claimed);
    this.#held.delete(claimed.resource);
    return held;
  }

  #heldOf({ resource, owner }: Claimed): Held {
    const held = this.#held.get(resource);
    if (held === undefined) throw new DidNotHappen(`${resource} is not held by ${owner}`);
    return held;
  }

  #nowMs(): number {
    return this.#endpoints.clock.monotonic() / 1e6;
  }

  get #leftMs(): number {
    return Math.max(SHORTEST_MS, this.#deadlineMs - this.#nowMs());
  }
}

const ENDED = /lease not found/;
