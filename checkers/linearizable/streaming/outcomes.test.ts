import { expect, test } from 'vitest';
import { randomOf } from '../../../harness/core/random.ts';
import type { Op, Operation } from '../../../histories/op.ts';
import { operationsOf } from '../../../histories/operations.ts';
import type { RegisterOps } from '../../../histories/ops/register.ts';
import { casRegister } from '../../models/cas-register.ts';
import { drawRegister } from '../draws.case.ts';
import { randomHistory } from './history.case.ts';
import { Outcomes } from './outcomes.ts';

type Told = readonly [what: 'call' | 'return', id: number];

/** What a listener is told, and after how many events. */
function told(history: readonly Op<RegisterOps>[]) {
  const order: Told[] = [];
  const operations: Operation<RegisterOps>[] = [];
  const outcomes = new Outcomes<RegisterOps>(
    {
      called(operation) {
        order.push(['call', operation.id]);
        operations.push(operation);
      },
      returned: ({ id }) => order.push(['return', id]),
    },
    1_000,
  );
  const after = history.map((op) => {
    outcomes.add(op);
    return order.length;
  });
  outcomes.finish();
  return { order, operations, after };
}

function inRealTime(operations: readonly Operation<RegisterOps>[]): Told[] {
  return operations
    .flatMap(({ id, call, return: end }): (readonly [number, Told])[] => [
      [call, ['call', id]],
      [end, ['return', id]],
    ])
    .filter(([at]) => Number.isFinite(at))
    .sort(([a], [b]) => a - b)
    .map(([, event]) => event);
}

const bare = ({ call: _call, return: end, ...rest }: Operation<RegisterOps>) => ({ ...rest, ends: end < Infinity });

test('operations and their order are those of operationsOf, whatever happens at one instant', () => {
  const random = randomOf(5);
  for (let i = 0; i < 500; i++) {
    // Few instants for many operations: most calls and returns share theirs with others.
    const shape = { operations: 8, span: random.between(1, 6), longest: 4, open: 0.2, spoil: 0.5, failing: 2 };
    const history = randomHistory(casRegister, drawRegister, random, shape);
    const expected = operationsOf(history);
    const { order, operations } = told(history);
    expect(order, JSON.stringify(history)).toEqual(inRealTime(expected));
    const byId = operations.sort((a, b) => a.id - b.id).map(bare);
    expect(byId).toEqual(expected.map(({ error: _error, ...rest }) => bare(rest as Operation<RegisterOps>)));
  }
});

const event = (index: number, time: number, process: number, type: Op['type'], value: object) =>
  ({ index, time, process, type, f: 'read', value }) as unknown as Op<RegisterOps>;

test('a return waits for what was called before it, and for time to move on', () => {
  const { order, after } = told([
    event(0, 1, 0, 'invoke', {}),
    event(1, 2, 1, 'invoke', {}),
    event(2, 3, 1, 'ok', { value: null }),
    // Called after that return: it need not be waited for.
    event(3, 4, 2, 'invoke', {}),
    event(4, 5, 0, 'fail', {}),
    event(5, 6, 2, 'info', {}),
    event(6, 7, 1, 'invoke', {}),
  ]);
  expect(order).toEqual([
    ['call', 1],
    ['return', 1],
    ['call', 3],
    ['call', 6],
  ]);
  expect(after).toEqual([0, 0, 0, 0, 0, 2, 3]);
});
