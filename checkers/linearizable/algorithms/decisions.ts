/** Shorthands for what an algorithm says. */
import type { Decision } from './algorithm.ts';

export const legal = (order: Int32Array): Decision => ({ decision: 'legal', order });

export const illegal = (because: string, operations: Iterable<number>): Decision => ({
  decision: 'illegal',
  because,
  operations: [...new Set(operations)],
});

export const undecided = (because: string): Decision => ({ decision: 'undecided', because });

/** How a value stands in a sentence. */
export const text = (value: number | string | null): string => JSON.stringify(value);
