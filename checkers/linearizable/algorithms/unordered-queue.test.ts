/** The gaps of unordered queues, by brute force and one by one. */
import { expect, test } from 'vitest';
import { unorderedQueue } from '../../models/unordered-queue.ts';
import { agreesWithBruteForce } from './agreement.support.ts';
import { uniqueQueue } from './draws.support.ts';
import { unorderedQueueGaps } from './unordered-queue.ts';
import { type Written, written } from './written.support.ts';

test('brute force agrees', () => {
  agreesWithBruteForce({
    algorithm: unorderedQueueGaps,
    model: unorderedQueue,
    draw: uniqueQueue,
    cases: 1_500,
    open: [0, 0, 0.15, 0.3],
  });
});

const cases: readonly (readonly [
  says: string,
  operations: readonly number[] | undefined,
  history: readonly Written[],
])[] = [
  ['Value 7 was dequeued, but never enqueued.', [0], [[0, 1, 'dequeue', {}, { value: 7 }]]],
  [
    'Value 7 was dequeued twice.',
    [0, 1, 2],
    [
      [0, 1, 'enqueue', { value: 7 }, {}],
      [2, 3, 'dequeue', {}, { value: 7 }],
      [2, 4, 'dequeue', {}, { value: 7 }],
    ],
  ],
  [
    'Value 7 was dequeued before it was enqueued.',
    [0, 1],
    [
      [0, 1, 'dequeue', {}, { value: 7 }],
      [2, 3, 'enqueue', { value: 7 }, {}],
    ],
  ],
  [
    'The queue was found empty, although there was a value in it all the while.',
    [0, 3, 2, 4, 1],
    [
      [0, 1, 'enqueue', { value: 1 }, {}],
      [1.5, 7, 'dequeue', {}, { value: null }],
      [2, 3, 'enqueue', { value: 2 }, {}],
      [4, 6, 'dequeue', {}, { value: 1 }],
      [8, 9, 'dequeue', {}, { value: 2 }],
    ],
  ],
  [
    'legal',
    undefined,
    [
      [0, 1, 'enqueue', { value: 1 }, {}],
      [2, 7, 'dequeue', {}, { value: null }],
      [5, 9, 'dequeue', {}, { value: 1 }],
      [6, 8, 'enqueue', { value: 2 }, {}],
    ],
  ],
  [
    'legal',
    undefined,
    [
      [0, 0, 'enqueue', { value: 1 }],
      [2, 7, 'dequeue', {}, { value: null }],
    ],
  ],
  [
    'undecided',
    undefined,
    [
      [0, 1, 'enqueue', { value: 1 }, {}],
      [2, 3, 'enqueue', { value: 1 }, {}],
    ],
  ],
  [
    'legal',
    undefined,
    [
      [0, 1, 'enqueue', { value: 3 }, {}],
      [2, 3, 'enqueue', { value: 5 }, {}],
      [4, 5, 'dequeue', {}, { value: 5 }],
      [6, 7, 'dequeue', {}, { value: 3 }],
    ],
  ],
];

test.each(cases)('%s: %j of %j', (says, operations, history) => {
  const decision = unorderedQueueGaps.decide(written(...history));
  if (operations === undefined) expect(decision.decision).toBe(says);
  else expect(decision).toEqual({ decision: 'illegal', because: says, operations });
});
