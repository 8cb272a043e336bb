/**
 * What the checker is compared with. Small histories: every order, tried by a judge too simple to be wrong. Medium ones: the
 * plain search of Wing and Gong, without any hint of the model, without second thoughts about open operations, and with
 * a bound; where it is reached nobody knows. (The plain search itself is compared with brute force on small ones.)
 */
import type { Operation } from '../../../histories/op.ts';
import type { AnyModel } from '../../models/index.ts';
import type { CoreSearch, CoreStatus, HashSeeds } from '../core.ts';
import { replay } from '../replay.ts';
import { StateSpace, StatesExhausted } from '../states.ts';
import { timelineOf } from '../timeline.ts';

export type Truth = 'legal' | 'illegal' | 'unknown';

/** Brute force up to so many operations. */
const FEW = 8;

export function truthAbout(operations: readonly Operation[], model: AnyModel, core: CoreSearch): Truth {
  return operations.length <= FEW ? bruteForce(operations, model) : plainSearch(operations, model, core);
}

/** Operations that are left are bits; `before` holds for each those that returned before it was called. */
function bruteForce(operations: readonly Operation[], model: AnyModel): Truth {
  let completed = 0;
  const before = operations.map(({ call }, i) => {
    if (operations[i]?.outcome === 'ok') completed |= 1 << i;
    return operations.reduce((bits, other, j) => (other.return < call ? bits | (1 << j) : bits), 0);
  });
  const place = (left: number, state: unknown): boolean => {
    if ((left & completed) === 0) return true;
    return operations.some((operation, i) => {
      if ((left & (1 << i)) === 0 || (left & (before[i] ?? 0)) !== 0) return false;
      return model.step(state, operation).some((next) => place(left & ~(1 << i), next));
    });
  };
  return place((1 << operations.length) - 1, model.init()) ? 'legal' : 'illegal';
}

const STEPS = 10_000;
const SEEDS: HashSeeds = [
  { seed: 3, fingerprintBits: 64 },
  { seed: 4, fingerprintBits: 64 },
];
const MEMORY_BYTES = 2 ** 27;

function plainSearch(operations: readonly Operation[], model: AnyModel, core: CoreSearch): Truth {
  const { name, summary, fs, init, step, key, describe } = model;
  const space = new StateSpace({ name, summary, fs, init, step, key, describe }, MEMORY_BYTES, operations);
  const classes = Int32Array.from(operations, (operation) => space.classOf(operation));
  const classTable = new Int32Array(4 * space.classCount);
  const history = { events: timelineOf(operations).events, classes, classTable, namedStates: space.setCount };
  const transition = (state: number, operationClass: number): number => space.transition(state, operationClass);
  if (!core.prepare('wgl', history, transition, MEMORY_BYTES)) return 'unknown';
  core.start(space.initial, 0, SEEDS);
  const status = outcomeOf(core);
  if (status === 'refuted') return 'illegal';
  if (status !== 'ok') return 'unknown';
  replay(operations, core.placed(), model);
  return 'legal';
}

function outcomeOf(core: CoreSearch): CoreStatus {
  try {
    return core.run(STEPS);
  } catch (error) {
    if (error instanceof StatesExhausted) return 'out-of-memory';
    throw error;
  }
}
