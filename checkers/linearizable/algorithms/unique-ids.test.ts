/** Distinct identifiers, by brute force. */
import { expect, test } from 'vitest';
import type { UniqueIdsOps } from '../../../histories/ops/unique-ids.ts';
import type { Model } from '../../models/model.ts';
import { agreesWithBruteForce } from './agreement.support.ts';
import { fewIds } from './draws.support.ts';
import { uniqueIdsDistinct } from './unique-ids.ts';

/** The model proper judges each identifier by itself; this one judges them all. */
const allIds: Model<UniqueIdsOps, readonly (number | string)[]> = {
  name: 'all-ids',
  summary: 'Hands out identifiers, none of them twice.',
  fs: ['generate'],
  init: () => [],
  step(used, operation) {
    if (operation.outcome === 'info') return [used];
    const { id } = operation.output;
    return used.includes(id) ? [] : [[...used, id]];
  },
  key: JSON.stringify,
  describe: ({ f }) => f,
};

test('brute force agrees', () => {
  const counts = agreesWithBruteForce({
    algorithm: uniqueIdsDistinct,
    model: allIds,
    draw: fewIds,
    cases: 1_000,
    open: [0, 0.3],
  });
  expect(counts.undecided).toBe(0);
});
