/**
 * Against the model, which follows every choice of every open dequeue. Walks are as long and values as few as make claims
 * pile up and copies coincide; with three values and eight operations every relation of two claims comes about.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Operation } from '../../histories/op.ts';
import type { QueueOps } from '../../histories/ops/queue.ts';
import { type Line, operationsFrom } from '../operations.case.ts';
import { unorderedQueue } from './unordered-queue.ts';
import { UnorderedReplayer } from './unordered-replayer.ts';

const value = fc.constantFrom(1, 2, 3);
const put = value.map((it): Line<QueueOps> => ['enqueue', { value: it }, { value: it }, 0, 1]);
const take = value.map((it): Line<QueueOps> => ['dequeue', {}, { value: it }, 0, 1]);
const empty = fc.constant<Line<QueueOps>>(['dequeue', {}, { value: null }, 0, 1]);
const claim = fc.constant<Line<QueueOps>>(['dequeue', {}, undefined, 0]);
const line = fc.oneof(
  { weight: 5, arbitrary: put },
  { weight: 2, arbitrary: take },
  { weight: 2, arbitrary: claim },
  empty,
);

function replayed(operations: readonly Operation<QueueOps>[]): boolean {
  const replayer = new UnorderedReplayer();
  return operations.every((operation) => replayer.apply(operation));
}

test('claims are met exactly where some choice of what was taken is legal', () => {
  const seen = { illegal: 0, behindClaims: 0 };
  fc.assert(
    fc.property(fc.array(line, { minLength: 3, maxLength: 14 }), (lines) => {
      const initial = unorderedQueue.init();
      let states = new Map([[unorderedQueue.key(initial), initial]]);
      const legal: Operation<QueueOps>[] = [];
      for (const operation of operationsFrom<QueueOps>(lines)) {
        const after = [...states.values()].flatMap((state) => unorderedQueue.step(state, operation));
        expect(replayed([...legal, operation])).toBe(after.length > 0);
        if (legal.filter(({ outcome }) => outcome === 'info').length > 1) seen.behindClaims++;
        if (after.length === 0) seen.illegal++;
        else {
          legal.push(operation);
          states = new Map(after.map((state) => [unorderedQueue.key(state), state]));
        }
      }
    }),
    { numRuns: 1_500, seed: 7 },
  );
  expect(Math.min(seen.illegal, seen.behindClaims)).toBeGreaterThan(1_000);
});
