/**
 * A queue of numbers that gives back the least, empty at first. An insert puts a number in, a poll takes the least one, or
 * null from an empty queue. A poll of unknown outcome takes the least where it is placed; from an empty queue it would
 * have no effect, and need not be placed. One queue per key.
 */
import type { Operation } from '../../histories/op.ts';
import type { PriorityQueueOps } from '../../histories/ops/queue.ts';
import type { Model } from './model.ts';
import { Bag } from './states/bag.ts';
import { Heap } from './states/heap.ts';
import { describeElements, describeOperation, partitionByKey } from './texts.ts';

export const priorityQueue: Model<PriorityQueueOps, Bag> = {
  name: 'priority-queue',
  summary: 'A queue of numbers that gives back the least one first; empty at first.',
  fs: ['insert', 'poll'],
  init: () => Bag.empty(),
  step(state, operation) {
    if (operation.f === 'insert') return [state.with(operation.input.value)];
    if (foundNothing(operation)) return state.size === 0 ? [state] : [];
    const { least } = state;
    if (least === undefined) return [];
    return operation.outcome === 'info' || operation.output.value === least ? [state.without(least)] : [];
  },
  key: ({ id }) => String(id),
  partition: partitionByKey,
  operationClass(operation) {
    if (operation.f === 'insert') return `+${operation.input.value}`;
    return operation.outcome === 'ok' ? String(operation.output.value) : '?';
  },
  readonly: foundNothing,
  replayer() {
    const heap = new Heap();
    return {
      apply(operation) {
        if (operation.f === 'insert') {
          heap.insert(operation.input.value);
          return true;
        }
        if (foundNothing(operation)) return heap.size === 0;
        const least = heap.take();
        return least !== undefined && (operation.outcome === 'info' || operation.output.value === least);
      },
    };
  },
  describe(operation) {
    if (operation.f === 'insert') return describeOperation(operation, String(operation.input.value), '');
    const value = operation.outcome === 'ok' ? operation.output.value : null;
    return describeOperation(operation, '', value === null ? 'empty' : String(value));
  },
  describeState: (state) => describeElements(state.toArray()),
};

function foundNothing(operation: Operation<PriorityQueueOps>): boolean {
  return operation.f === 'poll' && operation.outcome === 'ok' && operation.output.value === null;
}
