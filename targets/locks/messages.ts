/**
 * The lock service as a service on Raft: its commands, queries and results. How they look as fields is in codec.ts, what
 * they do in machine.ts. A *resource* names both a lock and what its holders work on; the two are separate objects.
 */
import type { Resource } from '../../histories/ops/lock-service.ts';

export type Owner = number | string;

export type Command =
  | {
      readonly f: 'acquire';
      readonly resource: Resource;
      readonly owner: Owner;
      readonly ttlMs: number;
      readonly stamp: Stamp;
    }
  | (Claim & { readonly f: 'renew'; readonly ttlMs: number; readonly stamp: Stamp })
  | (Claim & { readonly f: 'release' })
  /** Of the leader alone. It names the renewal after which the time ran out: a later one that came first in the log wins. */
  | { readonly f: 'expire'; readonly resource: Resource; readonly token: number; readonly renewals: number }
  | Work;

export interface Claim {
  readonly resource: Resource;
  readonly owner: Owner;
  readonly token: number;
}

/** What a leader adds to a command when it takes it into the log; clients leave it empty. */
export interface Stamp {
  /** When the lease ends by the leader's wall clock (`--expiry absolute`); 0 where nobody looks. */
  readonly expiresAtMs: number;
  /** A token that the leader made up on its own: only a planted bug looks at it. */
  readonly token: number;
}

export const NO_STAMP: Stamp = { expiresAtMs: 0, token: 0 };

/** On the resource, with the token of the lease. `isFenced` says on which of the two that a resource has. */
export type Work = { readonly resource: Resource; readonly isFenced: boolean; readonly token: number } & (
  | { readonly f: 'fetch' }
  | { readonly f: 'store'; readonly value: number }
  | { readonly f: 'perform'; readonly owner: Owner }
);

export type Query =
  | { readonly f: 'lock'; readonly resource: Resource }
  | { readonly f: 'locks'; readonly prefix: string }
  | { readonly f: 'content'; readonly resource: Resource; readonly isFenced: boolean };

export interface Held {
  readonly owner: Owner;
  readonly token: number;
}

export type Result =
  | { readonly is: 'granted'; readonly token: number }
  /** Somebody has it. */
  | ({ readonly is: 'held' } & Held)
  /** Renewed, released or expired, as asked. */
  | { readonly is: 'done' }
  /** Owner and token are not those of a lease in force. */
  | { readonly is: 'not-held' }
  /** The resource has seen a newer token. */
  | { readonly is: 'stale'; readonly newest: number }
  | { readonly is: 'content'; readonly value: number; readonly effects: readonly Held[] }
  | { readonly is: 'locks'; readonly locks: readonly (Held & { readonly resource: Resource })[] };

export interface LockOperations {
  readonly command: Command;
  readonly query: Query;
  readonly result: Result;
}
