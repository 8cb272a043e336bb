/** The patterns of FIFO queues, by brute force and one by one. */
import { expect, test } from 'vitest';
import { fifoQueue } from '../../models/fifo-queue.ts';
import { agreesWithBruteForce } from './agreement.support.ts';
import { uniqueQueue } from './draws.support.ts';
import { fifoQueuePatterns } from './fifo-queue.ts';
import { type Written, written } from './written.support.ts';

test('brute force agrees', () => {
  agreesWithBruteForce({
    algorithm: fifoQueuePatterns,
    model: fifoQueue,
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
    'Value 5 was dequeued before value 3, although 3 was enqueued before 5 was.',
    [0, 3, 1, 2],
    [
      [0, 1, 'enqueue', { value: 3 }, {}],
      [2, 3, 'enqueue', { value: 5 }, {}],
      [4, 5, 'dequeue', {}, { value: 5 }],
      [6, 7, 'dequeue', {}, { value: 3 }],
    ],
  ],
  [
    'Value 5 was dequeued, although 3 was enqueued before 5 was and nobody had dequeued it.',
    [0, 1, 2],
    [
      [0, 1, 'enqueue', { value: 3 }, {}],
      [2, 3, 'enqueue', { value: 5 }, {}],
      [4, 5, 'dequeue', {}, { value: 5 }],
    ],
  ],
  [
    'legal',
    undefined,
    [
      [0, 1, 'enqueue', { value: 3 }, {}],
      [2, 3, 'enqueue', { value: 5 }, {}],
      [3.5, 0, 'dequeue', {}],
      [4, 5, 'dequeue', {}, { value: 5 }],
    ],
  ],
  [
    'Value 5 was dequeued, although 3 was enqueued before 5 was and nobody had dequeued it.',
    [1, 2, 4, 0, 3],
    [
      [0, 1, 'enqueue', { value: 1 }, {}],
      [0.5, 2, 'enqueue', { value: 3 }, {}],
      [3, 4, 'enqueue', { value: 5 }, {}],
      [4.5, 0, 'dequeue', {}],
      [5, 6, 'dequeue', {}, { value: 5 }],
      [7, 0, 'dequeue', {}],
    ],
  ],
];

test.each(cases)('%s: %j of %j', (says, operations, history) => {
  const decision = fifoQueuePatterns.decide(written(...history));
  if (operations === undefined) expect(decision.decision).toBe(says);
  else expect(decision).toEqual({ decision: 'illegal', because: says, operations });
});
