/**
 * Acts on several nodes at once, as a power cut does. All nodes are acted on even if one fails, and the failure is
 * thrown only when all are done: a heal that gave up half way would leave nodes paused behind a finished run.
 */
import type { NodeId } from '../targets/runtime.ts';

export async function together<T>(nodes: readonly NodeId[], act: (node: NodeId) => Promise<T>): Promise<T[]> {
  const results = await Promise.allSettled(nodes.map(act));
  const failures = results.filter((result) => result.status === 'rejected').map((result) => result.reason as unknown);
  if (failures.length === 1) throw failures[0];
  if (failures.length > 1) throw new AggregateError(failures, `failed on ${failures.length} of ${nodes.length} nodes`);
  return results.filter((result) => result.status === 'fulfilled').map((result) => result.value);
}

/** The nodes for which `act` says that it did something. */
export async function affected(nodes: readonly NodeId[], act: (node: NodeId) => Promise<boolean>): Promise<NodeId[]> {
  const did = await together(nodes, act);
  return nodes.filter((_, index) => did[index]);
}

export const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
