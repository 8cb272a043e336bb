/** The turns of an element of a set, by brute force and one by one. */
import { expect, test } from 'vitest';
import { set } from '../../models/set.ts';
import { agreesWithBruteForce } from './agreement.support.ts';
import { oneElement } from './draws.support.ts';
import { setTurns } from './set.ts';
import { type Written, written } from './written.support.ts';

test('brute force agrees', () => {
  agreesWithBruteForce({
    algorithm: setTurns,
    model: set,
    draw: oneElement,
    cases: 1_500,
    open: [0, 0, 0.15, 0.3],
    namedAlone: true,
  });
});

const cases: readonly (readonly [
  says: string,
  operations: readonly number[] | undefined,
  history: readonly Written[],
])[] = [
  [
    'The element was found there, although no operation can have brought it by then.',
    [0],
    [[0, 1, 'contains', { element: 'x' }, { found: true }]],
  ],
  [
    'The element was found missing, although no operation can have taken it away by then.',
    [0, 1],
    [
      [0, 1, 'add', { element: 'x' }, { added: true }],
      [2, 3, 'add', { element: 'x' }, { added: true }],
    ],
  ],
  [
    'The element was found missing, although no operation can have taken it away by then.',
    [2, 3],
    [
      [0, 1, 'add', { element: 'x' }, { added: true }],
      [2, 3, 'remove', { element: 'x' }, { removed: true }],
      [4, 5, 'add', { element: 'x' }, { added: true }],
      [6, 7, 'contains', { element: 'x' }, { found: false }],
    ],
  ],
  [
    'legal',
    undefined,
    [
      [0, 1, 'add', { element: 'x' }, { added: true }],
      [1.5, 0, 'remove', { element: 'x' }],
      [2, 3, 'contains', { element: 'x' }, { found: true }],
      [4, 5, 'contains', { element: 'x' }, { found: false }],
    ],
  ],
  [
    'legal',
    undefined,
    [
      [0, 9, 'add', { element: 'x' }, { added: true }],
      [0.5, 8, 'add', { element: 'x' }, { added: true }],
      [1, 2, 'remove', { element: 'x' }, { removed: true }],
      [3, 4, 'contains', { element: 'x' }, { found: true }],
    ],
  ],
  [
    'undecided',
    undefined,
    [
      [0, 1, 'add', { element: 'x' }, { added: true }],
      [2, 3, 'add', { element: 'y' }, { added: true }],
    ],
  ],
];

test.each(cases)('%s: %j of %j', (says, operations, history) => {
  const decision = setTurns.decide(written(...history));
  if (operations === undefined) expect(decision.decision).toBe(says);
  else expect(decision).toEqual({ decision: 'illegal', because: says, operations });
});
