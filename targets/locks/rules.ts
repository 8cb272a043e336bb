/**
 * The rules of a lock service that can be got wrong, each as one small function or switch with the reason for it. Machine,
 * leases and resources ask here instead of deciding on their own, so that a planted bug (bugs/) is one rule replaced.
 */
import type { Claim, Held } from './messages.ts';

/** A lease in force. */
export interface Lease extends Held {
  readonly ttlMs: number;
  /** How often it was renewed. */
  readonly renewals: number;
  /** By the wall clock of whoever granted or renewed it; 0 where nobody looks. */
  readonly expiresAtMs: number;
}

export interface LockRules {
  /** A lease ends when its time is over, or a holder that died would hold its lock for ever. */
  leasesExpire: boolean;
  /**
   * Time is measured where it is compared: as the time since this leader applied the grant, by its monotonic clock. An
   * instant of one node's wall clock means nothing to another node, nor to the same one after its clock was set.
   */
  expiresByWallClock: boolean;
  /**
   * A leader frees a lock by an entry of the log, when all replicas free it. If it acted on its own clock at once, replicas
   * that apply the same entry would do different things.
   */
  expiresThroughLog: boolean;
  /** A new leader cannot know how old a lease is, so it gives each its whole TTL again: too long is safe, too short is not. */
  newLeaderRestartsLeases: boolean;
  /** An expiry is of the lease as it was when its time ran out: one that was renewed since stays. */
  mayExpire(lease: Lease, expired: { readonly token: number; readonly renewals: number }): boolean;
  /** Only the holder of this very lease may end it: a late release of an older one must not free the lock of another. */
  mayRelease(lease: Lease | undefined, claim: Claim): boolean;
  /** The same for a renewal: what has run out, somebody else may have had meanwhile. */
  mayRenew(lease: Lease | undefined, claim: Claim): boolean;
  /** A lock that is held is refused to everybody, its holder included: a second grant would be of the same lease. */
  mayAcquireHeld(lease: Lease, owner: Held['owner']): boolean;
  /** Each grant has a token above all before it, which is why the newest one is part of the replicated state. */
  nextToken(newest: number, leaders: number): number;
  /** The newest token outlives its lease: where a lock is free, the next token must still be above it. */
  remembersTokens: boolean;
  /** A fenced resource refuses who comes with a token older than the newest that it has seen. */
  admits(token: number, newest: number): boolean;
  /**
   * A resource sees the token of a reader, too. Else a holder of old, held up between its read and its write, still gets
   * its write in after the new holder has read, and before it writes: neither has seen the other.
   */
  readsRaiseFence: boolean;
}

const isHolder = (lease: Lease | undefined, { owner, token }: Claim): boolean =>
  lease !== undefined && lease.owner === owner && lease.token === token;

export const SOUND: LockRules = {
  leasesExpire: true,
  expiresByWallClock: false,
  expiresThroughLog: true,
  newLeaderRestartsLeases: true,
  mayExpire: (lease, expired) => lease.token === expired.token && lease.renewals === expired.renewals,
  mayRelease: isHolder,
  mayRenew: isHolder,
  mayAcquireHeld: () => false,
  nextToken: (newest) => newest + 1,
  remembersTokens: true,
  admits: (token, newest) => token >= newest,
  readsRaiseFence: true,
};
