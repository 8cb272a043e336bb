/**
 * The vocabulary of a replicated store. It serves registers (`read`, `write`, and a `cas` that it may refuse), and beside
 * them values with their versions: `get` returns every value that nothing else has overwritten, `put` and `remove` say
 * which version they made, and `replicas` asks each copy of a key what it holds. What a `put` or a `remove` overwrites
 * under version vectors is decided by the context that the last `get` of the same process on that key gave it.
 */
import type { Key, Keyed } from './key.ts';
import type { RegisterOps, RegisterValue } from './register.ts';

/** How many replicas must answer: for one request, in place of what the store was set up with. */
export type Level = 'ONE' | 'TWO' | 'THREE' | 'QUORUM' | 'ALL';
export const levels: readonly Level[] = ['ONE', 'TWO', 'THREE', 'QUORUM', 'ALL'];

/** The name of a write: a counter and who counted. Unique; ordered by counter, then by name. */
export type Stamp = readonly [counter: number, actor: string];
/** A version vector: of each actor, the writes up to this counter. */
export type Context = { readonly [actor: string]: number };
/** A value with the write that put it there; null stands for a tombstone. */
export type Stamped = { readonly value: RegisterValue; readonly stamp: Stamp };
/** What one replica holds of a key. */
export type ReplicaState = { readonly node: string; readonly found: readonly Stamped[]; readonly context: Context };

type At = { key: Key; level?: Level };

export type QuorumOps = {
  read: { input: Keyed & { level?: Level }; output: Keyed & { level?: Level; value: RegisterValue } };
  write: {
    input: Keyed & { level?: Level; value: RegisterValue };
    output: Keyed & { level?: Level; value: RegisterValue };
  };
  cas: RegisterOps['cas'];
  get: { input: At; output: At & { found: readonly Stamped[]; context: Context } };
  put: { input: At & { value: number | string }; output: At & { value: number | string; stamp: Stamp } };
  /** `stamp` is null where a removal makes no version of its own, and only forgets those of its context. */
  remove: { input: At; output: At & { stamp: Stamp | null } };
  replicas: { input: { key: Key }; output: { key: Key; states: readonly ReplicaState[] } };
};
