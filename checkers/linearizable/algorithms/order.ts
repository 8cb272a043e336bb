/**
 * Orders of operations, as the algorithms of this folder build them. An order is right in time if nothing was called
 * after the return of what stands behind it.
 */
import type { Timeline } from '../timeline.ts';

/** Positions sorted by small integer keys; equal keys keep their order. */
export function sortByKey(positions: Int32Array, keys: Int32Array, limit: number): Int32Array {
  const starts = new Int32Array(limit + 1);
  for (let i = 0; i < keys.length; i++) {
    const after = (keys[i] ?? 0) + 1;
    starts[after] = (starts[after] ?? 0) + 1;
  }
  for (let i = 1; i <= limit; i++) starts[i] = (starts[i] ?? 0) + (starts[i - 1] ?? 0);
  const sorted = new Int32Array(positions.length);
  for (let i = 0; i < positions.length; i++) {
    const key = keys[i] ?? 0;
    const at = starts[key] ?? 0;
    starts[key] = at + 1;
    sorted[at] = positions[i] ?? 0;
  }
  return sorted;
}

/** Two operations of which the first stands before the second, and yet was called after its return; undefined if none. */
export function overtaking(order: Int32Array, timeline: Timeline): readonly [number, number] | undefined {
  let latest = -1;
  let latestCall = -1;
  for (let i = 0; i < order.length; i++) {
    const operation = order[i] ?? 0;
    if ((timeline.return[operation] ?? 0) < latestCall) return [latest, operation];
    const call = timeline.call[operation] ?? 0;
    if (call > latestCall) {
      latestCall = call;
      latest = operation;
    }
  }
  return undefined;
}
