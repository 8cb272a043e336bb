/**
 * Which write each read saw. Where the values of a key are written once, the value tells; null is what every key begins
 * with, and also what a delete writes, so that a read of null can have several candidates. A level then holds if it
 * holds for *some* choice. A read that is left open constrains nothing, so that what is found wrong without it is wrong.
 */
import { type Execution, inOrder } from './execution.ts';

/** The source of a read of what stood there before any write. */
export const INITIAL = -1;
/** A write, which has no source, or a read whose source is left open. */
export const OPEN = -2;

/** The source of each event: a write, INITIAL or OPEN. */
export type Sources = Int32Array;

export interface Attribution {
  /** The sources that are beyond doubt. */
  readonly settled: Sources;
  /** Reads with several candidates, the most likely one first. */
  readonly open: readonly OpenRead[];
  /** Reads of values that nobody wrote, or that their own session wrote only later. */
  readonly phantoms: readonly number[];
}

export interface OpenRead {
  readonly read: number;
  readonly candidates: readonly number[];
}

export function attribute(execution: Execution): Attribution {
  const { size, value, isWrite, key, initialValue } = execution;
  const producers = new Map<number, number[]>();
  for (let event = 0; event < size; event++) {
    if (isWrite[event] === 0) continue;
    const of = value[event] ?? 0;
    const others = producers.get(of);
    if (others) others.push(event);
    else producers.set(of, [event]);
  }
  const settled = new Int32Array(size).fill(OPEN);
  const open: OpenRead[] = [];
  const phantoms: number[] = [];
  for (let read = 0; read < size; read++) {
    if (isWrite[read] === 1) continue;
    // A session cannot have read what only it wrote, and later: such a source breaks every level.
    const written = producers.get(value[read] ?? 0) ?? [];
    const possible = written.filter((write) => !inOrder(execution, read, write));
    const candidates = value[read] === initialValue[key[read] ?? 0] ? [...possible, INITIAL] : possible;
    const [only] = candidates;
    if (only === undefined) phantoms.push(read);
    else if (candidates.length === 1) settled[read] = only;
    else open.push({ read, candidates: byLikelihood(execution, read, candidates) });
  }
  return { settled, open, phantoms };
}

/** As if the store were a good one: the latest that was called before the read returned, and the future last. */
function byLikelihood({ operations, operation }: Execution, read: number, candidates: readonly number[]): number[] {
  const callOf = (event: number): number => operations[operation[event] ?? -1]?.call ?? -1;
  const end = operations[operation[read] ?? -1]?.return ?? Infinity;
  const isPast = (event: number): boolean => event === INITIAL || callOf(event) < end;
  const past = candidates.filter(isPast).sort((a, b) => b - a);
  return [...past, ...candidates.filter((event) => !isPast(event))];
}
