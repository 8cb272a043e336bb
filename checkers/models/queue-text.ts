/** What the models of queues have in common, in whatever order they give back: classes, and words. */
import type { Operation } from '../../histories/op.ts';
import type { QueueOps } from '../../histories/ops/queue.ts';
import { describeOperation, scalarText, tag } from './texts.ts';

export function foundNothing(operation: Operation<QueueOps>): boolean {
  return operation.f === 'dequeue' && operation.outcome === 'ok' && operation.output.value === null;
}

export function queueClass(operation: Operation<QueueOps>): string {
  if (operation.f === 'enqueue') return `+${tag(operation.input.value)}`;
  return operation.outcome === 'ok' ? tag(operation.output.value) : '?';
}

export function describeQueueOperation(operation: Operation<QueueOps>): string {
  if (operation.f === 'enqueue') return describeOperation(operation, scalarText(operation.input.value), '');
  const value = operation.outcome === 'ok' ? operation.output.value : null;
  return describeOperation(operation, '', value === null ? 'empty' : scalarText(value));
}
