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
import { Numbering } from './numbering.ts';

export const registerSources: Algorithm<RegisterOps> = {
  name: 'register-sources',
  source: 'Gibbons and Korach 1997, section 4, weakened to values that repeat',
  complexity: 'O(n)',
  condition: 'Any history of reads, writes and cas; it refutes alone.',
  decide(operations, { timeline, arrays } = new Workbench(operations)) {
    const { events, call, return: end } = timeline;
    const values = valuesOf(operations, arrays);
    const { seen, left } = values;
    const producers = producersOf(values, timeline, arrays);
    const { starts, positions, leastCalls } = producers;
    // By value: its first producer that is not yet cut off. Covers only ever begin later, so it only moves on.
    const next = arrays.ints(values.names.length);
    next.set(starts.subarray(0, next.length));
    const covers = new Covers(left, call);
    for (const event of events) {
      const position = event >> 1;
      if ((event & 1) === 1) {
        covers.add(position);
        continue;
      }
      const value = seen[position] ?? NOTHING;
      if (value === NOTHING) continue;
      const cover = covers.over(value);
      if (cover === NOTHING && value === INITIAL) continue;
      const last = starts[value + 1] ?? 0;
      const began = cover === NOTHING ? -1 : (call[cover] ?? 0);
      let at = next[value] ?? 0;
      while (at < last && (end[positions[at] ?? 0] ?? NEVER) <= began) at++;
      next[value] = at;
      if (at === last || (leastCalls[at] ?? NEVER) >= (end[position] ?? NEVER))
        return contradiction(position, cover, at, values, producers);
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

/** Of the completed operations that left some value, the one that began last, and the last that left another value than it. */
class Covers {
  readonly #left: Int32Array;
  readonly #call: Int32Array;
  #latest = NOTHING;
  #other = NOTHING;

  constructor(left: Int32Array, call: Int32Array) {
    this.#left = left;
    this.#call = call;
  }

  /** An operation has returned. */
  add(position: number): void {
    const value = this.#left[position] ?? NOTHING;
    if (value === NOTHING) return;
    const isSame = this.#latest !== NOTHING && this.#left[this.#latest] === value;
    if (this.#began(position) > this.#began(this.#latest)) {
      if (!isSame) this.#other = this.#latest;
      this.#latest = position;
    } else if (!isSame && this.#began(position) > this.#began(this.#other)) this.#other = position;
  }

  /** The one that began last among those that left another value. */
  over(value: number): number {
    return this.#latest !== NOTHING && this.#left[this.#latest] === value ? this.#other : this.#latest;
  }

  #began(position: number): number {
    return position === NOTHING ? -1 : (this.#call[position] ?? 0);
  }
}

/** Producers of what was seen from `at` on could be in time, if any began before the reader returned. */
function contradiction(
  reader: number,
  cover: number,
  at: number,
  { seen, names }: Values,
  { starts, positions }: Producers,
): Decision {
  const value = seen[reader] ?? NOTHING;
  const first = starts[value] ?? 0;
  const last = starts[value + 1] ?? 0;
  const before = at > first ? positions[at - 1] : undefined;
  const after = before === undefined && last > first ? positions[last - 1] : undefined;
  const operations = [before, cover === NOTHING ? undefined : cover, after, reader].filter((i) => i !== undefined);
  const because = `Value ${JSON.stringify(names[value])} was seen ${whyNot(value, before, after)}.`;
  return { decision: 'illegal', because, operations };
}

function whyNot(seen: number, before: number | undefined, after: number | undefined): string {
  if (before !== undefined || seen === INITIAL) return 'after another value had certainly taken its place';
  return after === undefined ? 'and nobody ever wrote it' : 'before anybody had begun to write it';
}

function valuesOf(operations: readonly Operation<RegisterOps>[], arrays: Arrays): Values {
  const numbering = new Numbering<RegisterValue>(2 * operations.length, arrays);
  const { values: names } = numbering;
  numbering.add(null);
  const seen = arrays.ints(operations.length).fill(NOTHING);
  const left = arrays.ints(operations.length).fill(NOTHING);
  for (let i = 0; i < operations.length; i++) {
    const operation = operations[i];
    if (operation === undefined) continue;
    const isDone = operation.outcome === 'ok';
    if (operation.f === 'write') left[i] = numbering.add(operation.input.value);
    else if (operation.f === 'read') {
      if (isDone) seen[i] = numbering.add(operation.output.value);
    } else if (!isDone || operation.output.applied) {
      left[i] = numbering.add(operation.input.to);
      if (isDone) seen[i] = numbering.add(operation.input.from);
    }
  }
  return { seen, left, names };
}

function producersOf({ left, names }: Values, { events, call, return: end }: Timeline, arrays: Arrays): Producers {
  const starts = arrays.ints(names.length + 1);
  for (const value of left) if (value !== NOTHING) starts[value + 1] = (starts[value + 1] ?? 0) + 1;
  for (let value = 0; value < names.length; value++)
    starts[value + 1] = (starts[value + 1] ?? 0) + (starts[value] ?? 0);
  const ends = arrays.ints(starts.length);
  ends.set(starts);
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
