/**
 * Says why a history is illegal: two sentences for people, and a witness for reports. Everything said here follows
 * from the search: that the named operation is the first whose return no order gets past, where the longest order
 * stands at that moment, and what became of each operation that was pending then.
 */
import type { Json } from '../../harness/core/json.ts';
import { nsToSeconds } from '../../harness/core/time.ts';
import type { Operation, Vocabulary } from '../../histories/op.ts';
import type { Model } from '../models/model.ts';
import type { CoreProgress } from './core.ts';
import type { Limits } from './limits.ts';
import type { Part } from './part.ts';
import { outputOf, type StateSpace } from './states.ts';
import { witnessOf } from './witness.ts';

/** An operation as a report shows it. Open operations have no return. */
export type WitnessOperation = {
  readonly id: number;
  readonly process: number;
  readonly f: string;
  readonly input: Json;
  readonly output?: Json;
  readonly outcome: 'ok' | 'info';
  readonly call: number;
  readonly return?: number;
  readonly callTime: number;
  readonly returnTime?: number;
  readonly text: string;
};

export type Witness = {
  readonly key?: string;
  /** The id of the operation that could not be placed. */
  readonly blocked: number;
  /** A history of its own that is illegal for the same reason as the whole, in the order of calls. */
  readonly operations: readonly WitnessOperation[];
  /** Whether no operation that must happen can be left out. */
  readonly minimal: boolean;
  /** The longest order that led to the failure: its length, its last operations, and the states it can end in. */
  readonly prefix: {
    readonly length: number;
    readonly last: readonly WitnessOperation[];
    readonly states: readonly string[];
  };
  /** What was pending then, and why none of it helps. */
  readonly rejected: readonly { readonly operation: WitnessOperation; readonly why: string }[];
};

export interface Explanation {
  readonly because: string;
  readonly witness: Witness;
}

const LAST_OF_PREFIX = 10;
const STATES_IN_SENTENCE = 3;

export async function explain<V extends Vocabulary, S>(
  part: Part<V>,
  progress: CoreProgress,
  model: Model<V, S>,
  space: StateSpace<V, S>,
  limits: Limits,
): Promise<Explanation> {
  const { operations, key } = part;
  const show = (i: number): WitnessOperation => shown(at(operations, i), model);
  const blocked = at(operations, progress.blocked);
  const rejected = rejections(operations, progress, model, space);
  const states = [progress.state, ...progress.states.filter((state) => state !== progress.state)];
  const core = await witnessOf(operations, progress.blocked, space, limits);
  return {
    because: `${whatFailed(blocked, key, model)} ${whereItStood(states, progress.prefix.length, rejected.length - 1, space)}`,
    witness: {
      ...(key === undefined || key === '' ? {} : { key }),
      blocked: blocked.id,
      operations: core.operations.map(show),
      minimal: core.minimal,
      prefix: {
        length: progress.prefix.length,
        last: progress.prefix.slice(-LAST_OF_PREFIX).map(show),
        states: states.map((state) => space.describe(state)),
      },
      rejected,
    },
  };
}

/** The same for what an algorithm refuted; a search may have something to add. */
export function explainBy<V extends Vocabulary, S>(
  { operations, key }: Part<V>,
  refutation: { readonly because: string; readonly operations: readonly number[] },
  model: Model<V, S>,
  searched: Explanation | undefined,
): Explanation {
  const named = refutation.operations.map((i) => at(operations, i)).sort((a, b) => a.call - b.call);
  const last = named.reduce((latest, one) => (one.outcome === 'ok' && one.return > latest.return ? one : latest), {
    id: named[0]?.id ?? 0,
    return: -Infinity,
  });
  // Words and picture must be of one and the same violation, and there may be several.
  if (searched?.witness.minimal) return searched;
  return {
    because: key === undefined || key === '' ? refutation.because : `Key ${key}: ${refutation.because}`,
    witness: {
      ...(key === undefined || key === '' ? {} : { key }),
      blocked: last.id,
      operations: named.map((operation) => shown(operation, model)),
      minimal: true,
      prefix: searched?.witness.prefix ?? { length: 0, last: [], states: [] },
      rejected: searched?.witness.rejected ?? [],
    },
  };
}

