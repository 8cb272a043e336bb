/** Every level against its definition, on thousands of small histories; and that the levels imply what they are said to. */
import { expect, test } from 'vitest';
import { type Random, randomOf } from '../../harness/core/random.ts';
import type { Operation } from '../../histories/op.ts';
import type { RegisterOps } from '../../histories/ops/register.ts';
import { Limits } from '../linearizable/limits.ts';
import { bruteForce } from '../linearizable/oracle.case.ts';
import { casRegister } from '../models/cas-register.ts';
import { partitionByKey } from '../models/texts.ts';
import { phantom } from './causal.ts';
import { executionOf } from './execution.ts';
import { type Answer, no } from './finding.ts';
import { questions } from './judge.ts';
import { impliedBy, type LevelName, levelNames } from './levels.ts';
import { byDefinition, type Judged, randomSessions, randomShape, spoilt } from './oracle.case.ts';
import { attribute } from './sources.ts';

/** More of them, and others: CASES=40000 SEED=7 npx vitest run checkers/consistency/oracle.test.ts */
const cases = Number(process.env.CASES ?? 500);
const seed = Number(process.env.SEED ?? 4);

type Answers = { [name in LevelName]?: boolean | undefined };

/** What a level says is wrong must be so with the operations alone that it names. */
function unproven(operations: readonly Operation<RegisterOps>[], level: Judged, answer: Answer): boolean {
  if (answer.valid !== false || answer.reason.isPartial) return false;
  const named = new Set(answer.reason.operations.map(({ id }) => id));
  return byDefinition(
    level,
    operations.filter(({ id }) => named.has(id)),
  );
}

/** What each level says when it is asked directly, and not told by another one. */
function answersOf(operations: readonly Operation<RegisterOps>[]): {
  [name in LevelName]?: Answer['valid'] | 'not shown';
} {
  const execution = executionOf(operations);
  const thin = phantom(execution, attribute(execution).phantoms);
  const asked = questions(operations, execution, new Limits({}));
  return Object.fromEntries(
    asked.map(([name, question]) => {
      const answer = thin === undefined ? question() : no(execution, thin);
      if (name !== 'linearizable' && unproven(operations, name, answer)) return [name, 'not shown'];
      return [name, answer.valid];
    }),
  );
}

function definedOf(operations: readonly Operation<RegisterOps>[]): Answers {
  return Object.fromEntries(
    levelNames.map((name) => [
      name,
      name === 'linearizable' ? isLinearizable(operations) : byDefinition(name, operations),
    ]),
  );
}

const isLinearizable = (operations: readonly Operation<RegisterOps>[]): boolean =>
  [...new Set(operations.map(partitionByKey))].every((key) =>
    bruteForce(
      operations.filter((one) => partitionByKey(one) === key),
      casRegister,
    ),
  );

function draw(random: Random): readonly Operation<RegisterOps>[] {
  const operations = randomSessions(random, randomShape(random));
  return random.chance(0.2) ? spoilt(operations, random) : operations;
}

test('each level is what its definition says, and implies what it is said to imply', () => {
  const random = randomOf(seed);
  const met = new Map<string, number>();
  for (let i = 0; i < cases; i++) {
    const operations = draw(random);
    const { linearizable, ...defined } = definedOf(operations);
    expect(answersOf(operations), JSON.stringify(operations)).toEqual(defined);
    const all: Answers = { linearizable, ...defined };
    for (const strong of levelNames) {
      met.set(`${strong} ${all[strong]}`, (met.get(`${strong} ${all[strong]}`) ?? 0) + 1);
      for (const weak of impliedBy(strong)) {
        if (all[strong]) expect(all[weak], `${strong} implies ${weak}: ${JSON.stringify(operations)}`).toBe(true);
      }
    }
  }
  // A test that meets one answer alone proves nothing about the other.
  for (const name of levelNames) {
    for (const is of [true, false]) expect(met.get(`${name} ${is}`), `${name} ${is}`).toBeGreaterThan(cases / 100);
  }
});
