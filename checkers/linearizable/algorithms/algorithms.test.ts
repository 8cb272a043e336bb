/** Every algorithm against brute force, on small histories; see agreement.support.ts. */
import { describe, expect, test } from 'vitest';
import type { Operation } from '../../../histories/op.ts';
import type { PriorityQueueOps, StackOps } from '../../../histories/ops/queue.ts';
import type { RegisterOps } from '../../../histories/ops/register.ts';
import type { UniqueIdsOps } from '../../../histories/ops/unique-ids.ts';
import { appendList } from '../../models/append-list.ts';
import { casRegister } from '../../models/cas-register.ts';
import { fencedLock } from '../../models/fenced-lock.ts';
import { fifoQueue } from '../../models/fifo-queue.ts';
import { gSet } from '../../models/g-set.ts';
import type { Model } from '../../models/model.ts';
import { priorityQueue } from '../../models/priority-queue.ts';
import { set } from '../../models/set.ts';
import { stack } from '../../models/stack.ts';
import { unorderedQueue } from '../../models/unordered-queue.ts';
import { agreesWithBruteForce } from './agreement.support.ts';
import { appendListPrefixes } from './append-list.ts';
import {
  fencing,
  fewIds,
  oneElement,
  uniqueAdds,
  uniqueAppends,
  uniquePriorities,
  uniqueQueue,
  uniqueRegister,
  uniqueStack,
} from './draws.support.ts';
import { fencedLockTokens } from './fenced-lock.ts';
import { fifoQueuePatterns } from './fifo-queue.ts';
import { gSetInclusion } from './g-set.ts';
import { priorityQueueGaps } from './priority-queue.ts';
import { registerZones } from './register-zones.ts';
import { setTurns } from './set.ts';
import { stackStretches } from './stack.ts';
import { uniqueIdsDistinct } from './unique-ids.ts';
import { unorderedQueueGaps } from './unordered-queue.ts';

const cases = 3_000;
const open = [0, 0, 0.15, 0.3];
/** The model judges each identifier by itself; here is the whole. */
const allIds: Model<UniqueIdsOps, readonly (number | string)[]> = {
  name: 'all-ids',
  summary: 'Hands out identifiers, none of them twice.',
  fs: ['generate'],
  init: () => [],
  step(used, operation) {
    if (operation.outcome === 'info') return [used];
    const { id } = operation.output;
    return used.includes(id) ? [] : [[...used, id]];
  },
  key: JSON.stringify,
  describe: ({ f }) => f,
};

const isOpen = ({ outcome }: { readonly outcome: 'ok' | 'info' }): boolean => outcome === 'info';

describe('brute force agrees with', () => {
  test('register zones', () => {
    agreesWithBruteForce({
      algorithm: registerZones,
      model: casRegister,
      draw: () => uniqueRegister(false),
      cases,
      open,
    });
  });

  test('register zones where compare-and-sets are refused', () => {
    agreesWithBruteForce({
      algorithm: registerZones,
      model: casRegister,
      draw: () => uniqueRegister(true),
      cases,
      open,
      undecidedPercent: 10,
      mayBeUndecided: (operations: readonly Operation<RegisterOps>[]) => operations.some(({ f }) => f === 'cas'),
    });
  });

  test('the patterns of FIFO queues', () => {
    agreesWithBruteForce({ algorithm: fifoQueuePatterns, model: fifoQueue, draw: uniqueQueue, cases, open });
  });

  test('the gaps of unordered queues', () => {
    agreesWithBruteForce({ algorithm: unorderedQueueGaps, model: unorderedQueue, draw: uniqueQueue, cases, open });
  });

  test('the gaps of priority queues', () => {
    agreesWithBruteForce({
      algorithm: priorityQueueGaps,
      model: priorityQueue,
      draw: uniquePriorities,
      cases,
      open,
      undecidedPercent: 10,
      mayBeUndecided: (operations: readonly Operation<PriorityQueueOps>[]) =>
        operations.some((operation) => operation.f === 'poll' && isOpen(operation)),
    });
  });

  test('the stretches of stacks', () => {
    agreesWithBruteForce({
      algorithm: stackStretches,
      model: stack,
      draw: uniqueStack,
      cases,
      open,
      undecidedPercent: 10,
      mayBeUndecided: (operations: readonly Operation<StackOps>[]) =>
        operations.some((operation) => operation.f === 'pop' && isOpen(operation)),
    });
  });

  test('the turns of an element of a set', () => {
    agreesWithBruteForce({ algorithm: setTurns, model: set, draw: oneElement, cases, open, namedAlone: true });
  });

  test('the prefixes of lists', () => {
    agreesWithBruteForce({ algorithm: appendListPrefixes, model: appendList, draw: uniqueAppends, cases, open });
  });

  test('the inclusion of grow-only sets', () => {
    agreesWithBruteForce({ algorithm: gSetInclusion, model: gSet, draw: uniqueAdds, cases, open });
  });

  test('the tokens of fenced locks', () => {
    agreesWithBruteForce({
      algorithm: fencedLockTokens,
      model: fencedLock,
      draw: fencing,
      cases,
      open,
      undecidedPercent: 10,
      mayBeUndecided: (operations) => operations.some(isOpen),
    });
  });

  test('distinct identifiers', () => {
    const counts = agreesWithBruteForce({ algorithm: uniqueIdsDistinct, model: allIds, draw: fewIds, cases, open });
    expect(counts.undecided).toBe(0);
  });
});
