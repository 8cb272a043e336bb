/**
 * Work under a lock, as people write it: get the lock, read, think, write, let go, with the lease renewed meanwhile. A
 * careful holder looks at its clock before each step. That does not make the step safe: between the look and the moment at
 * which the packet leaves there is always some time, and a pause fits into it. What does is the fence at the resource.
 */
import type { Runtime } from '../runtime.ts';
import { DidNotHappen } from '../target.ts';
import { type Lease, nowMs } from './lease.ts';
import { type Content, type Locks, sleep, type Wanted } from './locks.ts';
import type { Variant } from './settings.ts';
import type { LockSituation } from './situations.ts';

/** What a holder does with what it has read. */
const THINKING_MS = { low: 5, high: 30 };
/** From the last look at the clock until the packet leaves: encoding, system calls, a scheduler with other plans. */
const LEAVING_MS = { low: 1, high: 10 };

export interface Worker {
  readonly runtime: Runtime;
  readonly locks: Locks;
  readonly variant: Variant;
  /** For all of it together. */
  readonly timeoutMs: number;
}

/** Reads the number and writes the next one; answers that. */
export async function increment(worker: Worker, wanted: Wanted): Promise<{ token: number; value: number }> {
  const { runtime, locks } = worker;
  const task = new Task(worker);
  const lease = await task.acquire((timeoutMs) => locks.acquire(wanted, timeoutMs));
  return task.under(lease, async () => {
    const { value } = await task.fetch(lease);
    await sleep(runtime, drawn(runtime, THINKING_MS));
    await task.write(lease, (timeoutMs) => locks.work(lease, { f: 'store', value: value + 1 }, timeoutMs));
    return { token: lease.token, value: value + 1 };
  });
}

/** Runs a job unless it is done already; somebody else's lock on it means that it is being done. */
export async function runJob(worker: Worker, wanted: Wanted): Promise<{ token: number; outcome: 'ran' | 'done' }> {
  const { runtime, locks } = worker;
  const task = new Task(worker);
  const lease = await task.acquire((timeoutMs) => locks.tryAcquire(wanted, timeoutMs));
  return task.under(lease, async () => {
    const { token } = lease;
    const { effects } = await task.fetch(lease);
    if (effects.length > 0) return { token, outcome: 'done' };
    await sleep(runtime, drawn(runtime, THINKING_MS));
    await task.write(lease, (timeoutMs) => locks.work(lease, { f: 'perform', owner: lease.owner }, timeoutMs));
    return { token, outcome: 'ran' };
  });
}

/** One piece of work, which has one time limit, and one step at which it can have an effect. */
class Task {
  readonly #worker: Worker;
  readonly #deadlineMs: number;

  constructor(worker: Worker) {
    this.#worker = worker;
    this.#deadlineMs = nowMs(worker.runtime) + worker.timeoutMs;
  }

  /** Whatever goes wrong before the write, the work certainly was not done. */
  async acquire(get: (timeoutMs: number) => Promise<Lease>): Promise<Lease> {
    return certainlyNot(get(this.#leftMs));
  }

  async fetch(lease: Lease): Promise<Content> {
    this.#mustHold(lease);
    return certainlyNot(this.#worker.locks.work(lease, { f: 'fetch' }, this.#leftMs));
  }

  async write(lease: Lease, send: (timeoutMs: number) => Promise<Content>): Promise<void> {
    const { runtime } = this.#worker;
    this.#mustHold(lease);
    await sleep(runtime, drawn(runtime, LEAVING_MS));
    await send(this.#leftMs);
  }

  /** Renews the lease while the work goes on, and lets go of it at the end, which the work does not depend on. */
  async under<T>(lease: Lease, work: () => Promise<T>): Promise<T> {
    const { locks, variant } = this.#worker;
    if (variant.renews) lease.keep((kept) => locks.renew(kept, kept.ttlMs));
    try {
      return await work();
    } finally {
      // A release that does not get through leaves the lock to its TTL.
      await locks.release(lease, Math.min(this.#leftMs, lease.ttlMs)).catch(() => undefined);
    }
  }

  #mustHold(lease: Lease): void {
    if (lease.isHeld) return;
    this.#worker.runtime.reached?.('holder stopped in doubt' satisfies LockSituation);
    throw new DidNotHappen(`the lease of ${lease.resource} may have run out`);
  }

  get #leftMs(): number {
    return Math.max(1, this.#deadlineMs - nowMs(this.#worker.runtime));
  }
}

/** A step before the write that was not answered has changed nothing that counts. A defect of ours is not hidden so. */
async function certainlyNot<T>(step: Promise<T>): Promise<T> {
  try {
    return await step;
  } catch (error) {
    throw error instanceof Error && error.name === 'Error' ? new DidNotHappen(error.message) : error;
  }
}

function drawn({ random }: Runtime, { low, high }: { readonly low: number; readonly high: number }): number {
  return low + random.float() * (high - low);
}
