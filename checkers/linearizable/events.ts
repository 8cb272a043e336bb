/**
 * The calls and returns of operations in the order of time. Intervals are closed: of two events at one position the
 * call comes first, so that operations that merely touch are concurrent.
 */
import type { Operation, Vocabulary } from '../../histories/op.ts';

/** Positions that are spread wider than this many times their number are sorted rather than laid out. */
const MOST_SPREAD = 8;

/** 2 * (position in `operations`), + 1 for its return; an operation that never returned has a call alone. */
export function eventsOf<V extends Vocabulary>(operations: readonly Operation<V>[]): Int32Array {
  return laidOut(operations) ?? sorted(operations);
}

/** Positions from a recorded history are whole numbers, all different and close together: each is its event's place. */
function laidOut<V extends Vocabulary>(operations: readonly Operation<V>[]): Int32Array | undefined {
  let first = Infinity;
  let last = -Infinity;
  let count = 0;
  for (const { call, return: end, outcome } of operations) {
    if (!Number.isInteger(call)) return undefined;
    if (call < first) first = call;
    if (call > last) last = call;
    count++;
    if (outcome !== 'ok') continue;
    if (!Number.isInteger(end)) return undefined;
    if (end > last) last = end;
    count++;
  }
  if (count === 0 || last - first >= MOST_SPREAD * count) return undefined;
  const places = new Int32Array(last - first + 1).fill(-1);
  for (let i = 0; i < operations.length; i++) {
    const operation = operations[i];
    if (operation === undefined || !lay(places, operation.call - first, 2 * i)) return undefined;
    if (isCompleted(operation) && !lay(places, operation.return - first, 2 * i + 1)) return undefined;
  }
  if (places.length === count) return places;
  const events = new Int32Array(count);
  let length = 0;
  for (const event of places) if (event >= 0) events[length++] = event;
  return events;
}

function lay(places: Int32Array, at: number, event: number): boolean {
  if (places[at] !== -1) return false;
  places[at] = event;
  return true;
}

function sorted<V extends Vocabulary>(operations: readonly Operation<V>[]): Int32Array {
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
