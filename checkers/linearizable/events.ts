/**
 * The calls and returns of operations in the order of time. Intervals are closed: of two events at one position the
 * call comes first, so that operations that merely touch are concurrent.
 */
import type { Operation, Vocabulary } from '../../histories/op.ts';

/** 2 * (position in `operations`), + 1 for its return; an operation that never returned has a call alone. */
export function eventsOf<V extends Vocabulary>(operations: readonly Operation<V>[]): Int32Array {
  const events: number[] = [];
  operations.forEach((operation, i) => {
    events.push(2 * i);
    if (isCompleted(operation)) events.push(2 * i + 1);
  });
  const at = (event: number): number => {
    const operation = operations[event >> 1];
    return (event & 1 ? operation?.return : operation?.call) ?? 0;
  };
  return Int32Array.from(events.sort((a, b) => at(a) - at(b) || (a & 1) - (b & 1) || a - b));
}

/** A completed operation must be placed; any other one may take effect at any time after its call, or never. */
export function isCompleted<V extends Vocabulary>(operation: Operation<V>): boolean {
  return operation.outcome === 'ok';
}
