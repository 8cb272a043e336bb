/** For the end of a workload: attempts, not too many at a time, until one succeeds. */
import { msToNs } from '../core/time.ts';
import { untilOk } from '../generators/bounds.ts';
import type { Generator } from '../generators/generator.ts';
import { delay } from '../generators/timing.ts';

/** Between two attempts of one thread: a cluster that is electing needs time, not load. */
const RETRY_DELAY_MS = 200;

export function insist<O>(attempts: Generator<O>): Generator<O> {
  return untilOk(delay(msToNs(RETRY_DELAY_MS), attempts));
}
