/** The gaps of priority queues, by brute force and one by one. */
import { expect, test } from 'vitest';
import { priorityQueue } from '../../models/priority-queue.ts';
import { agreesWithBruteForce } from './agreement.support.ts';
import { uniquePriorities } from './draws.support.ts';
import { priorityQueueGaps } from './priority-queue.ts';
import { type Written, written } from './written.support.ts';

test('brute force agrees', () => {
  agreesWithBruteForce({
    algorithm: priorityQueueGaps,
    model: priorityQueue,
    draw: uniquePriorities,
    cases: 1_500,
    open: [0, 0, 0.15, 0.3],
    undecidedPercent: 1,
    mayBeUndecided: (operations) => operations.some(({ f, outcome }) => f === 'poll' && outcome === 'info'),
  });
});

const cases: readonly (readonly [
  says: string,
  operations: readonly number[] | undefined,
  history: readonly Written[],
])[] = [
  [
    'Value 5 was polled while the smaller 3 was in the queue.',
    [0, 3, 1, 2],
    [
      [0, 1, 'insert', { value: 3 }, {}],
      [0, 2, 'insert', { value: 5 }, {}],
      [3, 4, 'poll', {}, { value: 5 }],
      [5, 6, 'poll', {}, { value: 3 }],
    ],
  ],
  [
    'Value 5 was polled, although there was a smaller one in the queue all the while.',
    [0, 4, 3, 5, 1, 2],
    [
      [0, 1, 'insert', { value: 3 }, {}],
      [0.5, 2, 'insert', { value: 5 }, {}],
      [3, 7.5, 'poll', {}, { value: 5 }],
      [4, 6, 'insert', { value: 2 }, {}],
      [7, 13, 'poll', {}, { value: 3 }],
      [8, 12, 'poll', {}, { value: 2 }],
    ],
  ],
  [
    'legal',
    undefined,
    [
      [0, 1, 'insert', { value: 3 }, {}],
      [0.5, 2, 'insert', { value: 5 }, {}],
      [3, 7.5, 'poll', {}, { value: 5 }],
      [4, 9, 'insert', { value: 2 }, {}],
      [7, 13, 'poll', {}, { value: 3 }],
      [8, 12, 'poll', {}, { value: 2 }],
    ],
  ],
  [
    'legal',
    undefined,
    [
      [0, 1, 'insert', { value: 3 }, {}],
      [0, 2, 'insert', { value: 5 }, {}],
      [2.5, 0, 'poll', {}],
      [3, 4, 'poll', {}, { value: 5 }],
    ],
  ],
  [
    'Value 3 was in the way, and nothing can have taken it out in time.',
    [0, 2, 1],
    [
      [0, 1, 'insert', { value: 3 }, {}],
      [0, 2, 'insert', { value: 5 }, {}],
      [3, 4, 'poll', {}, { value: 5 }],
      [6, 0, 'poll', {}],
    ],
  ],
  [
    'The priority queue was found empty, although there was a value in it all the while.',
    [0, 1],
    [
      [0, 1, 'insert', { value: 3 }, {}],
      [3, 4, 'poll', {}, { value: null }],
    ],
  ],
  [
    'undecided',
    undefined,
    [
      [0, 1, 'insert', { value: 1 }, {}],
      [2, 3, 'insert', { value: 1 }, {}],
    ],
  ],
];

test.each(cases)('%s: %j of %j', (says, operations, history) => {
  const decision = priorityQueueGaps.decide(written(...history));
  if (operations === undefined) expect(decision.decision).toBe(says);
  else expect(decision).toEqual({ decision: 'illegal', because: says, operations });
});
