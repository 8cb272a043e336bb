/** The stretches of stacks, by brute force and one by one. */
import { expect, test } from 'vitest';
import type { StackOps } from '../../../histories/ops/queue.ts';
import { stack } from '../../models/stack.ts';
import { replay } from '../replay.ts';
import { agreesWithBruteForce } from './agreement.support.ts';
import { uniqueStack } from './draws.support.ts';
import { stackStretches } from './stack.ts';
import { type Written, written } from './written.support.ts';

test('brute force agrees', () => {
  agreesWithBruteForce({
    algorithm: stackStretches,
    model: stack,
    draw: uniqueStack,
    cases: 1_500,
    open: [0, 0, 0.15, 0.3],
    undecidedPercent: 1,
    mayBeUndecided: (operations) => operations.some(({ f, outcome }) => f === 'pop' && outcome === 'info'),
  });
});

const cases: readonly (readonly [
  says: string,
  operations: readonly number[] | undefined,
  history: readonly Written[],
])[] = [
  [
    'Value 1 was popped before 2 was, although 2 was pushed after 1 and before that pop.',
    [0, 2, 1, 3],
    [
      [0, 1, 'push', { value: 1 }, {}],
      [2, 3, 'push', { value: 2 }, {}],
      [4, 5, 'pop', {}, { value: 1 }],
      [6, 7, 'pop', {}, { value: 2 }],
    ],
  ],
  [
    'Value 1 was popped although 2, pushed after it and before its pop, was never popped.',
    [0, 2, 1],
    [
      [0, 1, 'push', { value: 1 }, {}],
      [2, 3, 'push', { value: 2 }, {}],
      [4, 5, 'pop', {}, { value: 1 }],
    ],
  ],
  [
    'Of 3 values that were in the stack one after the other, none can have been below all the others.',
    [0, 2, 1, 4, 3, 5],
    [
      [0, 2, 'push', { value: 1 }, {}],
      [3, 5, 'push', { value: 2 }, {}],
      [6, 8.5, 'pop', {}, { value: 1 }],
      [7, 8, 'push', { value: 3 }, {}],
      [9, 11, 'pop', {}, { value: 2 }],
      [12, 13, 'pop', {}, { value: 3 }],
    ],
  ],
  [
    'The stack was found empty, although there was a value in it all the while.',
    [0, 2, 1],
    [
      [0, 1, 'push', { value: 1 }, {}],
      [2, 3, 'pop', {}, { value: null }],
      [4, 5, 'pop', {}, { value: 1 }],
    ],
  ],
  [
    'legal',
    undefined,
    [
      [0, 1, 'push', { value: 1 }, {}],
      [2, 3, 'push', { value: 2 }, {}],
      [4, 5, 'pop', {}, { value: 2 }],
      [6, 7, 'pop', {}, { value: 1 }],
    ],
  ],
  [
    'legal',
    undefined,
    [
      [0, 1, 'push', { value: 1 }, {}],
      [2, 3, 'push', { value: 2 }, {}],
      [3.5, 0, 'pop', {}],
      [4, 5, 'pop', {}, { value: 1 }],
    ],
  ],
  [
    'Value 2 was in the way, and nothing can have taken it out in time.',
    [1, 2, 0],
    [
      [0, 1, 'push', { value: 1 }, {}],
      [2, 3, 'push', { value: 2 }, {}],
      [4, 5, 'pop', {}, { value: 1 }],
      [6, 0, 'pop', {}],
    ],
  ],
  [
    'undecided',
    undefined,
    [
      [0, 1, 'push', { value: 1 }, {}],
      [2, 3, 'push', { value: 1 }, {}],
    ],
  ],
];

test.each(cases)('%s: %j of %j', (says, operations, history) => {
  const decision = stackStretches.decide(written(...history));
  if (operations === undefined) expect(decision.decision).toBe(says);
  else expect(decision).toEqual({ decision: 'illegal', because: says, operations });
});

/** Nested, then side by side, as deep as there are values: a large one for the trees, with an order that is replayed. */
test('a great stack', () => {
  const size = 5_000;
  const pushes = Array.from({ length: size }, (_, i): Written => [2 * i, 2 * i + 1, 'push', { value: i }, {}]);
  const pops = pushes.map((_, i): Written => [10 * size - 2 * i, 10 * size - 2 * i + 1, 'pop', {}, { value: i }]);
  const operations = written<StackOps>(...pushes, ...pops.reverse());
  const decision = stackStretches.decide(operations);
  expect(decision.decision).toBe('legal');
  if (decision.decision === 'legal') replay(operations, decision.order, stack);
});
