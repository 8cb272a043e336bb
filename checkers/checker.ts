/**
 * A checker turns a history into a verdict. It says `true` only for what it has checked; whatever keeps it from an
 * answer (a bound, an error, a run in which nothing happened) is `unknown` with the reason.
 */
import type { Json } from '../harness/core/json.ts';
import type { Op, Vocabulary } from '../histories/op.ts';

/** What stands behind a verdict, for reports and machines. */
export type Evidence = { readonly [name: string]: Json | undefined };

export type Verdict =
  | { readonly valid: true; readonly evidence?: Evidence }
  | { readonly valid: false; readonly because: string; readonly witness?: Json; readonly evidence?: Evidence }
  | { readonly valid: 'unknown'; readonly because: string; readonly evidence?: Evidence };

export type Validity = Verdict['valid'];

/** A checker whose vocabulary is forgotten, as lists of checkers hold it: its history must be of that vocabulary. */
export interface AnyChecker {
  readonly name: string;
  /** One sentence for `harness list checkers`. */
  readonly summary: string;
  /** Never rejects on account of the history; an abort gives `unknown`. */
  check(history: readonly Op[], signal: AbortSignal): Promise<Verdict>;
}

export interface Checker<V extends Vocabulary = Vocabulary> extends AnyChecker {
  check(history: readonly Op<V>[], signal: AbortSignal): Promise<Verdict>;
}

/** Merges validities: one false makes the whole false, else one unknown makes it unknown. */
export function mergeValidity(validities: Iterable<Validity>): Validity {
  let merged: Validity = true;
  for (const validity of validities) {
    if (validity === false) return false;
    if (validity === 'unknown') merged = 'unknown';
  }
  return merged;
}
