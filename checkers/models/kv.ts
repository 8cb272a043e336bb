/**
 * A map from strings to strings. A put replaces the value of a key, an append adds to its end, a get returns it; an
 * absent key reads as the empty string. Keys are independent, so the state is the value of one key.
 */
import type { Operation } from '../../histories/op.ts';
import type { KvOps } from '../../histories/ops/kv.ts';
import type { Model } from './model.ts';

export const kv: Model<KvOps, string> = {
  name: 'kv',
  summary: 'A map of strings with get, put and append; absent keys read as the empty string.',
  fs: ['get', 'put', 'append'],
  init: () => '',
  step(state, operation) {
    switch (operation.f) {
      case 'get':
        return operation.outcome === 'info' || operation.output.value === state ? [state] : [];
      case 'put':
        return [operation.input.value];
      case 'append':
        return [state + operation.input.value];
    }
  },
  key: (state) => state,
  partition: ({ input }) => input.key,
  readonly: ({ f }) => f === 'get',
  describe: describeKvOperation,
  describeState: (state) => quoted(state),
};

function describeKvOperation(operation: Operation<KvOps>): string {
  const { f, input } = operation;
  if (f === 'get') return `get ${input.key} -> ${operation.outcome === 'ok' ? quoted(operation.output.value) : '?'}`;
  return `${f} ${input.key} ${quoted(operation.input.value)}${operation.outcome === 'ok' ? '' : ' -> ?'}`;
}

/** Appended values grow long; their end is what differs. */
function quoted(value: string): string {
  return JSON.stringify(value.length <= 60 ? value : `...${value.slice(-57)}`);
}
