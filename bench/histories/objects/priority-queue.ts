/** A priority queue: `poll` takes the least. A poll that gets a greater value while a lesser one was surely there is wrong. */
import { randomOf } from '../../../harness/core/random.ts';
import type { Invocation, Operation, Output } from '../../../histories/op.ts';
import type { PriorityQueueOps } from '../../../histories/ops/queue.ts';
import { MinHeap } from '../min-heap.ts';
import type { Domain, Moment, SimulatedObject } from '../simulated-object.ts';
import { type Exchange, precedes, shuffledPriorities, Values, wrongTakes } from './container.ts';

interface Options {
  readonly clients: number;
  readonly operations: number;
  readonly domain: Domain;
  readonly seed: number;
}

export function priorityQueue({ clients, operations, domain, seed }: Options): SimulatedObject<PriorityQueueOps> {
  const random = randomOf(seed).fork('priorities');
  const priorities = domain === 'unique' ? shuffledPriorities(operations, random) : [];
  const values = new Values(domain, (count) => priorities[count] ?? count);
  const store = new MinHeap();
  return {
    draw(_client: number, moment: Moment): Invocation<PriorityQueueOps> {
      return moment.random.chance(0.5)
        ? { f: 'insert', value: { value: values.next(moment) } }
        : { f: 'poll', value: {} };
    },

    apply({ f, value }: Invocation<PriorityQueueOps>): Output<PriorityQueueOps> {
      if (f === 'insert') {
        store.push(value.value, 0);
        return value;
      }
      const least = store.size > 0 ? store.key : null;
      store.pop();
      return { value: least };
    },

    spoil: (history) =>
      // The first take would get the greater one, though the lesser one was there.
      wrongTakes(history.map(exchangeOf), domain, clients, ({ first, second, firstPut }) => {
        return Number(first.value) < Number(second.value) && precedes(firstPut, first);
      }).map(({ position, value }) => ({ position, output: { value } })),
  };
}

function exchangeOf(operation: Operation<PriorityQueueOps>): Exchange {
  const completed = operation.outcome === 'ok';
  const base = { call: operation.call, return: operation.return, completed };
  if (operation.f === 'insert') return { ...base, kind: 'put', value: operation.input.value };
  return { ...base, kind: 'take', value: completed ? operation.output.value : null };
}
