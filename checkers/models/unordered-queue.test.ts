import type { QueueOps } from '../../histories/ops/queue.ts';
import type { Element } from '../../histories/ops/set.ts';
import type { Line } from '../operations.case.ts';
import { testRules } from './rules.case.ts';
import { unorderedQueue } from './unordered-queue.ts';

const enqueue = (value: Element): Line<QueueOps> => ['enqueue', { value }, { value }, 0, 1];
const dequeue = (value: Element | null): Line<QueueOps> => ['dequeue', {}, { value }, 0, 1];

testRules(unorderedQueue, [
  [[], dequeue(null), ['[]'], 'dequeue -> empty'],
  [[enqueue(2)], enqueue(1), ['[1 2]'], 'enqueue 1'],
  [[enqueue(1)], enqueue(1), ['[1 1]'], 'enqueue 1'],
  [[enqueue(1), enqueue(2)], dequeue(2), ['[1]'], 'dequeue -> 2'],
  [[enqueue(1), enqueue(1)], dequeue(1), ['[1]'], 'dequeue -> 1'],
  [[enqueue(1)], dequeue(2), [], 'dequeue -> 2'],
  [[enqueue(1)], dequeue('1'), [], 'dequeue -> "1"'],
  [[enqueue(1)], dequeue(null), [], 'dequeue -> empty'],
  [[enqueue(1)], ['enqueue', { value: 'x' }, undefined, 0], ['[1 "x"]'], 'enqueue "x" -> ?'],
  [[enqueue(1), enqueue(2), enqueue(2)], ['dequeue', {}, undefined, 0], ['[2 2]', '[1 2]'], 'dequeue -> ?'],
  [[], ['dequeue', {}, undefined, 0], [], 'dequeue -> ?'],
]);
