/** The vocabulary of lists that only grow at their end and are read as a whole. */
import type { Keyed } from './key.ts';
import type { Element } from './set.ts';

export type AppendListOps = {
  append: { input: Keyed & { element: Element }; output: Keyed & { element: Element } };
  read: { input: Keyed; output: Keyed & { elements: readonly Element[] } };
};
