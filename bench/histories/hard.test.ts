/**
 * What the generator says of its histories, against brute force, which tries every order. Ten operations of two or three clients
 * suffice: where a history is spoilt, two to four operations contradict each other, and the other ones are there to offer
 * a way out, which no history of this size may have.
 */
import { describe, expect, test } from 'vitest';
import { bruteForce } from '../../checkers/linearizable/oracle.case.ts';
import { modelFor } from '../../checkers/models/index.ts';
import type { Operation } from '../../histories/op.ts';
import { type HardModel, type HardShape, hardHistory, hardModels, NoPlaceToSpoil } from './index.ts';

const SEEDS = 120;
const SMALL: HardShape = { clients: 3, operations: 10, unknown: 0, domain: 'small', valid: true, seed: 0 };

/** By key, as the models that judge one key at a time need it. */
function legal(name: HardModel, operations: readonly Operation[]): boolean {
  const model = modelFor(name);
  const keyOf = (operation: Operation): string => model.partition?.(operation) ?? '';
  const keys = new Set(operations.map(keyOf));
  return [...keys].every((key) => {
    return bruteForce(
      operations.filter((operation) => keyOf(operation) === key),
      model,
    );
  });
}

/** Undefined where the history offers nothing to spoil. */
function made(name: HardModel, shape: HardShape): readonly Operation[] | undefined {
  try {
    return hardHistory(name, shape);
  } catch (error) {
    if (error instanceof NoPlaceToSpoil) return undefined;
    throw error;
  }
}

const variants = hardModels.flatMap((name) =>
  (['small', 'unique'] as const).flatMap((domain) => [0, 0.2].map((unknown) => ({ name, domain, unknown }))),
);

describe.each(variants)('$name, $domain values, $unknown unknown', ({ name, domain, unknown }) => {
  test.each([true, false])('is valid: %s', (valid) => {
    let judged = 0;
    for (let seed = 0; seed < SEEDS; seed++) {
      const operations = made(name, { ...SMALL, clients: 2 + (seed % 2), domain, unknown, valid, seed });
      if (operations === undefined) continue;
      judged++;
      expect(legal(name, operations), `seed ${seed}: ${JSON.stringify(operations)}`).toBe(valid);
    }
    // A generator that found nothing to spoil would pass without this.
    expect(judged).toBeGreaterThan(valid ? SEEDS - 1 : 5);
  });
});

test.each(hardModels)('%s: positions are integers and unique, and clients wait for their answers', (name) => {
  const operations = made(name, { ...SMALL, clients: 20, operations: 400, unknown: 0.05 }) ?? [];
  expect(operations).toHaveLength(400);
  const ends = operations.flatMap(({ call, return: end }) => (end === Infinity ? [call] : [call, end]));
  expect(ends.sort((a, b) => a - b)).toEqual([...ends.keys()]);
  const returned = new Map<number, number>();
  for (const operation of operations) {
    expect(operation.call).toBeGreaterThan(returned.get(operation.process) ?? -1);
    returned.set(operation.process, operation.return);
    expect(operation.outcome === 'info').toBe(operation.return === Infinity);
  }
  const open = operations.filter(({ outcome }) => outcome === 'info');
  expect(open.length).toBeGreaterThan(5);
  expect(open.length).toBeLessThan(60);
});

test.each(hardModels)('%s: a seed says it all', (name) => {
  const shape = { ...SMALL, operations: 300, clients: 10, unknown: 0.02, valid: false };
  expect(made(name, { ...shape, seed: 7 })).toEqual(made(name, { ...shape, seed: 7 }));
  expect(made(name, { ...shape, seed: 7 })).not.toEqual(made(name, { ...shape, seed: 8 }));
});

test.each(hardModels)('%s: long ones can be spoilt, whatever their shape', (name) => {
  for (const domain of ['small', 'unique'] as const) {
    for (const [clients, unknown] of [
      [5, 0],
      [20, 0.05],
      [100, 0.01],
    ] as const) {
      const shape: HardShape = { clients, operations: 2_000, unknown, domain, valid: false, seed: 1 };
      const valid = made(name, { ...shape, valid: true });
      const invalid = made(name, shape);
      const changed = invalid?.filter((operation, i) => JSON.stringify(operation) !== JSON.stringify(valid?.[i]));
      expect(changed?.length).toBeGreaterThan(0);
      expect(changed?.length).toBeLessThan(3);
    }
  }
});
