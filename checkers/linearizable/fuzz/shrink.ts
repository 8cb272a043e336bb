/**
 * Makes a difference as small as it gets while it stays one: fewer operations, fewer open ones, shorter and closer intervals,
 * fewer distinct values, fewer rules. What is left may differ in another way than what was found; any difference will do.
 */
import type { Operation } from '../../../histories/op.ts';
import { ALL_RULES } from '../core.ts';
import { type Difference, isWrong, type Tools } from './examine.ts';
import { truthAbout } from './reference.ts';
import type { Way } from './ways.ts';

type Operations = readonly Operation[];

export async function shrink(found: Difference, tools: Tools): Promise<Difference> {
  let best = found;
  const { model } = found;

  const stillWrong = async (way: Way, operations: Operations): Promise<boolean> => {
    const truth = truthAbout(operations, model, tools.plain);
    const answer = await way.answer(operations, model, tools.search);
    if (!isWrong(answer, truth)) return false;
    best = { model, way, operations, truth, answer };
    return true;
  };
  /** Whether any of them is a difference, too; the first one that is, is taken. */
  const takes = async (candidates: Iterable<Operations>): Promise<boolean> => {
    for (const operations of candidates) if (await stillWrong(best.way, operations)) return true;
    return false;
  };

  /** Drops stretches of operations, half of them first: most of a medium history has nothing to do with it. */
  const drops = async (): Promise<boolean> => {
    const before = best.operations.length;
    for (let size = before >> 1; size >= 1; size >>= 1) {
      for (let from = 0; from < best.operations.length; ) {
        const rest = [...best.operations.slice(0, from), ...best.operations.slice(from + size)];
        if (!(await stillWrong(best.way, rest))) from += size;
      }
    }
    return best.operations.length < before;
  };

  for (let smaller = true; smaller; ) {
    smaller = await drops();
    for (const step of STEPS) while (await takes(step(best.operations))) smaller = true;
  }
  for (let rule = 1; rule <= ALL_RULES; rule <<= 1) {
    if (best.way.rules & rule) await stillWrong(best.way.withRules(best.way.rules & ~rule), best.operations);
  }
  return best;
}

const STEPS: readonly ((operations: Operations) => Iterable<Operations>)[] = [later, closer, plainer];

/** Operations whose order is the same in fewer positions, then shorter ones. */
function* closer(operations: Operations): Generator<Operations> {
  const positions = new Set(operations.flatMap(({ call, return: end }) => [call, end]).filter(Number.isFinite));
  const ranks = new Map([...positions].sort((a, b) => a - b).map((position, rank) => [position, rank]));
  const ranked = operations.map((one) => at(one, ranks.get(one.call) ?? 0, ranks.get(one.return) ?? Infinity));
  if (operations.some(({ call }, i) => call !== ranked[i]?.call)) yield ranked;
  for (let i = 0; i < operations.length; i++) {
    const one = operations[i];
    if (one === undefined || one.call === one.return) continue;
    if (one.outcome === 'ok') yield replaced(operations, i, at(one, one.call, one.return - 1));
    if (one.outcome === 'ok') yield replaced(operations, i, at(one, one.call + 1, one.return));
  }
}

/** Open operations are called later, until there is nothing behind them. */
function* later(operations: Operations): Generator<Operations> {
  const last = Math.max(0, ...operations.map(({ return: end }) => end).filter(Number.isFinite));
  for (let i = 0; i < operations.length; i++) {
    const one = operations[i];
    if (one?.outcome === 'info' && one.call < last) yield replaced(operations, i, at(one, one.call + 1, Infinity));
  }
}

/** One value less, wherever it stands. */
function* plainer(operations: Operations): Generator<Operations> {
  const scalars = new Set<unknown>();
  const note = (_key: string, value: unknown): unknown => {
    if (typeof value === 'number' || typeof value === 'string') scalars.add(value);
    return value;
  };
  for (const operation of operations) JSON.stringify(contentOf(operation), note);
  const simple = [0, 1, 2, 'a'].filter((value) => !scalars.has(value));
  for (const value of scalars) {
    for (const other of [...scalars, ...simple]) {
      if (isSimpler(other, value)) yield operations.map((one) => renamed(one, value, other));
    }
  }
}

function isSimpler(one: unknown, other: unknown): boolean {
  if (typeof one !== typeof other) return false;
  if (typeof one === 'number' && typeof other === 'number') {
    return Math.abs(one) < Math.abs(other) || (one === -other && one > 0);
  }
  return (
    String(one).length < String(other).length ||
    (String(one).length === String(other).length && String(one) < String(other))
  );
}

function renamed(operation: Operation, from: unknown, to: unknown): Operation {
  const rename = (_key: string, value: unknown): unknown => (value === from ? to : value);
  const content = JSON.parse(JSON.stringify(contentOf(operation), rename)) as object;
  return { ...operation, ...content } as Operation;
}

const contentOf = (operation: Operation): object =>
  operation.outcome === 'ok' ? { input: operation.input, output: operation.output } : { input: operation.input };

/** Operations come in the order of their calls. */
function replaced(operations: Operations, at: number, operation: Operation): Operations {
  return operations.map((one, i) => (i === at ? operation : one)).sort((a, b) => a.call - b.call);
}

function at(operation: Operation, call: number, end: number): Operation {
  return { ...operation, call, callTime: call, return: end, returnTime: end } as Operation;
}
