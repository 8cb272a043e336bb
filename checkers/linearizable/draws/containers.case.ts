/** Random invocations of counters, sets, lists, queues and of a service that hands out identifiers. */
import type { AppendListOps } from '../../../histories/ops/append-list.ts';
import type { CounterOps } from '../../../histories/ops/counter.ts';
import type { PriorityQueueOps, QueueOps, StackOps } from '../../../histories/ops/queue.ts';
import type { Element, GrowOnlySetOps, SetOps } from '../../../histories/ops/set.ts';
import type { UniqueIdsOps } from '../../../histories/ops/unique-ids.ts';
import type { Draw } from '../oracle.case.ts';

/** The last two look alike and are not. */
const elements: readonly Element[] = [2, 1, '1'];

export const drawCounter: Draw<CounterOps> = {
  input(random) {
    const f = random.pick(['add', 'read'] as const);
    return { f, input: f === 'read' ? {} : { delta: random.pick([-1, 0, 1, 1, 2]) } };
  },
  outputs: (f, input) => (f === 'read' ? [-2, -1, 0, 1, 2, 3, 4, 5].map((value) => ({ value })) : [input]),
};

export const drawSet: Draw<SetOps> = {
  input: (random) => ({
    f: random.pick(['add', 'remove', 'contains'] as const),
    input: { element: random.pick(elements.slice(1)) },
  }),
  outputs(f, input) {
    const field = f === 'add' ? 'added' : f === 'remove' ? 'removed' : 'found';
    return [true, false].map((answer) => ({ ...(input as object), [field]: answer }));
  },
};

export const drawGrowOnlySet: Draw<GrowOnlySetOps> = {
  input(random) {
    const f = random.pick(['add', 'read'] as const);
    return { f, input: f === 'read' ? {} : { element: random.pick(elements) } };
  },
  outputs(f, input, random) {
    if (f === 'add') return [input];
    const subsets: Element[][] = [[]];
    for (const element of elements) subsets.push(...subsets.map((subset) => [...subset, element]));
    return [...subsets, [1, 1]].map((subset) => ({ elements: random.shuffle(subset) }));
  },
};

export const drawAppendList: Draw<AppendListOps> = {
  input(random) {
    const f = random.pick(['append', 'read', 'read'] as const);
    return { f, input: f === 'read' ? {} : { element: random.pick(elements.slice(1)) } };
  },
  outputs(f, input) {
    if (f === 'append') return [input];
    const lists: Element[][] = [[]];
    for (let from = 0; from < 7; from++) {
      const list = lists[from] ?? [];
      lists.push(...elements.slice(1).map((element) => [...list, element]));
    }
    return lists.map((list) => ({ elements: list }));
  },
};

export const drawQueue: Draw<QueueOps> = {
  input(random) {
    const f = random.pick(['enqueue', 'dequeue'] as const);
    return { f, input: f === 'dequeue' ? {} : { value: random.pick(elements) } };
  },
  outputs: (f, input) => (f === 'dequeue' ? [null, ...elements].map((value) => ({ value })) : [input]),
};

export const drawStack: Draw<StackOps> = {
  input(random) {
    const f = random.pick(['push', 'pop'] as const);
    return { f, input: f === 'pop' ? {} : { value: random.pick(elements) } };
  },
  outputs: (f, input) => (f === 'pop' ? [null, ...elements].map((value) => ({ value })) : [input]),
};

export const drawPriorityQueue: Draw<PriorityQueueOps> = {
  input(random) {
    const f = random.pick(['insert', 'poll'] as const);
    return { f, input: f === 'poll' ? {} : { value: random.int(3) } };
  },
  outputs: (f, input) => (f === 'poll' ? [null, 0, 1, 2].map((value) => ({ value })) : [input]),
};

export const drawUniqueIds: Draw<UniqueIdsOps> = {
  input: () => ({ f: 'generate', input: {} }),
  outputs: () => [0, 1, 2, 3, 4, '1', '2', '3'].map((id) => ({ id })),
};
