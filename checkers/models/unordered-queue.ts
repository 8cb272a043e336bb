/**
 * A queue that gives back what was put in, in no order, empty at first. An enqueue puts a value in, a dequeue takes any
 * one that is in, or null from an empty queue. A dequeue of unknown outcome may have taken any; from an empty queue it
 * would have no effect, and need not be placed. One queue per key.
 */
import type { QueueOps } from '../../histories/ops/queue.ts';
import type { Model } from './model.ts';
import { describeQueueOperation, foundNothing, queueClass } from './queue-text.ts';
import { Bag } from './states/bag.ts';
import { describeElements, partitionByKey } from './texts.ts';
import { UnorderedReplayer } from './unordered-replayer.ts';

export const unorderedQueue: Model<QueueOps, Bag> = {
  name: 'unordered-queue',
  summary: 'A queue that gives its values back in any order; empty at first.',
  fs: ['enqueue', 'dequeue'],
  init: () => Bag.empty(),
  step(state, operation) {
    if (operation.f === 'enqueue') return [state.with(operation.input.value)];
    if (operation.outcome === 'info') return state.elements().map((element) => state.without(element));
    const { value } = operation.output;
    if (value === null) return state.size === 0 ? [state] : [];
    return state.has(value) ? [state.without(value)] : [];
  },
  key: ({ id }) => String(id),
  partition: partitionByKey,
  operationClass: queueClass,
  readonly: foundNothing,
  replayer: () => new UnorderedReplayer(),
  describe: describeQueueOperation,
  describeState: (state) => describeElements(state.toArray()),
};
