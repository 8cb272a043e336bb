/**
 * The smallest proof that R + W > N is not enough: without write-back a read sees the new value of a register and a later
 * read the old one again, and the witness is those two reads and the one write.
 */
import { expect, test } from 'vitest';
import type { Witness } from '../../checkers/linearizable/index.ts';
import { targets } from '../../targets/index.ts';
import { runTest } from './run.ts';
import { claimPlan } from './trial.ts';

test('a store without write-back is refuted by three operations', async () => {
  const claim = targets.quorum.claims?.find(({ name }) => name === 'without-write-back');
  if (claim === undefined) throw new Error('no such claim');
  let three: readonly string[] = [];
  for (let seed = 1; seed <= 10 && three.length === 0; seed++) {
    const { checkers } = await runTest(claimPlan('quorum', claim, seed), { store: null });
    const verdict = checkers.linearizable;
    if (verdict?.valid !== false) continue;
    const { minimal, operations } = verdict.witness as unknown as Witness;
    expect(minimal).toBe(true);
    if (operations.length === 3) three = operations.map(({ text }) => text);
  }
  expect(three.map((text) => text.split(' ')[0]).sort()).toEqual(['read', 'read', 'write']);
  expect(three.some((text) => text.endsWith('-> null'))).toBe(true);
});
