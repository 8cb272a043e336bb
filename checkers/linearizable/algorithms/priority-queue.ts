/**
 * Priority queues. To a value the greater ones do not exist, and it is polled in a gap where no smaller one is inside:
 * like an operation that finds the queue of all smaller values empty. So the values are taken in ascending order, each
 * polled in the first gap that the smaller ones leave free, and each covers in turn the gaps where it is certainly
 * inside. Putting each in as late as possible makes those choices fit together.
 *
 * Which value an open poll took is guessed (see open-takes.ts): an order found that way is proof, a failure is none unless
 * the values that were taken for certain fail by themselves.
 */
import type { PriorityQueueOps } from '../../../histories/ops/queue.ts';
import { NEVER, type Timeline } from '../timeline.ts';
import { Workbench } from '../workbench.ts';
import type { Algorithm, Decision } from './algorithm.ts';
import { priorityQueueContainer } from './containers.ts';
import { illegal, legal, text } from './decisions.ts';
import { FreeGaps } from './free-gaps.ts';
import { gapsOfEmpties, orderByGaps } from './gaps.ts';
import { type Items, itemsOf } from './items.ts';
import { decideWithOpenTakes } from './open-takes.ts';
import { indicesByNumber } from './sort-numbers.ts';
import { covering, operationsOn } from './witnesses.ts';

export const priorityQueueGaps: Algorithm<PriorityQueueOps> = {
  name: 'priority-queue-gaps',
  source:
    'Lee, Mathur: Efficient Decrease-and-Conquer Linearizability Monitoring (2025, arXiv 2410.04581), the section on priority queues; our own construction of the order',
  complexity: 'O(n log n)',
  condition: 'No number is inserted twice; with polls of unknown outcome it may leave the question open.',
  decide(operations, { timeline } = new Workbench(operations)) {
    const items = itemsOf(operations, timeline, priorityQueueContainer);
    if ('decision' in items) return items;
    return decideWithOpenTakes(items, timeline, {
      decide: decideItems,
      byPrecedence: (all) => ascending(all).reverse(),
    });
  },
};

function decideItems(items: Items, timeline: Timeline): Decision {
  const sequence = ascending(items);
  const free = new FreeGaps(timeline.events.length);
  const takeGap = new Int32Array(sequence.length);
  for (let i = 0; i < sequence.length; i++) {
    const item = sequence[i] ?? 0;
    const start = items.takeStart[item] ?? 0;
    const end = items.takeEnd[item] ?? 0;
    const taken = start < NEVER;
    const gap = taken ? free.from(start) : start;
    if (taken && gap >= Math.min(end, timeline.events.length))
      return blocked(items, sequence.subarray(0, i), item, timeline);
    takeGap[item] = gap;
    free.cover(items.putEnd[item] ?? 0, start);
  }
  const emptyGap = gapsOfEmpties(items, free, timeline, priorityQueueContainer);
  if ('decision' in emptyGap) return emptyGap;
  const putGap = items.putEnd.map((end, item) => Math.min(end - 1, takeGap[item] ?? 0));
  return legal(orderByGaps(items, { sequence, putGap, takeGap, emptyGap }, timeline));
}

const ascending = (items: Items): Int32Array => indicesByNumber(Float64Array.from(items.values, Number));

function blocked(items: Items, smaller: Int32Array, item: number, timeline: Timeline): Decision {
  const end = Math.min(items.takeEnd[item] ?? 0, timeline.events.length);
  const chain = covering(items, smaller, items.takeStart[item] ?? 0, end, timeline);
  const value = text(items.values[item] ?? 0);
  const [one] = chain;
  const because =
    chain.length === 1
      ? `Value ${value} was polled while the smaller ${text(items.values[one ?? 0] ?? 0)} was in the queue.`
      : `Value ${value} was polled, although there was a smaller one in the queue all the while.`;
  return illegal(because, operationsOn(items, [...chain, item]));
}
