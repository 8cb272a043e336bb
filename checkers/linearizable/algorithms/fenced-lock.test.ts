/** The tokens of fenced locks, by brute force and one by one. */
import { expect, test } from 'vitest';
import { fencedLock } from '../../models/fenced-lock.ts';
import { agreesWithBruteForce } from './agreement.support.ts';
import { fencing } from './draws.support.ts';
import { fencedLockTokens } from './fenced-lock.ts';
import { type Written, written } from './written.support.ts';

test('brute force agrees', () => {
  agreesWithBruteForce({
    algorithm: fencedLockTokens,
    model: fencedLock,
    draw: fencing,
    cases: 1_500,
    open: [0, 0, 0.15, 0.3],
    undecidedPercent: 5,
    mayBeUndecided: (operations) => operations.some(({ outcome }) => outcome === 'info'),
  });
});

const cases: readonly (readonly [
  says: string,
  operations: readonly number[] | undefined,
  history: readonly Written[],
])[] = [
  [
    'Token 1 was handed out twice.',
    [0, 1],
    [
      [0, 1, 'acquire', { owner: 'a' }, { token: 1 }],
      [2, 3, 'acquire', { owner: 'b' }, { token: 1 }],
    ],
  ],
  [
    'Token 1 was released, but never handed out.',
    [0],
    [[0, 1, 'release', { owner: 'a', token: 1 }, { released: true }]],
  ],
  [
    'Token 1 was released by "b", although "a" had got it.',
    [0, 1],
    [
      [0, 1, 'acquire', { owner: 'a' }, { token: 1 }],
      [2, 3, 'release', { owner: 'b', token: 1 }, { released: true }],
    ],
  ],
  [
    'Token 1 was released twice.',
    [0, 1, 2],
    [
      [0, 1, 'acquire', { owner: 'a' }, { token: 1 }],
      [2, 3, 'release', { owner: 'a', token: 1 }, { released: true }],
      [4, 5, 'release', { owner: 'a', token: 1 }, { released: true }],
    ],
  ],
  [
    'Token 2 was handed out although 1 was never released.',
    [0, 1],
    [
      [0, 1, 'acquire', { owner: 'a' }, { token: 1 }],
      [2, 3, 'acquire', { owner: 'b' }, { token: 2 }],
    ],
  ],
  [
    'Token 1 was released before it was handed out.',
    [1, 0],
    [
      [0, 1, 'release', { owner: 'a', token: 1 }, { released: true }],
      [2, 3, 'acquire', { owner: 'a' }, { token: 1 }],
    ],
  ],
  [
    'Token 2 was handed out before 1 was released, although tokens grow.',
    [2, 1, 0],
    [
      [0, 1, 'acquire', { owner: 'a' }, { token: 1 }],
      [2, 3, 'acquire', { owner: 'b' }, { token: 2 }],
      [4, 5, 'release', { owner: 'a', token: 1 }, { released: true }],
    ],
  ],
  [
    'The lock was refused although nobody held it.',
    [2, 1, 0],
    [
      [0, 1, 'acquire', { owner: 'a' }, { token: 1 }],
      [2, 3, 'release', { owner: 'a', token: 1 }, { released: true }],
      [4, 5, 'acquire', { owner: 'b' }, { token: null }],
    ],
  ],
  [
    'The release of token 1 was refused although its owner held the lock all the while.',
    [1, 0],
    [
      [0, 1, 'acquire', { owner: 'a' }, { token: 1 }],
      [2, 3, 'release', { owner: 'a', token: 1 }, { released: false }],
    ],
  ],
  [
    'legal',
    undefined,
    [
      [0, 0, 'acquire', { owner: 'a' }],
      [1, 2, 'release', { owner: 'a', token: 3 }, { released: true }],
      [3, 4, 'acquire', { owner: 'b' }, { token: 4 }],
    ],
  ],
  [
    'legal',
    undefined,
    [
      [0, 1, 'acquire', { owner: 'a' }, { token: 1 }],
      [2, 0, 'release', { owner: 'a', token: 1 }],
      [3, 4, 'acquire', { owner: 'b' }, { token: 2 }],
    ],
  ],
  [
    'legal',
    undefined,
    [
      [0, 0, 'acquire', { owner: 'a' }],
      [1, 2, 'acquire', { owner: 'b' }, { token: null }],
    ],
  ],
];

test.each(cases)('%s: %j of %j', (says, operations, history) => {
  const decision = fencedLockTokens.decide(written(...history));
  if (operations === undefined) expect(decision.decision).toBe(says);
  else expect(decision).toEqual({ decision: 'illegal', because: says, operations });
});
