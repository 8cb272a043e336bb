/**
 * A spelling: how histories of others write the operations of one of our vocabularies. It translates one invocation or
 * one completion at a time and refuses values that do not fit; pairing, processes and time are the importer's.
 */
import type { Json } from '../../harness/core/json.ts';
import type { RawEvent } from './edn-events.ts';

export type Completion =
  | { readonly type: 'ok'; readonly value: Json }
  | { readonly type: 'fail' | 'info'; readonly error?: string };

export interface Spelling {
  /** The functions it knows. */
  readonly fs: readonly string[];
  input(event: RawEvent): Json;
  /** What an `ok` says of the operation with this input. */
  ok(event: RawEvent, input: Json): Completion;
  /** What a `fail` says, if not that the operation did not happen. */
  fail?(event: RawEvent, input: Json): Completion | undefined;
}

/** A value that a spelling cannot read; the importer adds file and line. */
export class Misspelled extends Error {
  override readonly name = 'Misspelled';
}
