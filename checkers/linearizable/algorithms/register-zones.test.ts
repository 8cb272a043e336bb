/** The zones of registers, by brute force and one by one; and what is dead. */
import { expect, test } from 'vitest';
import { randomOf } from '../../../harness/core/random.ts';
import type { Operation } from '../../../histories/op.ts';
import type { RegisterOps } from '../../../histories/ops/register.ts';
import { casRegister } from '../../models/cas-register.ts';
import { drawRegister } from '../draws.case.ts';
import { bruteForce } from '../oracle.case.ts';
import { agreesWithBruteForce, randomHistory } from './agreement.support.ts';
import { deadOperations } from './dead-operations.ts';
import { uniqueRegister } from './draws.support.ts';
import { registerZones } from './register-zones.ts';
import { type Written, written } from './written.support.ts';

test('brute force agrees', () => {
  agreesWithBruteForce({
    algorithm: registerZones,
    model: casRegister,
    draw: () => uniqueRegister(false),
    cases: 1_500,
    open: [0, 0, 0.15, 0.3],
  });
});

const cases: readonly (readonly [
  says: string,
  operations: readonly number[] | undefined,
  history: readonly Written[],
])[] = [
  ['Value 1 was read, but nobody wrote it.', [0], [[0, 1, 'read', {}, { value: 1 }]]],
  [
    'Value 1 was read before it was written.',
    [0, 1],
    [
      [0, 1, 'read', {}, { value: 1 }],
      [2, 3, 'write', { value: 1 }, {}],
    ],
  ],
  [
    'Value 1 was replaced by two compare-and-sets, although it was written only once.',
    [0, 1, 2],
    [
      [0, 1, 'write', { value: 1 }, {}],
      [2, 3, 'cas', { from: 1, to: 2 }, { applied: true }],
      [2, 4, 'cas', { from: 1, to: 3 }, { applied: true }],
    ],
  ],
  [
    'The register had 2 and 1, and the time of each overlaps that of the other.',
    [0, 1, 2],
    [
      [0, 1, 'write', { value: 1 }, {}],
      [2, 3, 'write', { value: 2 }, {}],
      [4, 5, 'read', {}, { value: 1 }],
    ],
  ],
  [
    'legal',
    undefined,
    [
      [0, 9, 'write', { value: 1 }, {}],
      [0.5, 9, 'write', { value: 2 }, {}],
      [1, 2, 'read', {}, { value: 1 }],
      [3, 4, 'read', {}, { value: 2 }],
    ],
  ],
  [
    'The register still had null after it had 1, although it began with null.',
    [0, 1],
    [
      [0, 1, 'write', { value: 1 }, {}],
      [2, 3, 'read', {}, { value: null }],
    ],
  ],
  [
    'The register had value 1 after it had 2, which came later.',
    [0, 1, 2, 3],
    [
      [0, 1, 'write', { value: 1 }, {}],
      [0.5, 9, 'cas', { from: 1, to: 2 }, { applied: true }],
      [2, 3, 'read', {}, { value: 2 }],
      [4, 5, 'read', {}, { value: 1 }],
    ],
  ],
  [
    'Each of these compare-and-sets replaced what another one wrote, and no write began.',
    [0, 1],
    [
      [0, 3, 'cas', { from: 1, to: 2 }, { applied: true }],
      [0.5, 4, 'cas', { from: 2, to: 1 }, { applied: true }],
    ],
  ],
  [
    'legal',
    undefined,
    [
      [0, 1, 'write', { value: 1 }, {}],
      [0.5, 0, 'write', { value: 2 }],
      [2, 3, 'read', {}, { value: 2 }],
    ],
  ],
  [
    'legal',
    undefined,
    [
      [0, 1, 'write', { value: 1 }, {}],
      [0.5, 0, 'write', { value: 2 }],
      [2, 3, 'read', {}, { value: 1 }],
    ],
  ],
  [
    'undecided',
    undefined,
    [
      [0, 1, 'write', { value: 1 }, {}],
      [2, 3, 'write', { value: 1 }, {}],
      [4, 5, 'read', {}, { value: 1 }],
    ],
  ],
  [
    'legal',
    undefined,
    [
      [0, 1, 'write', { value: 1 }, {}],
      [0.5, 2, 'cas', { from: 5, to: 2 }, { applied: false }],
      [2, 9, 'cas', { from: 1, to: 3 }, { applied: false }],
      [8, 9, 'write', { value: 4 }, {}],
    ],
  ],
  [
    'undecided',
    undefined,
    [
      [0, 1, 'write', { value: 1 }, {}],
      [2, 3, 'cas', { from: 1, to: 3 }, { applied: false }],
      [8, 9, 'write', { value: 4 }, {}],
    ],
  ],
  // A write that nobody saw and that took long makes room: it comes after the value that was not found, ...
  [
    'legal',
    undefined,
    [
      [0, 1, 'write', { value: 1 }, {}],
      [0.5, 20, 'write', { value: 3 }, {}],
      [2, 3, 'cas', { from: 1, to: 4 }, { applied: false }],
      [8, 9, 'write', { value: 2 }, {}],
    ],
  ],
  // ... or that value comes before it.
  [
    'legal',
    undefined,
    [
      [0, 6, 'write', { value: 3 }, {}],
      [1, 7, 'write', { value: 1 }, {}],
      [8, 9, 'cas', { from: 1, to: 4 }, { applied: false }],
      [20, 21, 'write', { value: 2 }, {}],
    ],
  ],
];

test.each(cases)('%s: %j of %j', (says, operations, history) => {
  const decision = registerZones.decide(written(...history));
  if (operations === undefined) expect(decision.decision).toBe(says);
  else expect(decision).toEqual({ decision: 'illegal', because: says, operations });
});

test('brute force agrees where compare-and-sets are refused', () => {
  agreesWithBruteForce({
    algorithm: registerZones,
    model: casRegister,
    draw: () => uniqueRegister(true),
    cases: 1_500,
    open: [0, 0, 0.15, 0.3],
    undecidedPercent: 4,
    mayBeUndecided: (operations) => operations.some(refused),
  });
});

const refused = (operation: Operation<RegisterOps>): boolean =>
  operation.f === 'cas' && operation.outcome === 'ok' && !operation.output.applied;

/** Values repeat here: to be dead does not depend on their being unique. */
test('without the dead operations a history is as legal as with them, unless a compare-and-set was refused', () => {
  const random = randomOf(5);
  const counts = { dropped: 0, legal: 0, illegal: 0, inexact: 0 };
  for (let i = 0; i < 3_000; i++) {
    const operations = randomHistory(casRegister, drawRegister, random, [0.3, 0.6]);
    const { dead, exact } = deadOperations(operations);
    const living = operations.filter((_, at) => dead[at] === 0);
    if (living.length < operations.length) counts.dropped++;
    const whole = bruteForce(operations, casRegister);
    const without = bruteForce(living, casRegister);
    counts[whole ? 'legal' : 'illegal']++;
    if (without) expect(whole).toBe(true);
    if (exact) expect(without, JSON.stringify(operations)).toBe(whole);
    else if (without !== whole) counts.inexact++;
  }
  expect(counts.dropped).toBeGreaterThan(1_000);
  expect(Math.min(counts.legal, counts.illegal)).toBeGreaterThan(300);
  // The exception is real.
  expect(counts.inexact).toBeGreaterThan(0);
});
