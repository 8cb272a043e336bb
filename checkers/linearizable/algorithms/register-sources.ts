/**
 * Refutes histories of registers in which some operation saw a value that nothing could have left there: every operation
 * that could have produced it is cut off by another value, put there by an operation that began after that one had
 * returned and ended before the observer began. Values may repeat. This is the stale read of practice, and the search would
 * only come to it after all orders of what happened before.
 *
 * Gibbons and Korach, "Testing Shared Memories" (SIAM J. Comput. 26, 1997), section 4 state it for unique values as the
 * overlap of two zones; here it is a necessary condition alone, so that nothing is ever found legal.
 */
import type { Operation } from '../../../histories/op.ts';
import type { RegisterOps, RegisterValue } from '../../../histories/ops/register.ts';
import type { Arrays } from '../arrays.ts';
import { NEVER, type Timeline } from '../timeline.ts';
import { Workbench } from '../workbench.ts';
import type { Algorithm, Decision } from './algorithm.ts';

export const registerSources: Algorithm<RegisterOps> = {
  name: 'register-sources',
  source: 'Gibbons and Korach 1997, section 4, weakened to values that repeat',
  complexity: 'O(n log n)',
  condition: 'Any history of reads, writes and cas; it refutes alone.',
  decide(operations, { timeline, arrays } = new Workbench(operations)) {
    const values = valuesOf(operations, arrays);
    const producers = producersOf(values, timeline, arrays);
    const covers = coversOf(values, timeline, arrays);
    for (let reader = 0; reader < operations.length; reader++) {
      const seen = values.seen[reader] ?? NOTHING;
      if (seen === NOTHING) continue;
      const answer = judge(reader, seen, { values, producers, covers, timeline });
      if (answer !== undefined) return answer;
    }
    return { decision: 'undecided', because: 'every value seen has a source that could have left it there' };
  },
};

const NOTHING = -1;
/** The number of the value that is there before the first event. */
const INITIAL = 0;

/** Values are numbered; null, which every register begins with, is 0. */
interface Values {
  /** What each completed operation says was there before it, and what each operation leaves behind if it takes effect. */
  readonly seen: Int32Array;
  readonly left: Int32Array;
  readonly names: readonly RegisterValue[];
}

/** Producers by value, in the order of their returns, with the least call among each of them and the later ones. */
interface Producers {
  /** Where the producers of each value begin; one more entry than values. */
  readonly starts: Int32Array;
  readonly positions: Int32Array;
  readonly leastCalls: Int32Array;
}

/**
 * For each event the completed operation that began last among those that had returned by then and left some value: the
 * best one, and the best one that left another value than it.
 */
interface Covers {
  readonly best: Int32Array;
  readonly other: Int32Array;
}

interface Context {
  readonly values: Values;
  readonly producers: Producers;
  readonly covers: Covers;
  readonly timeline: Timeline;
}

function judge(reader: number, seen: number, { values, producers, covers, timeline }: Context): Decision | undefined {
  const { call, return: end } = timeline;
  const best = covers.best[call[reader] ?? 0] ?? NOTHING;
  const isOwn = best !== NOTHING && values.left[best] === seen;
  const cover = isOwn ? (covers.other[call[reader] ?? 0] ?? NOTHING) : best;
  if (cover === NOTHING && seen === INITIAL) return undefined;
  const first = producers.starts[seen] ?? 0;
  const last = producers.starts[seen + 1] ?? 0;
  const at = firstReturningAfter(producers.positions, first, last, cover === NOTHING ? -1 : (call[cover] ?? 0), end);
  if (at < last && (producers.leastCalls[at] ?? NEVER) < (end[reader] ?? NEVER)) return undefined;
  const shown = JSON.stringify(values.names[seen]);
  const before = at > first ? producers.positions[at - 1] : undefined;
  const after = before === undefined && last > first ? producers.positions[last - 1] : undefined;
  const operations = [before, cover === NOTHING ? undefined : cover, after, reader].filter((i) => i !== undefined);
  return { decision: 'illegal', because: `Value ${shown} was seen ${whyNot(seen, before, after)}.`, operations };
}

