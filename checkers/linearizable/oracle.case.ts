/**
 * What the checker is tested against: a judge too simple to be wrong, and random operations for it. The judge tries
 * every order of every choice of open operations, without any memory; the generator lets a real object answer and then
 * spoils some answers, so that legal and illegal histories are both common. Positions repeat, since intervals that
 * touch are where mistakes hide.
 */
import type { Random } from '../../harness/core/random.ts';
import type { Operation, Vocabulary } from '../../histories/op.ts';
import type { Model } from '../models/model.ts';

/** Whether any order is legal; for at most about eight operations. */
export function bruteForce<V extends Vocabulary, S>(operations: readonly Operation<V>[], model: Model<V, S>): boolean {
  const place = (left: readonly Operation<V>[], state: S): boolean => {
    if (left.every(({ outcome }) => outcome === 'info')) return true;
    return left.some((operation) => {
      const tooLate = left.some((other) => other.outcome === 'ok' && other.return < operation.call);
      if (tooLate) return false;
      const rest = left.filter((other) => other !== operation);
      return model.step(state, operation).some((next) => place(rest, next));
    });
  };
  return place(operations, model.init());
}

/** What a client would do, and which outputs a broken object might give. */
export interface Draw<V extends Vocabulary> {
  input(random: Random): { readonly f: keyof V & string; readonly input: unknown };
  /** All outputs that this invocation could have in some state; the first legal one at its instant is taken. */
  outputs(f: string, input: unknown, random: Random): readonly unknown[];
}

export interface Shape {
  readonly operations: number;
  /** Positions are drawn from 0 up to this. */
  readonly span: number;
  readonly longest: number;
  readonly open: number;
  /** Probability that an answer is spoilt. */
  readonly spoil: number;
}

export function randomOperations<V extends Vocabulary, S>(
  model: Model<V, S>,
  draw: Draw<V>,
  random: Random,
  shape: Shape,
): Operation<V>[] {
  const planned = Array.from({ length: shape.operations }, (_, i) => {
    const call = random.int(shape.span);
    const open = random.chance(shape.open);
    const end = call + random.int(shape.longest + 1);
    const effect = call + random.float() * (open ? shape.longest * 2 : end - call);
    return { id: i, call, open, end, effect, happens: !open || random.chance(0.5), ...draw.input(random) };
  });
  let state = model.init();
  const made: Operation<V>[] = [];
  for (const plan of planned.sort((a, b) => a.effect - b.effect)) {
    const { id, f, input, call, open, end } = plan;
    const base = { id, process: id, f, input, call, callTime: call };
    const opened = { ...base, outcome: 'info', return: Infinity, returnTime: Infinity } as unknown as Operation<V>;
    const answered = draw.outputs(f, input, random).map((output) => {
      return { ...base, outcome: 'ok', output, return: end, returnTime: end } as unknown as Operation<V>;
    });
    if (open) {
      const next = random.chance(0.5) && plan.happens ? model.step(state, opened) : [];
      if (next.length > 0) state = random.pick(next);
      made.push(opened);
      continue;
    }
    const legal = answered.filter((operation) => model.step(state, operation).length > 0);
    const honest = legal.length > 0 && !random.chance(shape.spoil);
    const operation = random.pick(honest ? legal : answered);
    const next = model.step(state, operation);
    if (next.length > 0) state = random.pick(next);
    made.push(operation);
  }
  return made.sort((a, b) => a.call - b.call);
}
