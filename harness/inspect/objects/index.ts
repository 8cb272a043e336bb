/** Whose words suit a history: told by the functions that occur, the particular before the general. */
import type { Attempt } from '../attempts.ts';
import { textOf } from '../stored-verdicts.ts';
import { counter } from './counter.ts';
import { lease } from './lease.ts';
import { mutex } from './mutex.ts';
import type { ObjectWords } from './object.ts';
import { queue } from './queue.ts';
import { register } from './register.ts';
import { set } from './set.ts';

/** Undefined for objects that nobody has words for: their operations are shown as the model describes them. */
export function wordsFor(attempts: readonly Attempt[]): ObjectWords | undefined {
  const [first] = attempts;
  if (first === undefined) return undefined;
  const isOfResource = textOf(first.input.resource) !== undefined;
  const isCounted = attempts.some(({ f, input }) => f === 'increment' || input.delta !== undefined);
  const all = isOfResource ? [isCounted ? counter : lease] : [isCounted ? counter : register, queue, mutex, set];
  return all.find(({ fs }) => attempts.every(({ f }) => fs.includes(f)));
}
