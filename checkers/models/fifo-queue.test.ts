import type { QueueOps } from '../../histories/ops/queue.ts';
import type { Element } from '../../histories/ops/set.ts';
import type { Line } from '../operations.case.ts';
import { fifoQueue } from './fifo-queue.ts';
import { testRules } from './rules.case.ts';

const enqueue = (value: Element): Line<QueueOps> => ['enqueue', { value }, { value }, 0, 1];
const dequeue = (value: Element | null): Line<QueueOps> => ['dequeue', {}, { value }, 0, 1];

testRules(fifoQueue, [
  [[], dequeue(null), ['[]'], 'dequeue -> empty'],
  [[], dequeue(1), [], 'dequeue -> 1'],
  [[enqueue(1)], enqueue(2), ['[1 2]'], 'enqueue 2'],
  [[enqueue(1), enqueue(2)], dequeue(1), ['[2]'], 'dequeue -> 1'],
  [[enqueue(1), enqueue(2)], dequeue(2), [], 'dequeue -> 2'],
  [[enqueue(1)], dequeue('1'), [], 'dequeue -> "1"'],
  [[enqueue(1)], dequeue(null), [], 'dequeue -> empty'],
  [[enqueue(1), enqueue(2), dequeue(1)], enqueue(1), ['[2 1]'], 'enqueue 1'],
  [[enqueue(1)], ['enqueue', { key: 'k', value: 'x' }, undefined, 0], ['[1 "x"]'], 'enqueue k "x" -> ?'],
  [[enqueue(1), enqueue(2)], ['dequeue', {}, undefined, 0], ['[2]'], 'dequeue -> ?'],
  [[], ['dequeue', {}, undefined, 0], [], 'dequeue -> ?'],
]);
