/** The vocabulary of counters: `add` moves one by `delta`, which may be negative, and does not say where to. */
import type { Keyed } from './key.ts';

export type CounterOps = {
  add: { input: Keyed & { delta: number }; output: Keyed & { delta: number } };
  read: { input: Keyed; output: Keyed & { value: number } };
};
