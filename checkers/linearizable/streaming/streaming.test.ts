/**
 * Streaming against the checker that sees the whole history, over random histories of every model and over each of their
 * prefixes. Eight operations suffice to tell rules apart: what an absorbed run can get wrong shows with a hidden
 * overwriting, one that hides it, an observation of each, and an open operation.
 */
import { describe, expect, test } from 'vitest';
import { type Random, randomOf } from '../../../harness/core/random.ts';
import type { Op, Vocabulary } from '../../../histories/op.ts';
import { operationsOf } from '../../../histories/operations.ts';
import { casRegister } from '../../models/cas-register.ts';
import type { Model } from '../../models/model.ts';
import { allDrawn, drawRegister } from '../draws.case.ts';
import { checkLinearizable } from '../index.ts';
import type { Draw } from '../oracle.case.ts';
import { randomHistory } from './history.case.ts';
import { streamingLinearizable } from './index.ts';

/** The search alone: streaming has to agree with it, whatever the polynomial algorithms may decide by themselves. */
async function offline<V extends Vocabulary, S>(history: readonly Op<V>[], model: Model<V, S>): Promise<boolean> {
  const { valid } = await checkLinearizable(operationsOf(history), model, { algorithm: 'jit' });
  if (valid === 'unknown') throw new Error('the search did not decide');
  return valid;
}

function streamed<V extends Vocabulary, S>(history: readonly Op<V>[], model: Model<V, S>): boolean | 'unknown' {
  const checker = streamingLinearizable(model);
  for (const op of history) checker.add(op);
  return checker.finish().valid;
}

/** How many events it takes until a violation is known, if it is known before the end. */
function events<V extends Vocabulary, S>(history: readonly Op<V>[], model: Model<V, S>): number | undefined {
  const checker = streamingLinearizable(model);
  for (const [at, op] of history.entries()) {
    checker.add(op);
    if (checker.violation() !== undefined) return at + 1;
  }
  return undefined;
}

const smallShape = (random: Random) => ({
  operations: random.between(3, 8),
  span: random.between(2, 24),
  longest: random.between(0, 10),
  open: random.pick([0, 0.15, 0.3]),
  spoil: random.pick([0, 0.5, 0.9]),
  failing: random.int(3),
});

async function agrees<V extends Vocabulary, S>(model: Model<V, S>, draw: Draw<V>, cases: number): Promise<void> {
  const random = randomOf(20_263).fork(model.name);
  const seen = { legal: 0, illegal: 0, early: 0 };
  for (let i = 0; i < cases; i++) {
    const history = randomHistory(model, draw, random, smallShape(random));
    const legal: boolean[] = [];
    for (let length = 0; length <= history.length; length++) {
      const prefix = history.slice(0, length);
      legal.push(await offline(prefix, model));
      expect(streamed(prefix, model), JSON.stringify(prefix)).toBe(legal[length]);
    }
    const known = events(history, model);
    if (known !== undefined) {
      expect(legal[known], JSON.stringify(history)).toBe(false);
      seen.early++;
    }
    seen[legal.at(-1) ? 'legal' : 'illegal']++;
  }
  // A test that meets one kind alone proves nothing about the other, and one that is told at the end is no stream.
  expect(seen.legal).toBeGreaterThan(cases / 6);
  expect(seen.illegal).toBeGreaterThan(cases / 6);
  expect(seen.early).toBeGreaterThan(seen.illegal / 3);
}

/** Absorption and its like apply to objects that can be overwritten: they are drawn more often. */
const CASES: { readonly [model: string]: number } = { register: 150, 'cas-register': 300, kv: 150, 'unique-ids': 20 };
const CASES_OTHERWISE = 40;

describe('every prefix is judged as by the search', () => {
  test.each(allDrawn)('on $model.name', ({ model, draw }) => agrees(model, draw, CASES[model.name] ?? CASES_OTHERWISE));
});

test('and so are histories of forty operations', async () => {
  const random = randomOf(77);
  const seen = { legal: 0, illegal: 0 };
  for (let i = 0; i < 400; i++) {
    const history = randomHistory(casRegister, drawRegister, random, {
      operations: 40,
      span: random.between(30, 160),
      longest: 12,
      open: random.pick([0, 0.05, 0.15]),
      spoil: random.pick([0, 0.05, 0.3]),
      failing: random.int(6),
    });
    const legal = await offline(history, casRegister);
    expect(streamed(history, casRegister), JSON.stringify(history)).toBe(legal);
    seen[legal ? 'legal' : 'illegal']++;
  }
  expect(seen.legal).toBeGreaterThan(80);
  expect(seen.illegal).toBeGreaterThan(80);
});
