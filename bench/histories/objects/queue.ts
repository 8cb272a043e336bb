/** A queue, first in, first out. Two dequeues far apart may not exchange their answers: the order of the enqueues is known. */
import type { Invocation, Operation, Output } from '../../../histories/op.ts';
import type { QueueOps } from '../../../histories/ops/queue.ts';
import type { Domain, Moment, SimulatedObject } from '../simulated-object.ts';
import { type Exchange, precedes, type Store, Values, wrongTakes } from './container.ts';

export function fifoQueue({ clients, domain }: { clients: number; domain: Domain }): SimulatedObject<QueueOps> {
  const values = new Values(domain, (count) => count + 1);
  const store = new Fifo();
  return {
    draw(_client: number, moment: Moment): Invocation<QueueOps> {
      return moment.random.chance(0.5)
        ? { f: 'enqueue', value: { value: values.next(moment) } }
        : { f: 'dequeue', value: {} };
    },

    apply({ f, value }: Invocation<QueueOps>): Output<QueueOps> {
      if (f === 'dequeue') return { value: store.take() };
      store.put(Number(value.value));
      return value;
    },

    spoil: (operations) =>
      // The first take would get what was put in after what the second one gets.
      wrongTakes(operations.map(exchangeOf), domain, clients, ({ firstPut, secondPut }) =>
        precedes(firstPut, secondPut),
      ).map(({ position, value }) => ({ position, output: { value } })),
  };
}

class Fifo implements Store {
  readonly #values: number[] = [];
  #head = 0;

  put(value: number): void {
    this.#values.push(value);
  }

  take(): number | null {
    return this.#head < this.#values.length ? (this.#values[this.#head++] ?? null) : null;
  }
}

function exchangeOf(operation: Operation<QueueOps>): Exchange {
  const completed = operation.outcome === 'ok';
  const base = { call: operation.call, return: operation.return, completed };
  if (operation.f === 'enqueue') return { ...base, kind: 'put', value: Number(operation.input.value) };
  const value = completed ? operation.output.value : null;
  return { ...base, kind: 'take', value: value === null ? null : Number(value) };
}
