/**
 * Linearizability while a run goes on: hand every recorded event to `add`, ask `violation` now and then, and stop the run
 * when it answers. The verdict of the run stays that of the checker in ../index.ts, which judges the whole history with
 * what streaming cannot have: the future, witnesses, and the keys that were given up. Works in browsers.
 */
import type { Op, Vocabulary } from '../../../histories/op.ts';
import type { Model } from '../../models/model.ts';
import type { StreamingLimits } from './limits.ts';
import { StreamingChecker, type StreamingVerdict, type StreamingViolation } from './streaming-checker.ts';

export type { StreamingLimits } from './limits.ts';
export type { StreamingVerdict, StreamingViolation, Undecided } from './streaming-checker.ts';

export interface Streaming<V extends Vocabulary> {
  /** Takes the next event, in the order in which they were recorded. Never throws on account of the history. */
  add(op: Op<V>): void;
  /** What was found so far. It is illegal whatever comes next, and never taken back. */
  violation(): StreamingViolation | undefined;
  /** No more events. `unknown` names the keys that were given up. */
  finish(): StreamingVerdict;
}

export function streamingLinearizable<V extends Vocabulary, S>(
  model: Model<V, S>,
  limits: Partial<StreamingLimits> = {},
): Streaming<V> {
  return new StreamingChecker(model, limits);
}
