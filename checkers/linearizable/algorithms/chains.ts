/**
 * The chains of a register whose values are written once: a blind write (or the initial null), the compare-and-set that
 * replaced its value, the one that replaced that, and all reads of these values. Nothing else can come between the
 * operations of a chain, so that a legal order is an order of whole chains.
 */
import type { Operation } from '../../../histories/op.ts';
import type { RegisterOps, RegisterValue } from '../../../histories/ops/register.ts';
import { NEVER, type Timeline } from '../timeline.ts';
import type { Workbench } from '../workbench.ts';
import type { Decision } from './algorithm.ts';
import { type DeadOperations, writtenBy } from './dead-operations.ts';
import { illegal, text, undecided } from './decisions.ts';
import { Numbering } from './numbering.ts';

/** By position: the value that the operation wrote and the one that it met, or -1; dead and refused ones did neither. */
export interface Mapping {
  readonly written: Int32Array;
  readonly seen: Int32Array;
}

/** Arrays by value; value 0 is the initial null. */
export interface Chains extends Mapping {
  readonly values: readonly RegisterValue[];
  /** The operation that wrote the value: its position, or INITIAL. */
  readonly writer: Int32Array;
  /** The value that a compare-and-set replaced to write this one, and the one that replaced this, or -1. */
  readonly previous: Int32Array;
  readonly next: Int32Array;
  /** The reads of value v are `reads` from `readsFrom[v]` to before `readsFrom[v + 1]`, in the order of their calls. */
  readonly reads: Int32Array;
  readonly readsFrom: Int32Array;
  /** Positions of the compare-and-sets that were refused, and the value that each did not find (-1 if nobody wrote it). */
  readonly refused: Int32Array;
  readonly notFound: Int32Array;
}

export const INITIAL = -2;
const UNWRITTEN = -1;

export function chainsOf(
  operations: readonly Operation<RegisterOps>[],
  { dead }: DeadOperations,
  bench: Workbench,
): Chains | Decision {
  const { arrays, timeline } = bench;
  const ids = new Numbering<RegisterValue>(2 * operations.length, arrays);
  const { values } = ids;
  ids.add(null);

  const written = arrays.ints(operations.length).fill(-1);
  const seen = arrays.ints(operations.length).fill(-1);
  // An operation brings two values at most.
  const writers = arrays.ints(2 * operations.length + 1).fill(UNWRITTEN);
  writers[0] = INITIAL;
  const refused: number[] = [];
  let reads = 0;
  for (let i = 0; i < operations.length; i++) {
    const operation = operations[i];
    if (operation === undefined || dead[i] === 1) continue;
    const value = writtenBy(operation);
    if (value !== undefined) {
      const id = ids.add(value);
      if (writers[id] !== UNWRITTEN) {
        const because = id === 0 ? 'The initial null is written.' : `Value ${text(value)} is written more than once.`;
        return undecided(because);
      }
      writers[id] = i;
      written[i] = id;
      if (operation.f === 'cas') seen[i] = ids.add(operation.input.from);
    } else if (operation.f === 'read' && operation.outcome === 'ok') {
      seen[i] = ids.add(operation.output.value);
      reads++;
    } else if (operation.f === 'cas') refused.push(i);
  }
  const count = values.length;
  const notFound = arrays.ints(refused.length);
  refused.forEach((position, i) => {
    const operation = operations[position];
    notFound[i] = operation?.f === 'cas' ? ids.find(operation.input.from) : -1;
  });
  const mapping = { written, seen };
  const links = link(mapping, writers.subarray(0, count), values, timeline);
  if ('decision' in links) return links;
  return {
    ...mapping,
    ...links,
    ...readsByValue(written, seen, count, reads),
    values,
    refused: new Int32Array(refused),
    notFound,
  };
}

function link(
  mapping: Mapping,
  writer: Int32Array,
  values: readonly RegisterValue[],
  timeline: Timeline,
): Pick<Chains, 'writer' | 'previous' | 'next'> | Decision {
  const { written, seen } = mapping;
  const refuted = (because: string, positions: readonly number[]): Decision =>
    illegal(because, withEvidence(mapping, positions, timeline));
  const previous = new Int32Array(values.length).fill(-1);
  const next = new Int32Array(values.length).fill(-1);
  for (let i = 0; i < seen.length; i++) {
    const from = seen[i] ?? -1;
    if (from === -1) continue;
    const source = writer[from] ?? UNWRITTEN;
    const to = written[i] ?? -1;
    const isEarly = source >= 0 && (timeline.return[i] ?? 0) < (timeline.call[source] ?? 0);
    if (source === UNWRITTEN || isEarly) {
      const because = `Value ${text(values[from] ?? null)} was ${to === -1 ? 'read' : 'replaced'}`;
      if (isEarly) return refuted(`${because} before it was written.`, [i, source]);
      return refuted(`${because}, but nobody wrote it.`, [i]);
    }
    if (to === -1) continue;
    const other = next[from] ?? -1;
    if (other !== -1) {
      const because = `Value ${text(values[from] ?? null)} was replaced by two compare-and-sets, although it was written only once.`;
      return refuted(because, [...(source >= 0 ? [source] : []), writer[other] ?? 0, i]);
    }
    next[from] = to;
    previous[to] = from;
  }
  return { writer, previous, next };
}

/**
 * These operations of a witness, in the order of their calls, with others that show that the open ones among them
 * happened: somebody read the value, or replaced it.
 */
export function withEvidence({ written, seen }: Mapping, positions: Iterable<number>, timeline: Timeline): number[] {
  const named = new Set<number>();
  const todo = [...positions];
  for (let position = todo.pop(); position !== undefined; position = todo.pop()) {
    if (named.size === named.add(position).size || timeline.return[position] !== NEVER) continue;
    const value = written[position] ?? -1;
    const witnesses = Array.from(seen.keys()).filter((i) => seen[i] === value);
    const certain = witnesses.find((i) => timeline.return[i] !== NEVER);
    todo.push(...(certain === undefined ? witnesses : [certain]));
  }
  return [...named].sort((a, b) => (timeline.call[a] ?? 0) - (timeline.call[b] ?? 0));
}

function readsByValue(
  written: Int32Array,
  seen: Int32Array,
  count: number,
  size: number,
): Pick<Chains, 'reads' | 'readsFrom'> {
  const readsFrom = new Int32Array(count + 1);
  const isRead = (i: number): boolean => seen[i] !== -1 && written[i] === -1;
  for (let i = 0; i < seen.length; i++) {
    if (isRead(i)) readsFrom[(seen[i] ?? 0) + 1] = (readsFrom[(seen[i] ?? 0) + 1] ?? 0) + 1;
  }
  for (let id = 1; id <= count; id++) readsFrom[id] = (readsFrom[id] ?? 0) + (readsFrom[id - 1] ?? 0);
  const next = readsFrom.slice();
  const reads = new Int32Array(size);
  for (let i = 0; i < seen.length; i++) {
    if (!isRead(i)) continue;
    const at = next[seen[i] ?? 0] ?? 0;
    next[seen[i] ?? 0] = at + 1;
    reads[at] = i;
  }
  return { reads, readsFrom };
}
