/**
 * Stacks. A value is certainly inside from the end of its push to the start of its pop. One for which there is no such
 * time may be pushed and popped in one go and is out of the way. Where no value is certainly inside, the history falls
 * apart into stretches of their own. In a stretch, some value must be pushed before and popped after all the others; any
 * one whose push and pop allow it will do, and without it the stretch falls apart further. If there is none, the history
 * is illegal. See stretches.ts for how that is done in O(n log n).
 */
import type { StackOps } from '../../../histories/ops/queue.ts';
import type { Timeline } from '../timeline.ts';
import { Workbench } from '../workbench.ts';
import type { Algorithm, Decision } from './algorithm.ts';
import { stackContainer } from './containers.ts';
import { illegal, legal, text } from './decisions.ts';
import { freeGapsOf, gapsOfEmpties } from './gaps.ts';
import { type Items, itemsOf } from './items.ts';
import { decideWithOpenTakes } from './open-takes.ts';
import { sortByKey } from './order.ts';
import { nest } from './stretches.ts';
import { covering, operationsOn } from './witnesses.ts';

export const stackStretches: Algorithm<StackOps> = {
  name: 'stack-stretches',
  source:
    'Lee, Mathur: Efficient Decrease-and-Conquer Linearizability Monitoring (2025, arXiv 2410.04581), the section on stacks; our own proof and data structures',
  complexity: 'O(n log n)',
  condition: 'No value is pushed twice; with pops of unknown outcome it may leave the question open.',
  decide(operations, { timeline } = new Workbench(operations)) {
    const items = itemsOf(operations, timeline, stackContainer);
    if ('decision' in items) return items;
    return decideWithOpenTakes(items, timeline, { decide: decideItems, byPrecedence: lowestFirst });
  },
};

function decideItems(items: Items, timeline: Timeline): Decision {
  const emptyGap = gapsOfEmpties(items, freeGapsOf(items, timeline), timeline, stackContainer);
  if ('decision' in emptyGap) return emptyGap;
  const nested = nest(items, timeline);
  if ('stuck' in nested) return crossed(items, nested.stuck, timeline);
  return legal(inTime(items, nested.sequence, emptyGap, timeline));
}

/** A value that was pushed after another is above it, and in the way of its pop; takes that found nothing are below all. */
function lowestFirst(items: Items, timeline: Timeline): Int32Array {
  const keys = items.take.map((take, item) => (take === -1 ? items.putCall[item] : items.putEnd[item]) ?? 0);
  return sortByKey(
    items.put.map((_, item) => item),
    keys,
    timeline.events.length,
  );
}

/**
 * Gives each operation of the nested sequence the first moment when it can take effect, and puts the others where they
 * belong: values that nothing depends on, and operations that found the stack empty, at a gap without values.
 */
function inTime(items: Items, sequence: Int32Array, emptyGap: Int32Array, timeline: Timeline): Int32Array {
  const emptyBefore = new Int32Array(timeline.events.length + 1).fill(-1);
  for (const gap of emptyGap) emptyBefore[gap + 1] = gap;
  for (let rank = 1; rank < emptyBefore.length; rank++) {
    if (emptyBefore[rank] === -1) emptyBefore[rank] = emptyBefore[rank - 1] ?? -1;
  }
  const order = new Int32Array(2 * items.put.length + emptyGap.length);
  const keys = new Int32Array(order.length);
  let size = 0;
  const place = (position: number, key: number): void => {
    order[size] = position;
    keys[size++] = key;
  };
  const nested = new Uint8Array(items.put.length);
  let now = 0;
  for (const step of sequence) {
    const item = step >> 1;
    nested[item] = 1;
    const position = (step & 1 ? items.take[item] : items.put[item]) ?? 0;
    // Behind the operations that found the stack empty before this value came.
    const gap = emptyBefore[items.putEnd[item] ?? 0] ?? -1;
    now = Math.max(now, 3 * (timeline.call[position] ?? 0), 3 * gap + 2);
    place(position, now);
  }
  for (let item = 0; item < nested.length; item++) {
    if (nested[item] === 1) continue;
    const gap = items.takeStart[item] ?? 0;
    place(items.put[item] ?? 0, 3 * gap);
    place(items.take[item] ?? 0, 3 * gap);
  }
  for (let i = 0; i < emptyGap.length; i++) place(items.empties[i] ?? 0, 3 * (emptyGap[i] ?? 0) + 1);
  return sortByKey(order.subarray(0, size), keys.subarray(0, size), 3 * timeline.events.length);
}

/** Values that are inside one after the other, and none of them below all the others. */
function crossed(items: Items, stuck: Int32Array, timeline: Timeline): Decision {
  let first = Infinity;
  let end = 0;
  for (const item of stuck) {
    first = Math.min(first, items.putEnd[item] ?? 0);
    end = Math.max(end, items.takeStart[item] ?? 0);
  }
  const chain = covering(items, stuck, first, end, timeline);
  const [lower, upper] = chain;
  let because = `Of ${chain.length} values that were in the stack one after the other, none can have been below all the others.`;
  if (chain.length === 2 && lower !== undefined && upper !== undefined) {
    const [below, above] = [text(items.values[lower] ?? 0), text(items.values[upper] ?? 0)];
    because =
      items.take[upper] === -1
        ? `Value ${below} was popped although ${above}, pushed after it and before its pop, was never popped.`
        : `Value ${below} was popped before ${above} was, although ${above} was pushed after ${below} and before that pop.`;
  }
  return illegal(because, operationsOn(items, chain));
}
