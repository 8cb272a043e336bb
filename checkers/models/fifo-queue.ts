/**
 * A queue, empty at first. An enqueue puts a value at its end, a dequeue takes the one at its front, or null from an empty
 * queue. A dequeue of unknown outcome takes whatever is in front where it is placed; from an empty queue it would have no
 * effect, and need not be placed. One queue per key.
 */
import type { QueueOps } from '../../histories/ops/queue.ts';
import type { Element } from '../../histories/ops/set.ts';
import type { Model } from './model.ts';
import { describeQueueOperation, foundNothing, queueClass } from './queue-text.ts';
import { Fifo } from './states/fifo.ts';
import { describeElements, partitionByKey } from './texts.ts';

export const fifoQueue: Model<QueueOps, Fifo> = {
  name: 'fifo-queue',
  summary: 'A queue: the first value enqueued is the first one dequeued; empty at first.',
  fs: ['enqueue', 'dequeue'],
  init: () => Fifo.empty(),
  step(state, operation) {
    if (operation.f === 'enqueue') return [state.enqueue(operation.input.value)];
    if (foundNothing(operation)) return state.length === 0 ? [state] : [];
    const { front } = state;
    if (front === undefined) return [];
    return operation.outcome === 'info' || operation.output.value === front ? [state.rest] : [];
  },
  key: ({ id }) => String(id),
  partition: partitionByKey,
  operationClass: queueClass,
  readonly: foundNothing,
  replayer() {
    const values: Element[] = [];
    let taken = 0;
    return {
      apply(operation) {
        if (operation.f === 'enqueue') return values.push(operation.input.value) > 0;
        if (foundNothing(operation)) return taken === values.length;
        const front = values[taken++];
        return front !== undefined && (operation.outcome === 'info' || operation.output.value === front);
      },
    };
  },
  describe: describeQueueOperation,
  describeState: (state) => describeElements(state.toArray()),
};
