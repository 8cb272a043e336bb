/**
 * FIFO queues. Value a must go before b if a was enqueued before b was, or dequeued before b was; a history is legal if
 * that has no contradiction, and every dequeue that found nothing has a gap without values. Both relations compare
 * intervals, and of those a circle is never longer than two: so the values can be peeled off from the front, and where
 * that gets stuck two values are the reason. Open dequeues take, in their order, what was left the longest; that is best
 * for every other operation at once, so that histories with unknown outcomes are decided too.
 */
import type { QueueOps } from '../../../histories/ops/queue.ts';
import { NEVER, type Timeline } from '../timeline.ts';
import { Workbench } from '../workbench.ts';
import type { Algorithm, Decision } from './algorithm.ts';
import { queueContainer } from './containers.ts';
import { illegal, legal, text } from './decisions.ts';
import { freeGapsOf, gapsOfEmpties, orderByGaps, type Placement } from './gaps.ts';
import { type Items, itemsOf, withOpenTakes } from './items.ts';
import { operationsOn } from './witnesses.ts';

export const fifoQueuePatterns: Algorithm<QueueOps> = {
  name: 'fifo-queue-patterns',
  source:
    'The patterns VFresh, VRepet, VOrd and VWit of Henzinger, Sezgin, Vafeiadis: Aspect-Oriented Linearizability Proofs (2013, doi 10.1007/978-3-642-40184-8_18), as in Bouajjani, Emmi, Enea, Hamza: On Reducing Linearizability to State Reachability (2015, arXiv 1502.06882); our own order and treatment of open operations',
  complexity: 'O(n)',
  condition: 'No value is enqueued twice.',
  decide(operations, { timeline } = new Workbench(operations)) {
    const found = itemsOf(operations, timeline, queueContainer);
    if ('decision' in found) return found;
    const items = found.openTakes.length === 0 ? found : withOpenTakes(found, timeline);
    const front = peel(items, timeline);
    if (front === undefined) return outOfOrder(items, timeline);
    const emptyGap = gapsOfEmpties(items, freeGapsOf(items, timeline), timeline, queueContainer);
    if ('decision' in emptyGap) return emptyGap;
    return legal(orderByGaps(items, placementOf(front, emptyGap, items), timeline));
  },
};

/** All values, each before whatever must go after it; undefined if there is no such order. */
function peel(items: Items, timeline: Timeline): Int32Array | undefined {
  const count = items.put.length;
  const ranks = timeline.events.length;
  const putCallAt = byRank(items.putCall, ranks);
  const putEndAt = byRank(items.putEnd, ranks);
  const takeStartAt = byRank(items.takeStart, ranks);
  const takeEndAt = byRank(items.takeEnd, ranks);
  const sequence = new Int32Array(count);
  let peeled = 0;
  // A value comes off when no put and no take of what is still there must precede its own: 1 for each.
  const cleared = new Uint8Array(count);
  const PEELED = 3;
  const clear = (item: number): void => {
    const times = (cleared[item] ?? 0) + 1;
    cleared[item] = times;
    if (times < 2) return;
    cleared[item] = PEELED;
    sequence[peeled++] = item;
  };
  // Puts go ahead as far as they can before each take: then a value whose take begins after some gap comes off after all
  // values that are certainly in before it, and no empty queue is seen with both kinds mixed up.
  let puts = 0;
  for (let takes = 0; takes <= ranks; takes++) {
    for (; puts < ranks; puts++) {
      const ending = putEndAt[puts] ?? -1;
      if (ending !== -1 && cleared[ending] !== PEELED) break;
      const called = putCallAt[puts] ?? -1;
      if (called !== -1) clear(called);
    }
    const ending = takeEndAt[takes] ?? -1;
    if (ending !== -1 && cleared[ending] !== PEELED) break;
    const called = takeStartAt[takes] ?? -1;
    if (called !== -1) clear(called);
  }
  // What stays in the queue goes last.
  for (let rank = 0; rank < ranks; rank++) {
    const item = putCallAt[rank] ?? -1;
    if (item === -1 || cleared[item] === PEELED) continue;
    if ((items.takeStart[item] ?? 0) < NEVER) return undefined;
    sequence[peeled++] = item;
  }
  return sequence;
}

/** The item at each rank; a rank never belongs to two. */
function byRank(ranksOfItems: Int32Array, ranks: number): Int32Array {
  const at = new Int32Array(ranks).fill(-1);
  for (let item = 0; item < ranksOfItems.length; item++) {
    const rank = ranksOfItems[item] ?? 0;
    if (rank < ranks) at[rank] = item;
  }
  return at;
}

/** Each value is taken as soon as those before it are, and put in as late as its own take and those behind it allow. */
function placementOf(sequence: Int32Array, emptyGap: Int32Array, items: Items): Placement {
  const putGap = new Int32Array(sequence.length);
  const takeGap = new Int32Array(sequence.length);
  let earliest = 0;
  for (const item of sequence) {
    earliest = Math.max(earliest, items.takeStart[item] ?? 0);
    takeGap[item] = earliest;
  }
  let latest = NEVER;
  for (let i = sequence.length - 1; i >= 0; i--) {
    const item = sequence[i] ?? 0;
    latest = Math.min(latest, (items.putEnd[item] ?? 0) - 1, takeGap[item] ?? 0);
    putGap[item] = latest;
  }
  return { sequence, putGap, takeGap, emptyGap };
}

/** Values a and b, a certainly enqueued first and b certainly dequeued first. */
function outOfOrder(items: Items, timeline: Timeline): Decision {
  const ranks = timeline.events.length;
  const putCallAt = byRank(items.putCall, ranks);
  const putEndAt = byRank(items.putEnd, ranks);
  let latest = -1;
  for (let rank = 0; rank < ranks; rank++) {
    const ended = putEndAt[rank] ?? -1;
    const start = items.takeStart[ended] ?? 0;
    // Of those that are never dequeued the first one will do.
    if (ended !== -1 && start > (latest === -1 ? -1 : (items.takeStart[latest] ?? 0))) latest = ended;
    const b = putCallAt[rank] ?? -1;
    if (b === -1 || latest === -1 || (items.takeStart[latest] ?? 0) <= (items.takeEnd[b] ?? 0)) continue;
    // Of the values that were left, the first that no open dequeue was called for in time.
    const isLeft = items.left.includes(latest);
    const a = isLeft
      ? (items.left.find((item) => (items.takeStart[item] ?? 0) > (items.takeEnd[b] ?? 0)) ?? latest)
      : latest;
    const [first, second] = [text(items.values[a] ?? 0), text(items.values[b] ?? 0)];
    const because = isLeft
      ? `Value ${second} was dequeued, although ${first} was enqueued before ${second} was and nobody had dequeued it.`
      : `Value ${second} was dequeued before value ${first}, although ${first} was enqueued before ${second} was.`;
    return illegal(because, operationsOn(items, [a, b]));
  }
  throw new Error('the values have no order, and no two of them are the reason');
}
