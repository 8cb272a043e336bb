/**
 * Random histories as a recorder would write them, made of the random operations of the oracle: processes that are used
 * again, operations that failed, that never ended or ended in the unknown, faults in between, and instants at which
 * much happens at once, in any order.
 */
import type { Random } from '../../../harness/core/random.ts';
import type { Op, Operation, Vocabulary } from '../../../histories/op.ts';
import type { Model } from '../../models/model.ts';
import { type Draw, randomOperations, type Shape } from '../oracle.case.ts';

export interface HistoryShape extends Shape {
  /** Operations that fail, among the others. */
  readonly failing: number;
}

interface Moment<V extends Vocabulary> {
  readonly time: number;
  /** Orders what happens at one time. */
  readonly turn: number;
  readonly of: Operation<V>;
  readonly type: Op['type'];
}

export function randomHistory<V extends Vocabulary, S>(
  model: Model<V, S>,
  draw: Draw<V>,
  random: Random,
  shape: HistoryShape,
): Op<V>[] {
  const operations = randomOperations(model, draw, random, shape);
  const failing = randomOperations(model, draw, random, { ...shape, operations: shape.failing, open: 0 });
  const moments = [
    ...operations.flatMap((operation) => momentsOf(operation, endOf(operation, random), random)),
    ...failing.flatMap((operation) => momentsOf(operation, 'fail', random)),
  ];
  return recorded(
    moments.sort((a, b) => a.time - b.time || a.turn - b.turn),
    random,
  );
}

function endOf<V extends Vocabulary>(operation: Operation<V>, random: Random): 'ok' | 'info' | undefined {
  if (operation.outcome === 'ok') return 'ok';
  return random.chance(0.6) ? 'info' : undefined;
}

function momentsOf<V extends Vocabulary>(
  of: Operation<V>,
  end: 'ok' | 'fail' | 'info' | undefined,
  random: Random,
): Moment<V>[] {
  const turn = random.float();
  const invoke: Moment<V> = { time: of.call, turn, of, type: 'invoke' };
  if (end === undefined) return [invoke];
  const time = end === 'info' ? of.call + random.int(8) : of.return;
  return [invoke, { time, turn: turn + random.float() * (1 - turn), of, type: end }];
}

/** Numbers events and gives each operation a process that is free. */
function recorded<V extends Vocabulary>(moments: readonly Moment<V>[], random: Random): Op<V>[] {
  const history: Op<V>[] = [];
  const free: number[] = [];
  let processes = 0;
  const processOf = new Map<Operation<V>, number>();
  const append = (event: object) => history.push({ ...event, index: history.length } as unknown as Op<V>);
  for (const { time, of, type } of moments) {
    if (random.chance(0.05)) append({ time, process: 'nemesis', type: 'info', f: 'start-partition', value: null });
    if (type === 'invoke') processOf.set(of, (random.chance(0.9) ? free.pop() : undefined) ?? processes++);
    const process = processOf.get(of) ?? -1;
    append({ time, process, type, f: of.f, value: type === 'ok' && of.outcome === 'ok' ? of.output : of.input });
    if (type === 'ok' || type === 'fail') free.push(process);
  }
  return history;
}