function whatFailed<V extends Vocabulary, S>(
  blocked: Operation<V>,
  key: string | undefined,
  model: Model<V, S>,
): string {
  const where = [`operation ${blocked.id}`];
  if (key !== undefined && key !== '') where.push(`key ${key}`);
  // Imported histories often have no clock.
  if (blocked.returnTime > 0) {
    where.push(`called at ${seconds(blocked.callTime)}`, `returned at ${seconds(blocked.returnTime)}`);
  }
  return `${textOf(blocked, model)} by process ${blocked.process} (${where.join(', ')}) fits nowhere in any legal order.`;
}

function whereItStood<V extends Vocabulary, S>(
  states: readonly number[],
  placed: number,
  pending: number,
  space: StateSpace<V, S>,
): string {
  const some = states.slice(0, STATES_IN_SENTENCE).map((state) => space.describe(state));
  if (states.length > some.length) some.push('another value');
  const at = some.join(' or at ');
  const before =
    placed === 0
      ? `The object starts at ${at}, where it is illegal`
      : `The longest order of what came before it (${count(placed, 'operation')}) leaves the object at ${at}, where it is illegal`;
  if (pending === 0) return `${before}, and nothing was running beside it.`;
  const others = pending === 1 ? 'the one operation' : `any of the ${pending} operations`;
  return `${before}, and taking ${others} that ran beside it first does not make it legal.`;
}

function rejections<V extends Vocabulary, S>(
  operations: readonly Operation<V>[],
  progress: CoreProgress,
  model: Model<V, S>,
  space: StateSpace<V, S>,
): Witness['rejected'] {
  const placed = new Set(progress.prefix);
  const blocked = at(operations, progress.blocked);
  const here = space.describe(progress.state);
  const rejected: { operation: WitnessOperation; why: string }[] = [];
  for (const [i, operation] of operations.entries()) {
    if (placed.has(i) || operation.call > blocked.return) continue;
    const next = space.step(progress.state, space.classOf(operation));
    let why = `leaves the state at ${next < 0 ? '' : space.describe(next)}, from where operation ${blocked.id} is out of reach too`;
    if (next < 0) why = `is illegal while the state is ${here}`;
    else if (next === progress.state) why = `changes nothing while the state is ${here}`;
    rejected.push({ operation: shown(operation, model), why });
  }
  return rejected;
}

export function shown<V extends Vocabulary>(
  operation: Operation<V>,
  model: Pick<Model<V, unknown>, 'describe'>,
): WitnessOperation {
  const output = outputOf(operation);
  return {
    id: operation.id,
    process: operation.process,
    f: operation.f,
    input: operation.input,
    ...(output === undefined ? {} : { output }),
    outcome: operation.outcome,
    call: operation.call,
    callTime: operation.callTime,
    // Infinity is not JSON.
    ...(Number.isFinite(operation.return) ? { return: operation.return, returnTime: operation.returnTime } : {}),
    text: textOf(operation, model),
  };
}

/** A model that cannot describe an operation must not cost us the verdict. */
function textOf<V extends Vocabulary>(operation: Operation<V>, model: Pick<Model<V, unknown>, 'describe'>): string {
  try {
    return model.describe(operation);
  } catch {
    return operation.f;
  }
}

function at<V extends Vocabulary>(operations: readonly Operation<V>[], i: number): Operation<V> {
  const operation = operations[i];
  if (operation === undefined) throw new RangeError(`no operation at ${i}`);
  return operation;
}

const seconds = (ns: number): string => `${nsToSeconds(ns).toFixed(3)} s`;
const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;
