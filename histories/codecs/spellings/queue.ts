/**
 * Queues as Jepsen writes them: `:enqueue` of a value and `:dequeue` of nil, which completes with the value that came. One
 * that completes `:ok` with nil found the queue empty; one that failed did not happen. Whether the queue keeps an order
 * is for the model to say. Independent keys stand as `[key value]` around each value.
 */
import type { Edn } from '../edn-events.ts';
import type { Spelling } from '../spelling.ts';
import { element, keyAlone, tupleOf } from './values.ts';

export const jepsenQueue: Spelling = {
  fs: ['enqueue', 'dequeue'],
  input: ({ f, value }) => (f === 'enqueue' ? enqueued(value) : keyAlone(value)),
  ok({ f, value: of }, input) {
    if (f === 'enqueue') return { type: 'ok', value: input };
    const { keyed, value } = tupleOf(of);
    return { type: 'ok', value: { ...keyed, value: value === null ? null : element(value) } };
  },
};

function enqueued(of: Edn) {
  const { keyed, value } = tupleOf(of);
  return { ...keyed, value: element(value) };
}
