/**
 * How each algorithm is tested: thousands of small random histories, on which it must say what brute force says or that
 * it does not know; every order must be a proof, and the operations named for an illegal history must be the reason: with
 * these alone required to have happened, and all others free to have happened or not, the history is illegal still.
 * Most histories have operations moved in time, which breaks them in ways that a spoilt answer cannot.
 */
import { expect } from 'vitest';
import { type Random, randomOf } from '../../../harness/core/random.ts';
import type { Operation, Vocabulary } from '../../../histories/op.ts';
import type { Model } from '../../models/model.ts';
import { bruteForce, type Draw, randomOperations } from '../oracle.case.ts';
import { replay } from '../replay.ts';
import type { Algorithm, Decision } from './algorithm.ts';

export interface Agreement<V extends Vocabulary, S> {
  readonly algorithm: Algorithm<V>;
  readonly model: Model<V, S>;
  readonly draw: () => Draw<V>;
  readonly cases: number;
  /** Probability that an operation never returns. */
  readonly open?: readonly number[];
  /** How many of a hundred may stay undecided. */
  readonly undecidedPercent?: number;
  /** A further condition for an undecided history, which must hold whenever the algorithm says so. */
  readonly mayBeUndecided?: (operations: readonly Operation<V>[]) => boolean;
  /** For algorithms whose reasons sum up what came before: the operations named must then be illegal by themselves. */
  readonly namedAlone?: boolean;
}

export interface Counts {
  legal: number;
  illegal: number;
  undecided: number;
}

export function agreesWithBruteForce<V extends Vocabulary, S>(agreement: Agreement<V, S>): Counts {
  const { algorithm, model, draw, cases, undecidedPercent = 0 } = agreement;
  const random = randomOf(30_303).fork(`${algorithm.name} ${model.name}`);
  const counts: Counts = { legal: 0, illegal: 0, undecided: 0 };
  for (let i = 0; i < cases; i++) {
    const operations = randomHistory(model, draw(), random, agreement.open ?? [0]);
    const decision = algorithm.decide(operations);
    counts[decision.decision]++;
    const complaint = complaintAbout(agreement, operations, decision);
    if (complaint !== undefined) expect.fail(`${complaint}: ${JSON.stringify({ decision, operations })}`);
  }
  // A test that meets one kind alone proves nothing about the other.
  expect(counts.legal, JSON.stringify(counts)).toBeGreaterThan(cases / 5);
  expect(counts.illegal, JSON.stringify(counts)).toBeGreaterThan(cases / 5);
  expect(counts.undecided, JSON.stringify(counts)).toBeLessThanOrEqual((cases * undecidedPercent) / 100);
  return counts;
}

/** What is wrong with a decision, if anything is. */
export function complaintAbout<V extends Vocabulary, S>(
  { model, mayBeUndecided = () => false, namedAlone = false }: Agreement<V, S>,
  operations: readonly Operation<V>[],
  decision: Decision,
): string | undefined {
  if (decision.decision === 'undecided') return mayBeUndecided(operations) ? undefined : 'should be decided';
  if (decision.decision !== (bruteForce(operations, model) ? 'legal' : 'illegal')) return 'brute force disagrees';
  if (decision.decision === 'legal') {
    try {
      replay(operations, decision.order, model);
      return undefined;
    } catch (error) {
      return String(error);
    }
  }
  const named = decision.operations.flatMap((position) => operations[position] ?? []);
  if (named.length !== new Set(decision.operations).size) return 'names what is not there';
  const explained = namedAlone ? !bruteForce(named, model) : !legalRequiring(new Set(named), operations, model);
  return explained ? undefined : 'what is named is not the reason';
}

export function randomHistory<V extends Vocabulary, S>(
  model: Model<V, S>,
  draw: Draw<V>,
  random: Random,
  open: readonly number[],
): Operation<V>[] {
  const operations = randomOperations(model, draw, random, {
    operations: random.between(3, 8),
    span: random.between(2, 24),
    longest: random.between(0, 6),
    open: random.pick(open),
    spoil: random.pick([0, 0.2, 0.5]),
  });
  let history = operations;
  for (let moves = random.pick([0, 1, 2, 3, 5]); moves > 0; moves--) history = moved(history, random);
  return history;
}

/** One operation, or one end of it, a little earlier or later. */
function moved<V extends Vocabulary>(operations: readonly Operation<V>[], random: Random): Operation<V>[] {
  const chosen = random.int(operations.length);
  const calls = random.chance(0.7) ? random.between(-4, 4) : 0;
  const returns = random.chance(0.7) ? calls : random.between(-4, 4);
  return operations
    .map((operation, i) => {
      if (i !== chosen) return operation;
      const call = Math.max(0, operation.call + calls);
      return { ...operation, call, return: Math.max(call, operation.return + returns) } as Operation<V>;
    })
    .sort((a, b) => a.call - b.call);
}

/** Whether any order is legal that has these operations, and any others that fit in. */
export function legalRequiring<V extends Vocabulary, S>(
  required: ReadonlySet<Operation<V>>,
  operations: readonly Operation<V>[],
  model: Model<V, S>,
): boolean {
  const dead = new Set<string>();
  const place = (left: readonly Operation<V>[], state: S): boolean => {
    if (!left.some((operation) => required.has(operation) && operation.outcome === 'ok')) return true;
    const here = `${model.key(state)} ${left.map(({ id }) => id).join()}`;
    if (dead.has(here)) return false;
    const found = left.some((operation) => {
      const tooLate = (other: Operation<V>): boolean => other.return < operation.call;
      if (left.some((other) => required.has(other) && tooLate(other))) return false;
      const rest = left.filter((other) => other !== operation && !tooLate(other));
      return model.step(state, operation).some((next) => place(rest, next));
    });
    if (!found) dead.add(here);
    return found;
  };
  return place(operations, model.init());
}
