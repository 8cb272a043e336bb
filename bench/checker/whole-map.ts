/**
 * The kv model with the whole map as one object, as somebody would write it who does not know that its keys can be judged
 * one by one. It is here to be measured, and takes its rules from the model of a single key.
 */
import { kv } from '../../checkers/models/kv.ts';
import type { Model } from '../../checkers/models/model.ts';
import type { KvOps } from '../../histories/ops/kv.ts';

type Contents = ReadonlyMap<string, string>;

export const kvMap: Model<KvOps, Contents> = {
  name: 'kv-map',
  summary: 'The kv model with the whole map as one object.',
  fs: kv.fs,
  init: () => new Map(),
  step(state, operation) {
    const { key } = operation.input;
    const before = state.get(key) ?? '';
    return kv.step(before, operation).map((after) => {
      if (after === before) return state;
      const next = new Map(state);
      // Absent and empty are the same.
      if (after === '') next.delete(key);
      else next.set(key, after);
      return next;
    });
  },
  key: (state) =>
    Array.from(state, ([key, value]) => `${key}\u0000${value}`)
      .sort()
      .join('\u0001'),
  operationClass: (operation) => JSON.stringify([operation.input.key, kv.operationClass?.(operation)]),
  readonly: (operation) => kv.readonly?.(operation) ?? false,
  reach(operations) {
    const byKey = new Map<string, typeof operations>();
    for (const operation of operations) {
      const { key } = operation.input;
      byKey.set(key, [...(byKey.get(key) ?? []), operation]);
    }
    const reaches = new Map(Array.from(byKey, ([key, members]) => [key, kv.reach?.(members)]));
    return (state, operation) => {
      const { key } = operation.input;
      return reaches.get(key)?.(state.get(key) ?? '', operation) ?? true;
    };
  },
  describe: (operation) => `${operation.input.key}: ${kv.describe(operation)}`,
  describeState: (state) => JSON.stringify([...state]),
};
