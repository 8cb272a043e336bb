/**
 * What the machine itself makes of longer histories: a loop that reads every operation as often as a check does, all told,
 * and does nothing with it. Where it grows faster than the number of operations, so does everything else.
 */
import type { Operation } from '../../histories/op.ts';
import type { Answer } from './ours.ts';

/** As a check of fenced locks does: names of operations, keys, ranks (2), acquires, releases, refused ones, the replay. */
const PASSES = 8;

export async function bareLoop(operations: readonly Operation[]): Promise<Answer> {
  let sum = 0;
  for (let pass = 0; pass < PASSES; pass++) {
    for (const { call, return: end, f, outcome, input } of operations) {
      sum += call + f.length + (outcome === 'ok' ? end : 0) + (Object.is(input, null) ? 1 : 0);
    }
  }
  return { valid: 'unknown', because: `nothing was asked (${sum})`, algorithm: 'none', configurations: 0 };
}
