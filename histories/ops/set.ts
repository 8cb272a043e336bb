/**
 * The vocabularies of sets. A set answers one element at a time, and an `add` of what is there already completes `ok`
 * with `added: false`: an observation. A grow-only set is read as a whole, in no order, and forgets nothing.
 */
import type { Keyed } from './key.ts';

export type Element = number | string;

export type SetOps = {
  add: { input: Keyed & { element: Element }; output: Keyed & { element: Element; added: boolean } };
  remove: { input: Keyed & { element: Element }; output: Keyed & { element: Element; removed: boolean } };
  contains: { input: Keyed & { element: Element }; output: Keyed & { element: Element; found: boolean } };
};

export type GrowOnlySetOps = {
  add: { input: Keyed & { element: Element }; output: Keyed & { element: Element } };
  read: { input: Keyed; output: Keyed & { elements: readonly Element[] } };
};
