/** The inclusion of grow-only sets, by brute force and one by one. */
import { expect, test } from 'vitest';
import { gSet } from '../../models/g-set.ts';
import { agreesWithBruteForce } from './agreement.support.ts';
import { uniqueAdds } from './draws.support.ts';
import { gSetInclusion } from './g-set.ts';
import { type Written, written } from './written.support.ts';

test('brute force agrees', () => {
  agreesWithBruteForce({
    algorithm: gSetInclusion,
    model: gSet,
    draw: uniqueAdds,
    cases: 1_500,
    open: [0, 0, 0.15, 0.3],
  });
});

const cases: readonly (readonly [
  says: string,
  operations: readonly number[] | undefined,
  history: readonly Written[],
])[] = [
  ['Element 1 was read, but nobody added it.', [0], [[0, 1, 'read', {}, { elements: [1] }]]],
  [
    'One read has 1 but not 2, another has 2 but not 1.',
    [0, 1, 2, 3],
    [
      [0, 5, 'add', { element: 1 }, {}],
      [0.5, 6, 'add', { element: 2 }, {}],
      [1, 7, 'read', {}, { elements: [1] }],
      [2, 8, 'read', {}, { elements: [2] }],
    ],
  ],
  [
    'A read returned fewer elements than one that had returned before it began.',
    [1, 2],
    [
      [0, 9, 'add', { element: 1 }, {}],
      [1, 2, 'read', {}, { elements: [1] }],
      [3, 4, 'read', {}, { elements: [] }],
    ],
  ],
  [
    'Element 1 was read before its add began.',
    [0, 1],
    [
      [0, 1, 'read', {}, { elements: [1] }],
      [2, 3, 'add', { element: 1 }, {}],
    ],
  ],
  [
    'Element 1 is missing in a read that began after its add.',
    [0, 1],
    [
      [0, 1, 'add', { element: 1 }, {}],
      [2, 3, 'read', {}, { elements: [] }],
    ],
  ],
  [
    'A read has element 2 but not 1, although that was added before.',
    [0, 2, 1],
    [
      [0, 2, 'add', { element: 1 }, {}],
      [1, 5, 'read', {}, { elements: [2] }],
      [3, 6, 'add', { element: 2 }, {}],
    ],
  ],
  [
    'legal',
    undefined,
    [
      [0, 0, 'add', { element: 1 }],
      [0.5, 0, 'add', { element: 2 }],
      [1, 2, 'read', {}, { elements: [2] }],
      [1.5, 3, 'read', {}, { elements: [] }],
      [4, 5, 'read', {}, { elements: [2, 1] }],
    ],
  ],
  [
    'Element 1 was read twice at once.',
    [1],
    [
      [0, 1, 'add', { element: 1 }, {}],
      [2, 3, 'read', {}, { elements: [1, 1] }],
    ],
  ],
  [
    'undecided',
    undefined,
    [
      [0, 1, 'add', { element: 1 }, {}],
      [2, 3, 'add', { element: 1 }, {}],
    ],
  ],
];

test.each(cases)('%s: %j of %j', (says, operations, history) => {
  const decision = gSetInclusion.decide(written(...history));
  if (operations === undefined) expect(decision.decision).toBe(says);
  else expect(decision).toEqual({ decision: 'illegal', because: says, operations });
});
