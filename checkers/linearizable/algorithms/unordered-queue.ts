/**
 * Queues that give back what was put in, in no order: values have nothing to do with each other, and only a dequeue that
 * found nothing ties them together. Takes each value out as soon and puts it in as late as can be, which leaves the
 * greatest number of gaps empty.
 */
import type { QueueOps } from '../../../histories/ops/queue.ts';
import { Workbench } from '../workbench.ts';
import type { Algorithm } from './algorithm.ts';
import { queueContainer } from './containers.ts';
import { freeGapsOf, gapsOfEmpties, orderByGaps } from './gaps.ts';
import { itemsOf, withOpenTakes } from './items.ts';

export const unorderedQueueGaps: Algorithm<QueueOps> = {
  name: 'unordered-queue-gaps',
  source:
    'The patterns VFresh, VRepet and VWit, which do without an order, of Henzinger, Sezgin, Vafeiadis: Aspect-Oriented Linearizability Proofs (2013, doi 10.1007/978-3-642-40184-8_18)',
  complexity: 'O(n)',
  condition: 'No value is enqueued twice.',
  decide(operations, { timeline } = new Workbench(operations)) {
    const found = itemsOf(operations, timeline, queueContainer);
    if ('decision' in found) return found;
    const items = found.openTakes.length === 0 ? found : withOpenTakes(found, timeline);
    const emptyGap = gapsOfEmpties(items, freeGapsOf(items, timeline), timeline, queueContainer);
    if ('decision' in emptyGap) return emptyGap;
    const takeGap = items.takeStart;
    const placement = {
      sequence: items.put.map((_, item) => item),
      putGap: items.putEnd.map((end, item) => Math.min(end - 1, takeGap[item] ?? 0)),
      takeGap,
      emptyGap,
    };
    return { decision: 'legal', order: orderByGaps(items, placement, timeline) };
  },
};
