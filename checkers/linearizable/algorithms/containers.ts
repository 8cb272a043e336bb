/** How the vocabularies of queues, stacks and priority queues put in and take out. */
import type { PriorityQueueOps, QueueOps, StackOps } from '../../../histories/ops/queue.ts';
import type { Container } from './items.ts';

export const queueContainer: Container<QueueOps> = {
  name: 'queue',
  put: 'enqueued',
  taken: 'dequeued',
  putOf: (operation) => (operation.f === 'enqueue' ? operation.input.value : undefined),
  takenOf: (operation) =>
    operation.f === 'dequeue' && operation.outcome === 'ok' ? operation.output.value : undefined,
};

export const stackContainer: Container<StackOps> = {
  name: 'stack',
  put: 'pushed',
  taken: 'popped',
  putOf: (operation) => (operation.f === 'push' ? operation.input.value : undefined),
  takenOf: (operation) => (operation.f === 'pop' && operation.outcome === 'ok' ? operation.output.value : undefined),
};

export const priorityQueueContainer: Container<PriorityQueueOps> = {
  name: 'priority queue',
  put: 'inserted',
  taken: 'polled',
  putOf: (operation) => (operation.f === 'insert' ? operation.input.value : undefined),
  takenOf: (operation) => (operation.f === 'poll' && operation.outcome === 'ok' ? operation.output.value : undefined),
};
