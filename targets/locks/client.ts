/**
 * A client of the lock service, for workloads: it keeps the leases that it was given, so that an operation need only name
 * the resource. Explicit operations renew when they are told to; work under a lock renews by itself.
 */
import type { Invocation, Output } from '../../histories/op.ts';
import type { Claimed, LockServiceOps } from '../../histories/ops/lock-service.ts';
import { Connection } from '../raft/connection.ts';
import type { NodeId, Runtime } from '../runtime.ts';
import { type Client, type ClientOptions, DidNotHappen } from '../target.ts';
import { lockService } from './codec.ts';
import { type Lease, nowMs } from './lease.ts';
import { Locks, notHeld, type Wanted } from './locks.ts';
import type { LockOperations } from './messages.ts';
import { variantOf } from './settings.ts';
import { increment, runJob, type Worker } from './work.ts';

export class LockClient implements Client<LockServiceOps> {
  readonly #connection: Connection<LockOperations>;
  readonly #locks: Locks;
  readonly #worker: Worker;
  readonly #leases = new Map<string, Lease>();

  constructor(runtime: Runtime, node: NodeId, { timeoutMs, settings }: ClientOptions) {
    const variant = variantOf(settings);
    this.#connection = new Connection(runtime, node, lockService.codec);
    this.#locks = new Locks(runtime, this.#connection, variant);
    this.#worker = { runtime, locks: this.#locks, variant, timeoutMs };
  }

  async invoke({ f, value }: Invocation<LockServiceOps>): Promise<Output<LockServiceOps>> {
    const { timeoutMs } = this.#worker;
    switch (f) {
      case 'tryAcquire':
        return { ...value, ...(await this.#acquired(value, this.#locks.tryAcquire(value, timeoutMs))) };
      case 'acquire': {
        const patienceMs = Math.min(value.timeoutMs, timeoutMs);
        return { ...value, ...(await this.#acquired(value, this.#locks.acquire(value, patienceMs))) };
      }
      case 'renew':
        return { ...value, token: await this.#renew(value) };
      case 'release': {
        const lease = this.#forget(value);
        await this.#locks.release(lease, timeoutMs);
        return { ...value, token: lease.token };
      }
      case 'crash':
        return { ...value, token: this.#forget(value).token };
      case 'isLocked':
        return { ...value, locked: (await this.#locks.holderOf(value.resource, timeoutMs)) !== null };
      case 'info':
        return { ...value, holder: await this.#locks.holderOf(value.resource, timeoutMs) };
      case 'list':
        return { ...value, locks: await this.#locks.list(value.prefix, timeoutMs) };
      case 'increment':
        return { ...value, ...(await increment(this.#worker, value)) };
      case 'runJob':
        return { ...value, ...(await runJob(this.#worker, value)) };
      case 'read':
        return { ...value, ...(await this.#locks.content(value.resource, timeoutMs)) };
    }
  }

  close(): void {
    for (const lease of this.#leases.values()) lease.stop();
    this.#connection.close();
  }

  async #acquired({ resource }: Wanted, asked: Promise<Lease>): Promise<{ token: number; waitedMs: number }> {
    const { runtime } = this.#worker;
    const calledAtMs = nowMs(runtime);
    const lease = await asked;
    this.#leases.set(resource, lease);
    return { token: lease.token, waitedMs: lease.sentAtMs - calledAtMs };
  }

  async #renew(claimed: Claimed): Promise<number> {
    const lease = this.#leaseOf(claimed);
    if (!lease.isHeld) {
      this.#leases.delete(claimed.resource);
      throw new DidNotHappen(`the lease of ${claimed.resource} may have run out`);
    }
    try {
      await this.#locks.renew(lease, this.#worker.timeoutMs);
      return lease.token;
    } catch (error) {
      if (error instanceof DidNotHappen) this.#leases.delete(claimed.resource);
      throw error;
    }
  }

  #forget(claimed: Claimed): Lease {
    const lease = this.#leaseOf(claimed);
    this.#leases.delete(claimed.resource);
    return lease;
  }

  /** A lock that was never held is no matter for the service. */
  #leaseOf(claimed: Claimed): Lease {
    const lease = this.#leases.get(claimed.resource);
    if (lease === undefined) throw new DidNotHappen(notHeld(claimed));
    return lease;
  }
}
