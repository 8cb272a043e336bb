/** The algorithms for each model, by its name, in the order to try them. A model that is not here has but the search. */
import type { Vocabulary } from '../../../histories/op.ts';
import { casRegister } from '../../models/cas-register.ts';
import { kv } from '../../models/kv.ts';
import { register } from '../../models/register.ts';
import type { Algorithm } from './algorithm.ts';
import { appendListPrefixes } from './append-list.ts';
import { fencedLockTokens } from './fenced-lock.ts';
import { fifoQueuePatterns } from './fifo-queue.ts';
import { firstFit } from './first-fit.ts';
import { gSetInclusion } from './g-set.ts';
import { priorityQueueGaps } from './priority-queue.ts';
import { registerSources } from './register-sources.ts';
import { registerZones } from './register-zones.ts';
import { setTurns } from './set.ts';
import { stackStretches } from './stack.ts';
import { uniqueIdsDistinct } from './unique-ids.ts';
import { unorderedQueueGaps } from './unordered-queue.ts';

export const algorithms = {
  register: [firstFit(register, { retreats: 0.04 }), registerZones, registerSources],
  'cas-register': [firstFit(casRegister, { retreats: 0.04 }), registerZones, registerSources],
  kv: [firstFit(kv, { retreats: 0.1, mostOperations: 5_000 })],
  set: [setTurns],
  'g-set': [gSetInclusion],
  'fifo-queue': [fifoQueuePatterns],
  'unordered-queue': [unorderedQueueGaps],
  stack: [stackStretches],
  'priority-queue': [priorityQueueGaps],
  'append-list': [appendListPrefixes],
  'fenced-lock': [fencedLockTokens],
  'unique-ids': [uniqueIdsDistinct],
} as const;

/** The algorithms for the model of this name; none for most. */
export function algorithmsFor(model: string): readonly Algorithm<Vocabulary>[] {
  if (!Object.hasOwn(algorithms, model)) return [];
  return algorithms[model as keyof typeof algorithms] as unknown as readonly Algorithm<Vocabulary>[];
}