function whyNot(seen: number, before: number | undefined, after: number | undefined): string {
  if (before !== undefined || seen === INITIAL) return 'after another value had certainly taken its place';
  return after === undefined ? 'and nobody ever wrote it' : 'before anybody had begun to write it';
}

function valuesOf(operations: readonly Operation<RegisterOps>[], arrays: Arrays): Values {
  const names: RegisterValue[] = [null];
  const numbers = new Map<RegisterValue, number>([[null, INITIAL]]);
  const numberOf = (value: RegisterValue): number => {
    let number = numbers.get(value);
    if (number === undefined) {
      number = names.length;
      numbers.set(value, number);
      names.push(value);
    }
    return number;
  };
  const seen = arrays.ints(operations.length).fill(NOTHING);
  const left = arrays.ints(operations.length).fill(NOTHING);
  for (let i = 0; i < operations.length; i++) {
    const operation = operations[i];
    if (operation === undefined) continue;
    const isDone = operation.outcome === 'ok';
    if (operation.f === 'write') left[i] = numberOf(operation.input.value);
    else if (operation.f === 'read') {
      if (isDone) seen[i] = numberOf(operation.output.value);
    } else if (!isDone || operation.output.applied) {
      left[i] = numberOf(operation.input.to);
      if (isDone) seen[i] = numberOf(operation.input.from);
    }
  }
  return { seen, left, names };
}

function producersOf({ left, names }: Values, { events, call, return: end }: Timeline, arrays: Arrays): Producers {
  const starts = arrays.ints(names.length + 1);
  for (const value of left) if (value !== NOTHING) starts[value + 1] = (starts[value + 1] ?? 0) + 1;
  for (let value = 0; value < names.length; value++)
    starts[value + 1] = (starts[value + 1] ?? 0) + (starts[value] ?? 0);
  const ends = starts.slice();
  const positions = arrays.ints(starts[names.length] ?? 0);
  const add = (i: number): void => {
    const value = left[i] ?? NOTHING;
    if (value === NOTHING) return;
    const at = ends[value] ?? 0;
    positions[at] = i;
    ends[value] = at + 1;
  };
  for (const event of events) if ((event & 1) === 1) add(event >> 1);
  for (let i = 0; i < end.length; i++) if (end[i] === NEVER) add(i);
  const leastCalls = arrays.ints(positions.length);
  for (let value = 0; value < names.length; value++) {
    let least = NEVER;
    for (let at = (starts[value + 1] ?? 0) - 1; at >= (starts[value] ?? 0); at--) {
      least = Math.min(least, call[positions[at] ?? 0] ?? NEVER);
      leastCalls[at] = least;
    }
  }
  return { starts, positions, leastCalls };
}

/** The first of these producers that returned after the event, or never did. */
function firstReturningAfter(
  positions: Int32Array,
  first: number,
  last: number,
  event: number,
  end: Int32Array,
): number {
  let from = first;
  let to = last;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((end[positions[middle] ?? 0] ?? NEVER) > event) to = middle;
    else from = middle + 1;
  }
  return from;
}

function coversOf({ left }: Values, { events, call }: Timeline, arrays: Arrays): Covers {
  const best = arrays.ints(events.length);
  const other = arrays.ints(events.length);
  let first = NOTHING;
  let second = NOTHING;
  const began = (i: number): number => (i === NOTHING ? -1 : (call[i] ?? 0));
  for (let at = 0; at < events.length; at++) {
    best[at] = first;
    other[at] = second;
    const event = events[at] ?? 0;
    const i = event >> 1;
    if ((event & 1) === 0 || left[i] === NOTHING) continue;
    const isSame = first !== NOTHING && left[first] === left[i];
    if (began(i) > began(first)) {
      if (!isSame) second = first;
      first = i;
    } else if (!isSame && began(i) > began(second)) second = i;
  }
  return { best, other };
}
