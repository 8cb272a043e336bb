/**
 * The checker against brute force, over thousands of small random histories of every model, and against the frontier
 * over larger ones. Seven operations suffice to tell rules apart: the least counter-examples known for searches of this
 * kind (a lost open write, an operation placed after its return) need at most five.
 */
import { describe, expect, test } from 'vitest';
import { randomOf } from '../../harness/core/random.ts';
import type { Operation, Vocabulary } from '../../histories/op.ts';
import { casRegister } from '../models/cas-register.ts';
import type { Model } from '../models/model.ts';
import { ALL_RULES, RULES } from './core.ts';
import { allDrawn, drawRegister } from './draws.case.ts';
import { Frontier } from './frontier.ts';
import { checkLinearizable } from './index.ts';
import { Limits } from './limits.ts';
import { bruteForce, type Draw, randomOperations } from './oracle.case.ts';
import { StateSpace } from './states.ts';
import { timelineOf } from './timeline.ts';

/** Brute force by key, since the kv model's state is that of one key. */
function legal<V extends Vocabulary, S>(operations: readonly Operation<V>[], model: Model<V, S>): boolean {
  const keys = new Set(operations.map((operation) => model.partition?.(operation)));
  return [...keys].every((key) => {
    return bruteForce(
      operations.filter((operation) => model.partition?.(operation) === key),
      model,
    );
  });
}

function frontierRefutes<V extends Vocabulary, S>(
  operations: readonly Operation<V>[],
  model: Model<V, S>,
): boolean | undefined {
  const space = new StateSpace(model, Infinity, operations);
  const history = {
    events: timelineOf(operations).events,
    classes: Int32Array.from(operations, (operation) => space.classOf(operation)),
    initial: space.initial,
    step: (state: number, operationClass: number) => space.step(state, operationClass),
  };
  const completed = [...operations.keys()].filter((i) => operations[i]?.outcome === 'ok');
  return new Frontier(history, new Limits({})).refutes(new Set(completed));
}

async function agreesWithBruteForce<V extends Vocabulary, S>(
  model: Model<V, S>,
  draw: Draw<V>,
  cases: number,
): Promise<void> {
  const random = randomOf(20_261).fork(model.name);
  const seen = { valid: 0, invalid: 0 };
  for (let i = 0; i < cases; i++) {
    const operations = randomOperations(model, draw, random, {
      operations: random.between(3, 7),
      span: random.between(2, 20),
      longest: random.between(0, 6),
      open: random.pick([0, 0.15, 0.3]),
      spoil: random.pick([0, 0.5, 0.9]),
    });
    const expected = legal(operations, model);
    const result = await checkLinearizable(operations, model);
    expect(result.valid, JSON.stringify(operations)).toBe(expected);
    seen[expected ? 'valid' : 'invalid']++;
    if (result.valid === false) expectSoundWitness(operations, model, result.witness);
  }
  // A test that meets one kind alone proves nothing about the other.
  expect(seen.valid).toBeGreaterThan(cases / 5);
  expect(seen.invalid).toBeGreaterThan(cases / 5);
}

function expectSoundWitness<V extends Vocabulary, S>(
  operations: readonly Operation<V>[],
  model: Model<V, S>,
  witness: {
    readonly blocked: number;
    readonly minimal: boolean;
    readonly operations: readonly { readonly id: number }[];
  },
): void {
  const shown = new Set(witness.operations.map(({ id }) => id));
  expect(witness.minimal).toBe(true);
  expect(shown.has(witness.blocked)).toBe(true);
  const kept = operations.filter(({ id }) => shown.has(id));
  expect(bruteForce(kept, model), `witness ${[...shown]} of ${JSON.stringify(operations)}`).toBe(false);
}

/** Those whose every hint the search uses are drawn more often. */
const CASES: { readonly [model: string]: number } = { 'cas-register': 2_000, kv: 1_000, 'unique-ids': 100 };
const CASES_OTHERWISE = 300;

describe('brute force agrees', () => {
  test.each(allDrawn)('on $model.name', ({ model, draw }) =>
    agreesWithBruteForce(model, draw, CASES[model.name] ?? CASES_OTHERWISE),
  );
});

test.each([
  ['wgl', ALL_RULES, 3],
  // Little is remembered where burdens are compared: without that rule there is something to collide.
  ['jit', ALL_RULES & ~RULES.antichain, 1],
] as const)(
  'collisions never make a legal history illegal to %s where a second seed must agree',
  async (algorithm, rules, fingerprintBits) => {
    const random = randomOf(4_711);
    const crowded = { seed: 1, fingerprintBits };
    let misled = 0;
    for (let i = 0; i < 1_000; i++) {
      const shape = { operations: 7, span: 12, longest: 6, open: 0.2, spoil: 0.05 };
      const operations = randomOperations(casRegister, drawRegister, random, shape);
      const expected = bruteForce(operations, casRegister);
      const alone = await checkLinearizable(operations, casRegister, {
        algorithm,
        rules,
        seeds: [crowded, crowded],
      });
      const confirmed = await checkLinearizable(operations, casRegister, {
        algorithm,
        rules,
        seeds: [crowded, { seed: 2, fingerprintBits: 64 }],
      });
      expect(confirmed.valid).toBe(expected);
      // Believing what a colliding hash refutes would have been wrong; what it finds legal is legal all the same.
      if (alone.valid !== expected) misled++;
      if (alone.valid) expect(expected).toBe(true);
    }
    expect(misled).toBeGreaterThan(3);
  },
);

test('the frontier agrees on histories of forty operations', async () => {
  const random = randomOf(99);
  const seen = { valid: 0, invalid: 0 };
  for (let i = 0; i < 300; i++) {
    const shape = {
      operations: 40,
      span: 120,
      longest: 10,
      open: random.pick([0, 0.05]),
      spoil: random.pick([0, 0.3]),
    };
    const operations = randomOperations(casRegister, drawRegister, random, shape);
    const result = await checkLinearizable(operations, casRegister);
    expect(frontierRefutes(operations, casRegister)).toBe(!result.valid);
    seen[result.valid ? 'valid' : 'invalid']++;
  }
  expect(seen.valid).toBeGreaterThan(60);
  expect(seen.invalid).toBeGreaterThan(60);
});
