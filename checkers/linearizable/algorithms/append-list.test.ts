/** The prefixes of lists, by brute force and one by one. */
import { expect, test } from 'vitest';
import { appendList } from '../../models/append-list.ts';
import { agreesWithBruteForce } from './agreement.support.ts';
import { appendListPrefixes } from './append-list.ts';
import { uniqueAppends } from './draws.support.ts';
import { type Written, written } from './written.support.ts';

test('brute force agrees', () => {
  agreesWithBruteForce({
    algorithm: appendListPrefixes,
    model: appendList,
    draw: uniqueAppends,
    cases: 1_500,
    open: [0, 0, 0.15, 0.3],
  });
});

const cases: readonly (readonly [
  says: string,
  operations: readonly number[] | undefined,
  history: readonly Written[],
])[] = [
  ['Element 1 was read, but nobody appended it.', [0], [[0, 1, 'read', {}, { elements: [1] }]]],
  [
    'Element 1 was read twice in one list, but appended only once.',
    [0, 1],
    [
      [0, 1, 'append', { element: 1 }, {}],
      [2, 3, 'read', {}, { elements: [1, 1] }],
    ],
  ],
  [
    'Two reads disagree about the order of the list.',
    [1, 0, 3, 2],
    [
      [0, 5, 'append', { element: 1 }, {}],
      [0.5, 6, 'append', { element: 2 }, {}],
      [1, 7, 'read', {}, { elements: [1, 2] }],
      [2, 8, 'read', {}, { elements: [2] }],
    ],
  ],
  [
    'A read returned fewer elements than one that had returned before it began.',
    [1, 2],
    [
      [0, 9, 'append', { element: 1 }, {}],
      [1, 2, 'read', {}, { elements: [1] }],
      [3, 4, 'read', {}, { elements: [] }],
    ],
  ],
  [
    'Element 1 was read before its append began.',
    [0, 1],
    [
      [0, 1, 'read', {}, { elements: [1] }],
      [2, 3, 'append', { element: 1 }, {}],
    ],
  ],
  [
    'Element 1 is missing in a read that began after its append.',
    [0, 1],
    [
      [0, 1, 'append', { element: 1 }, {}],
      [2, 3, 'read', {}, { elements: [] }],
    ],
  ],
  [
    'Element 2 stands before Element 1 in the list, although it was appended after it.',
    [0, 1, 2],
    [
      [0, 1, 'append', { element: 1 }, {}],
      [2, 5, 'append', { element: 2 }, {}],
      [3, 6, 'read', {}, { elements: [2, 1] }],
    ],
  ],
  [
    'Element 1 is missing in the longest read, although it was appended before Element 2, which is there.',
    [0, 2, 1],
    [
      [0, 2, 'append', { element: 1 }, {}],
      [1, 5, 'read', {}, { elements: [2] }],
      [3, 6, 'append', { element: 2 }, {}],
    ],
  ],
  [
    'legal',
    undefined,
    [
      [0, 0, 'append', { element: 1 }],
      [0.5, 0, 'append', { element: 2 }],
      [1, 2, 'read', {}, { elements: [2] }],
      [1.5, 3, 'read', {}, { elements: [] }],
    ],
  ],
  [
    'undecided',
    undefined,
    [
      [0, 1, 'append', { element: 1 }, {}],
      [2, 3, 'append', { element: 1 }, {}],
    ],
  ],
];

test.each(cases)('%s: %j of %j', (says, operations, history) => {
  const decision = appendListPrefixes.decide(written(...history));
  if (operations === undefined) expect(decision.decision).toBe(says);
  else expect(decision).toEqual({ decision: 'illegal', because: says, operations });
});
