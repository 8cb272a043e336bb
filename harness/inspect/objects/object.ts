/**
 * An object in words: what is to be said of a register, a lock, a queue when a history of it fits into no order. A file
 * for each kind beside this one; objects.ts knows which vocabulary is whose.
 */
import type { Operation } from '../../../histories/op.ts';
import type { Attempt } from '../attempts.ts';
import type { WitnessOperation } from '../story-data.ts';

export interface Evidence {
  /** That of the witness, in the order of their calls. */
  readonly shown: readonly Attempt[];
  /** The one that nothing explains. */
  readonly culprit: Attempt;
  /** All that was done to this object in the run, the witness included. */
  readonly all: readonly Attempt[];
  readonly key: string | undefined;
}

export interface Finding {
  readonly headline: string;
  readonly sentences: readonly string[];
  /** Operations beside those of the witness that the sentences speak of. */
  readonly also?: readonly Attempt[];
  /** Those to be pointed at, if not the one that nothing explains. */
  readonly culprits?: readonly Attempt[];
}

export interface ObjectWords {
  /** Whose operations these are. */
  readonly fs: readonly string[];
  /** `register`, as in "no order of the operations on this register". */
  readonly noun: string;
  /** One operation, without its key. */
  text(attempt: Attempt): string;
  find(evidence: Evidence): Finding | undefined;
  /** Why an operation cannot come when the object stands there. */
  objection(attempt: Attempt, state: string): string;
  /** Whether it is an operation on the object of this key; that of a history without keys is undefined. */
  isOn(attempt: Attempt, key: string | undefined): boolean;
}

export function shownAs(
  attempt: Attempt,
  words: Pick<ObjectWords, 'text'>,
  isCulprit: boolean,
  key?: string,
): WitnessOperation {
  return {
    id: attempt.id,
    process: attempt.process,
    fromNs: attempt.fromNs,
    toNs: Number.isFinite(attempt.toNs) ? attempt.toNs : undefined,
    text: words.text(attempt),
    isCulprit,
    ...(key === undefined ? {} : { key }),
  };
}

/** As the models get it; positions may be times, for nothing but their order counts. */
export function operationOf(attempt: Attempt, call: number, end: number): Operation {
  const { id, process, f, input, output, outcome, fromNs, toNs } = attempt;
  const shared = { id, process, f, input, call, return: end, callTime: fromNs, returnTime: toNs };
  return outcome === 'ok' ? { ...shared, outcome, output: output ?? null } : { ...shared, outcome: 'info' };
}
