/** Counters, sets, queues, stacks, lists and identifiers, as their clients use them. */
import type { Random } from '../../../../harness/core/random.ts';
import type { AppendListOps } from '../../../../histories/ops/append-list.ts';
import type { CounterOps } from '../../../../histories/ops/counter.ts';
import type { PriorityQueueOps, QueueOps, StackOps } from '../../../../histories/ops/queue.ts';
import type { Element, GrowOnlySetOps, SetOps } from '../../../../histories/ops/set.ts';
import type { UniqueIdsOps } from '../../../../histories/ops/unique-ids.ts';
import { appendList } from '../../../models/append-list.ts';
import { counter } from '../../../models/counter.ts';
import { fifoQueue } from '../../../models/fifo-queue.ts';
import { gSet } from '../../../models/g-set.ts';
import { priorityQueue } from '../../../models/priority-queue.ts';
import { set } from '../../../models/set.ts';
import { stack } from '../../../models/stack.ts';
import type { Bag } from '../../../models/states/bag.ts';
import type { Fifo } from '../../../models/states/fifo.ts';
import type { Path } from '../../../models/states/path.ts';
import { uniqueIds } from '../../../models/unique-ids.ts';
import { unorderedQueue } from '../../../models/unordered-queue.ts';
import { type Script, subject, type Values } from '../subject.ts';

export function useCounter(random: Random, values: Values): Script<CounterOps, number> {
  const delta = (): number => (values.areUnique ? random.between(-20, 20) : random.between(-1, 2));
  return {
    ask: () => (random.chance(0.4) ? { f: 'read', input: {} } : { f: 'add', input: { delta: delta() } }),
    answers(f, input, state) {
      return f === 'read' ? [{ value: state }, { value: state + delta() }] : [input];
    },
  };
}

function useSet(random: Random, values: Values): Script<SetOps, boolean> {
  return {
    ask() {
      const f = random.pick(['add', 'add', 'remove', 'contains'] as const);
      return { f, input: { element: f === 'add' ? values.freshElement() : values.knownElement() } };
    },
    answers(f, input) {
      const field = f === 'add' ? 'added' : f === 'remove' ? 'removed' : 'found';
      return [true, false].map((answer) => ({ ...(input as object), [field]: answer }));
    },
  };
}

function useGrowOnlySet(random: Random, values: Values): Script<GrowOnlySetOps, Bag> {
  return {
    ask: () =>
      random.chance(0.5) ? { f: 'read', input: {} } : { f: 'add', input: { element: values.freshElement() } },
    answers(f, input, state) {
      if (f === 'add') return [input];
      const elements = random.shuffle(state.toArray());
      return readings(elements, random, values);
    },
  };
}

function useAppendList(random: Random, values: Values): Script<AppendListOps, Path> {
  return {
    ask: () =>
      random.chance(0.5) ? { f: 'read', input: {} } : { f: 'append', input: { element: values.freshElement() } },
    answers: (f, input, state) => (f === 'append' ? [input] : readings(state.toArray(), random, values)),
  };
}

/** All that is there, and some mistakes. */
function readings(elements: readonly Element[], random: Random, values: Values): readonly unknown[] {
  const mistaken = [
    elements.slice(0, -1),
    [...elements, values.knownElement()],
    random.shuffle(elements),
    elements.length > 0 ? [...elements, ...elements.slice(-1)] : elements,
  ];
  return [{ elements }, { elements: random.pick(mistaken) }];
}

const useQueue = (random: Random, values: Values): Script<QueueOps, Fifo> =>
  exchange('enqueue', 'dequeue', random, values, ({ front }) => front);

const useUnorderedQueue = (random: Random, values: Values): Script<QueueOps, Bag> =>
  exchange('enqueue', 'dequeue', random, values, (state) => (state.size > 0 ? random.pick(state.toArray()) : null));

const useStack = (random: Random, values: Values): Script<StackOps, Path> =>
  exchange('push', 'pop', random, values, ({ last }) => last);

/** What goes in and comes out again, one at a time; what comes out of an empty one is null. */
function exchange<V extends QueueOps | StackOps, S>(
  put: keyof V & string,
  take: keyof V & string,
  random: Random,
  values: Values,
  next: (state: S) => Element | null | undefined,
): Script<V, S> {
  return {
    ask() {
      return random.chance(0.5) ? { f: take, input: {} } : { f: put, input: { value: values.freshElement() } };
    },
    answers(f, input, state) {
      if (f === put) return [input];
      return [{ value: next(state) ?? null }, { value: random.chance(0.2) ? null : values.knownElement() }];
    },
  };
}

/** Unique priorities in no order. */
const STRIDE = 37;
const RANGE = 101;

function usePriorityQueue(random: Random, values: Values): Script<PriorityQueueOps, Bag> {
  const priority = (value: number): number => (values.areUnique ? (value * STRIDE) % RANGE : value);
  return {
    ask: () =>
      random.chance(0.5) ? { f: 'poll', input: {} } : { f: 'insert', input: { value: priority(values.fresh()) } },
    answers(f, input, state) {
      if (f === 'insert') return [input];
      return [{ value: state.least ?? null }, { value: random.chance(0.2) ? null : priority(values.known()) }];
    },
  };
}

function useUniqueIds(random: Random, values: Values): Script<UniqueIdsOps, boolean> {
  return {
    ask: () => ({ f: 'generate', input: {} }),
    answers: () => [{ id: random.int(40) }, { id: values.knownElement() }],
  };
}

export const containers = [
  subject(counter, useCounter),
  subject(set, useSet),
  subject(gSet, useGrowOnlySet),
  subject(fifoQueue, useQueue),
  subject(unorderedQueue, useUnorderedQueue),
  subject(stack, useStack),
  subject(priorityQueue, usePriorityQueue),
  subject(appendList, useAppendList),
  subject(uniqueIds, useUniqueIds),
];
