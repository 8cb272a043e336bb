/**
 * The vocabularies of containers that give back what was put in: queues (first in, first out, or in any order), stacks
 * and priority queues (`poll` takes the least). Taking from an empty one completes `ok` with null: an observation.
 */
import type { Keyed } from './key.ts';
import type { Element } from './set.ts';

export type QueueOps = {
  enqueue: { input: Keyed & { value: Element }; output: Keyed & { value: Element } };
  dequeue: { input: Keyed; output: Keyed & { value: Element | null } };
};

export type StackOps = {
  push: { input: Keyed & { value: Element }; output: Keyed & { value: Element } };
  pop: { input: Keyed; output: Keyed & { value: Element | null } };
};

export type PriorityQueueOps = {
  insert: { input: Keyed & { value: number }; output: Keyed & { value: number } };
  poll: { input: Keyed; output: Keyed & { value: number | null } };
};
