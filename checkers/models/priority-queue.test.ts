import type { PriorityQueueOps } from '../../histories/ops/queue.ts';
import type { Line } from '../operations.case.ts';
import { priorityQueue } from './priority-queue.ts';
import { testRules } from './rules.case.ts';

const insert = (value: number): Line<PriorityQueueOps> => ['insert', { value }, { value }, 0, 1];
const poll = (value: number | null): Line<PriorityQueueOps> => ['poll', {}, { value }, 0, 1];

testRules(priorityQueue, [
  [[], poll(null), ['[]'], 'poll -> empty'],
  [[], poll(1), [], 'poll -> 1'],
  [[insert(10)], insert(9), ['[9 10]'], 'insert 9'],
  [[insert(10), insert(9)], poll(9), ['[10]'], 'poll -> 9'],
  [[insert(10), insert(9)], poll(10), [], 'poll -> 10'],
  [[insert(1), insert(1)], poll(1), ['[1]'], 'poll -> 1'],
  [[insert(1)], poll(null), [], 'poll -> empty'],
  [[insert(2)], ['insert', { key: 'k', value: -1.5 }, undefined, 0], ['[-1.5 2]'], 'insert k -1.5 -> ?'],
  [[insert(2), insert(1)], ['poll', {}, undefined, 0], ['[2]'], 'poll -> ?'],
  [[], ['poll', {}, undefined, 0], [], 'poll -> ?'],
]);
