/** Rules of a model as a table: what was done before, an operation, and the states that may follow, in the model's words. */
import { expect, test } from 'vitest';
import type { Operation, Vocabulary } from '../../histories/op.ts';
import { type Line, operationsFrom } from '../operations.case.ts';
import type { Model } from './model.ts';

/** An empty list of states: the operation is illegal. */
export type Rule<V extends Vocabulary> = readonly [
  before: readonly Line<V>[],
  operation: Line<V>,
  states: readonly string[],
  words: string,
];

export function testRules<V extends Vocabulary, S>(model: Model<V, S>, rules: readonly Rule<V>[]): void {
  test.each(rules)('%j, %j: %j', (before, line, states, words) => {
    let state = model.init();
    for (const operation of operationsFrom<V>(before)) {
      const [next] = model.step(state, operation);
      if (next === undefined) throw new Error(`illegal before the rule: ${model.describe(operation)}`);
      state = next;
    }
    const [operation] = operationsFrom<V>([line]) as [Operation<V>];
    const described = model.step(state, operation).map((next) => model.describeState?.(next) ?? model.key(next));
    expect(described).toEqual(states);
    expect(model.describe(operation)).toBe(words);
  });
}
