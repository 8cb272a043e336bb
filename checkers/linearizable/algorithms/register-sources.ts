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
import type { Algorithm, Decision } from './algorithm.ts';
import { NEVER, type Timeline, timelineOf } from './timeline.ts';

export const registerSources: Algorithm<RegisterOps> = {
  name: 'register-sources',
  source: 'Gibbons and Korach 1997, section 4, weakened to values that repeat',
  complexity: 'O(n log n)',
  condition: 'Any history of reads, writes and cas; it refutes alone.',
  decide(operations) {
    const timeline = timelineOf(operations);
    const producers = producersOf(operations, timeline);
    const covers = new Covers(operations, timeline);
    for (let i = 0; i < operations.length; i++) {
      const operation = operations[i];
      const seen = operation && valueSeen(operation);
      if (operation === undefined || seen === undefined) continue;
      const answer = judge(i, seen.value, producers.get(seen.value), covers, timeline);
      if (answer !== undefined) return answer;
    }
    return { decision: 'undecided', because: 'every value seen has a source that could have left it there' };
  },
};

/** Producers of one value, in the order of their returns, with the least call among each of them and the later ones. */
interface Producers {
  readonly positions: readonly number[];
  readonly leastCalls: readonly number[];
}

/** The initial value is there from before the first event. */
const INITIAL = -1;

function judge(
  reader: number,
  value: RegisterValue,
  producers: Producers | undefined,
  covers: Covers,
  timeline: Timeline,
): Decision | undefined {
  const call = timeline.call[reader] ?? 0;
  const end = timeline.return[reader] ?? NEVER;
  const cover = covers.latestBefore(call, value);
  const began = cover === undefined ? -1 : (timeline.call[cover] ?? 0);
  if (cover === undefined && value === null) return undefined;
  const first = producers === undefined ? 0 : firstReturningAfter(producers, began, timeline);
  if (producers !== undefined && (producers.leastCalls[first] ?? NEVER) < end) return undefined;
  const before = producers?.positions[first - 1];
  const shown = JSON.stringify(value);
  if (cover === undefined) {
    const late = producers?.positions.at(-1);
    if (late === undefined) return illegal([reader], `Value ${shown} was seen, and nobody ever wrote it.`);
    return illegal([reader, late], `Value ${shown} was seen before anybody had begun to write it.`);
  }
  const operations = before === undefined ? [cover, reader] : [before, cover, reader];
  const why =
    before === undefined && value !== null
      ? 'before anybody had begun to write it'
      : 'after another value had certainly taken its place';
  return illegal(operations, `Value ${shown} was seen ${why}.`);
}

const illegal = (operations: readonly number[], because: string): Decision => ({
  decision: 'illegal',
  because,
  operations,
});

/** What a completed operation says was there before it. */
function valueSeen(operation: Operation<RegisterOps>): { readonly value: RegisterValue } | undefined {
  if (operation.outcome !== 'ok') return undefined;
  if (operation.f === 'read') return { value: operation.output.value };
  if (operation.f === 'cas' && operation.output.applied) return { value: operation.input.from };
  return undefined;
}

/** What an operation leaves behind if it takes effect. */
function valueLeft(operation: Operation<RegisterOps>): { readonly value: RegisterValue } | undefined {
  if (operation.f === 'write') return { value: operation.input.value };
  if (operation.f !== 'cas' || (operation.outcome === 'ok' && !operation.output.applied)) return undefined;
  return { value: operation.input.to };
}

function producersOf(
  operations: readonly Operation<RegisterOps>[],
  timeline: Timeline,
): ReadonlyMap<RegisterValue, Producers> {
  const byValue = new Map<RegisterValue, number[]>();
  const add = (i: number): void => {
    const operation = operations[i];
    const left = operation && valueLeft(operation);
    if (left === undefined) return;
    const positions = byValue.get(left.value);
    if (positions) positions.push(i);
    else byValue.set(left.value, [i]);
  };
  for (const event of timeline.events) if ((event & 1) === 1) add(event >> 1);
  for (let i = 0; i < operations.length; i++) if (timeline.return[i] === NEVER) add(i);
  const made = new Map<RegisterValue, Producers>();
  for (const [value, positions] of byValue) {
    const leastCalls = positions.map((i) => timeline.call[i] ?? 0);
    for (let k = leastCalls.length - 2; k >= 0; k--)
      leastCalls[k] = Math.min(leastCalls[k] ?? NEVER, leastCalls[k + 1] ?? NEVER);
    made.set(value, { positions, leastCalls });
  }
  return made;
}

/** The place of the first producer that returned after this event, or never did. */
function firstReturningAfter({ positions }: Producers, event: number, timeline: Timeline): number {
  let from = 0;
  let to = positions.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((timeline.return[positions[middle] ?? 0] ?? NEVER) > event) to = middle;
    else from = middle + 1;
  }
  return from;
}

/**
 * For each event the completed operation that began last among those that had returned by then and certainly left
 * something else than a given value: the best one, and the best one that left another value than it.
 */
class Covers {
  readonly #best: Int32Array;
  readonly #other: Int32Array;
  readonly #operations: readonly Operation<RegisterOps>[];

  constructor(operations: readonly Operation<RegisterOps>[], { events, call }: Timeline) {
    this.#operations = operations;
    this.#best = new Int32Array(events.length + 1).fill(INITIAL);
    this.#other = new Int32Array(events.length + 1).fill(INITIAL);
    const callOf = (i: number): number => (i < 0 ? -1 : (call[i] ?? 0));
    let best = INITIAL;
    let other = INITIAL;
    for (let at = 0; at < events.length; at++) {
      this.#best[at] = best;
      this.#other[at] = other;
      const event = events[at] ?? 0;
      const i = event >> 1;
      const left = (event & 1) === 1 ? this.#leftBy(i) : undefined;
      if (left === undefined) continue;
      const isSame = best >= 0 && this.#leftBy(best)?.value === left.value;
      if (callOf(i) > callOf(best)) {
        if (!isSame) other = best;
        best = i;
      } else if (!isSame && callOf(i) > callOf(other)) other = i;
    }
  }

  /** Among those that returned before this event. */
  latestBefore(event: number, value: RegisterValue): number | undefined {
    const best = this.#best[event] ?? INITIAL;
    const found = best >= 0 && this.#leftBy(best)?.value === value ? (this.#other[event] ?? INITIAL) : best;
    return found < 0 ? undefined : found;
  }

  #leftBy(i: number): { readonly value: RegisterValue } | undefined {
    const operation = this.#operations[i];
    return operation && valueLeft(operation);
  }
}
