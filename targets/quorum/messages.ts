/**
 * What travels between clients, coordinators and replicas. Every request of one node to another carries an identifier
 * with the number of the asker's boot, so that an answer to what an earlier incarnation asked is told from one's own.
 * How it becomes bytes is in codec.ts.
 */
import type { Key } from '../../histories/ops/key.ts';
import type { Context, Level, Stamp } from '../../histories/ops/quorum.ts';
import type { RegisterValue } from '../../histories/ops/register.ts';
import type { NodeId } from '../runtime.ts';
import type { Held } from './versions/held.ts';

/** A number that one boot of a node gives out once. */
export type Ticket = readonly [boot: number, number: number];

export type Call =
  | { readonly f: 'get'; readonly key: Key; readonly level: Level | null }
  | {
      readonly f: 'put';
      readonly key: Key;
      readonly level: Level | null;
      readonly value: Exclude<RegisterValue, null>;
      readonly context: Context;
    }
  | { readonly f: 'remove'; readonly key: Key; readonly level: Level | null; readonly context: Context }
  | { readonly f: 'replicas'; readonly key: Key }
  | { readonly f: 'cas'; readonly key: Key };

/** refused: never, anywhere. unavailable: not here and now, and certainly not done. unknown: it may be done yet. */
export type Failure = 'refused' | 'unavailable' | 'unknown';

export type Message =
  /** A client asks whether a node would take a write, and gets a ticket for one. */
  | { readonly type: 'admit'; readonly sequence: number }
  | { readonly type: 'admitted'; readonly sequence: number; readonly ticket: Ticket }
  | { readonly type: 'call'; readonly sequence: number; readonly ticket: Ticket | null; readonly call: Call }
  | { readonly type: 'got'; readonly sequence: number; readonly held: Held }
  | { readonly type: 'done'; readonly sequence: number; readonly stamp: Stamp | null }
  | { readonly type: 'states'; readonly sequence: number; readonly states: readonly (readonly [NodeId, Held])[] }
  | {
      readonly type: 'failed';
      /** 0 answers a request that nobody could read. */
      readonly sequence: number;
      readonly failure: Failure;
      readonly reason: string;
    }
  /** What do you hold of this key? `own` leaves out what is kept for others. */
  | { readonly type: 'fetch'; readonly id: Ticket; readonly key: Key; readonly own: boolean }
  | { readonly type: 'fetched'; readonly id: Ticket; readonly held: Held }
  /** Keep this; as a hint, if it is for another home. */
  | {
      readonly type: 'store';
      readonly id: Ticket;
      readonly key: Key;
      readonly held: Held;
      readonly reason: 'write' | 'repair' | 'hint';
      readonly home: NodeId | null;
    }
  | { readonly type: 'stored'; readonly id: Ticket }
  /** Merkle trees of shared arcs, as far as they have been compared: arc, place in the tree, hash. */
  | { readonly type: 'digests'; readonly digests: readonly Digest[] }
  /** What one side holds under some leaves; the other answers with what it knows better, if it is asked to. */
  | {
      readonly type: 'entries';
      readonly leaves: readonly Leaf[];
      readonly entries: readonly (readonly [Key, Held])[];
      readonly asks: boolean;
    };

export type Digest = readonly [arc: number, place: number, hash: number];
export type Leaf = readonly [arc: number, place: number];
