/**
 * A stack. Where one value was pushed wholly after another, the later one comes out first as long as both are there: two pops
 * far apart may not exchange their answers if both pushes were over before.
 */
import type { Invocation, Operation, Output } from '../../../histories/op.ts';
import type { StackOps } from '../../../histories/ops/queue.ts';
import type { Domain, Moment, SimulatedObject } from '../simulated-object.ts';
import { type Exchange, precedes, Values, wrongTakes } from './container.ts';

export function stack({ clients, domain }: { clients: number; domain: Domain }): SimulatedObject<StackOps> {
  const values = new Values(domain, (count) => count + 1);
  const store: number[] = [];
  return {
    draw(_client: number, moment: Moment): Invocation<StackOps> {
      return moment.random.chance(0.5) ? { f: 'push', value: { value: values.next(moment) } } : { f: 'pop', value: {} };
    },

    apply({ f, value }: Invocation<StackOps>): Output<StackOps> {
      if (f === 'pop') return { value: store.pop() ?? null };
      store.push(Number(value.value));
      return value;
    },

    spoil: (operations) =>
      // The first take would get what lies under what the second one gets.
      wrongTakes(operations.map(exchangeOf), domain, clients, ({ first, firstPut, secondPut }) => {
        return precedes(secondPut, firstPut) && precedes(firstPut, first);
      }).map(({ position, value }) => ({ position, output: { value } })),
  };
}

function exchangeOf(operation: Operation<StackOps>): Exchange {
  const completed = operation.outcome === 'ok';
  const base = { call: operation.call, return: operation.return, completed };
  if (operation.f === 'push') return { ...base, kind: 'put', value: Number(operation.input.value) };
  const value = completed ? operation.output.value : null;
  return { ...base, kind: 'take', value: value === null ? null : Number(value) };
}
