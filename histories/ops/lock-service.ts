/**
 * The vocabulary of a lock service, and of the resources that its holders work on. A lock is named by its resource; who
 * gets it has a lease of `ttlMs` and a fencing token. A refusal (it is held, or not by you) certainly changed nothing and
 * completes `fail`. Holders name no tokens: the client knows that of its lease, and the answer says it.
 */
import type { Owner } from './lock.ts';

export type Resource = string;
/** One owner's dealings with one lock. */
export type Claimed = { resource: Resource; owner: Owner };
type Leased = Claimed & { ttlMs: number };

export type LockServiceOps = {
  tryAcquire: { input: Leased; output: Leased & { token: number; waitedMs: number } };
  /**
   * Tries again until `timeoutMs` have passed. `waitedMs` says how long after the call, by the client's clock, the attempt
   * that got the lock was sent: from there its holder counts the lease.
   */
  acquire: {
    input: Leased & { timeoutMs: number };
    output: Leased & { timeoutMs: number; token: number; waitedMs: number };
  };
  renew: { input: Leased; output: Leased & { token: number } };
  release: { input: Claimed; output: Claimed & { token: number } };
  /** The holder's process dies: it forgets the lease, and tells nobody. */
  crash: { input: Claimed; output: Claimed & { token: number } };
  isLocked: { input: { resource: Resource }; output: { resource: Resource; locked: boolean } };
  info: { input: { resource: Resource }; output: { resource: Resource; holder: Holder | null } };
  list: { input: { prefix: string }; output: { prefix: string; locks: readonly (Holder & { resource: Resource })[] } };
  /** Under the resource's lock: reads it, and writes what it read plus one. */
  increment: { input: Leased; output: Leased & { token: number; value: number } };
  /** Under the job's lock: has its effect, unless that was had before. */
  runJob: { input: Leased; output: Leased & { token: number; outcome: 'ran' | 'done' } };
  /** What the resource holds: a counter's value, and the effects had on it, in their order. */
  read: { input: { resource: Resource }; output: { resource: Resource; value: number; effects: readonly Effect[] } };
};

/** What a lock service can do that has no resources of its own: locks, and nothing to work on. */
export type LockingOps = Omit<LockServiceOps, 'increment' | 'runJob' | 'read'>;

export type Holder = { owner: Owner; token: number };
export type Effect = Holder;

/**
 * The share of the TTL after which a careful holder stops to believe. Clocks are taken to run at most 5 % fast or slow: the
 * service's fast clock is done after TTL / 1.05, and by then a holder's slow clock shows 0.95 of that, or 0.904 TTLs.
 */
export const BELIEVED_SHARE = 0.9;
