/**
 * What the machine itself makes of longer histories: a loop that reads every operation as often as a check does, all told,
 * and does nothing with it. Where it grows faster than the number of operations, so does everything else.
 */
import type { Operation } from '../../histories/op.ts';
import type { Answer } from './ours.ts';

/** Strangers, keys, ranks twice, what is written and read, observers, the replay twice, and names of the order. */
const PASSES = 10;

export async function bareLoop(operations: readonly Operation[]): Promise<Answer> {
  let sum = 0;
  for (let pass = 0; pass < PASSES; pass++) {
    for (const { call, return: end, f, outcome, input } of operations) {
      sum += call + f.length + (outcome === 'ok' ? end : 0) + (Object.is(input, null) ? 1 : 0);
    }
  }
  return { valid: 'unknown', because: `nothing was asked (${sum})`, algorithm: 'none', configurations: 0 };
}
