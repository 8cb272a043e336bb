/** What a story is, as data. `story.ts` tells one; whoever shows it needs no more than this file. */
import type { Validity } from '../../checkers/checker.ts';

export interface Story {
  /** `none`: the run was cut off before its verdict. */
  readonly verdict: Validity | 'none';
  /** One sentence in the words of the object: `Process 0 read 220 although 224 had been written before it began.` */
  readonly headline: string;
  /** What was seen, and why no order explains it. */
  readonly sentences: readonly string[];
  /** The checker that the story is about. */
  readonly checker: string | undefined;
  /** The few operations that show it, in the order of their calls. */
  readonly witness: readonly WitnessOperation[];
  readonly tried: readonly TriedOrder[];
  /** The faults, leader changes and crashes within the window, in the order of time. */
  readonly around: readonly Happening[];
  /** The time worth looking at. */
  readonly window: { readonly fromNs: number; readonly toNs: number } | undefined;
  readonly next: readonly Step[];
  /** What the run directory lacks or what could not be read of it. */
  readonly missing: readonly string[];
}

export interface WitnessOperation {
  /** The index of its invocation in the history. */
  readonly id: number;
  /** A client process by its number, or a node by its name. */
  readonly process: number | string;
  readonly fromNs: number;
  /** Undefined if it never returned: its outcome is unknown. */
  readonly toNs: number | undefined;
  readonly text: string;
  /** It is the one that nothing explains. */
  readonly isCulprit: boolean;
  /** What the bar is, if not the interval of an operation: a lock held, a term led, what a replica was left with. */
  readonly kind?: 'holding' | 'leading' | 'replica';
  readonly key?: string;
}

export interface TriedOrder {
  /** The operations in the order in which they were tried, the last ones of a long order. */
  readonly order: readonly string[];
  /** What the object holds after them. */
  readonly state: string;
  /** What is impossible then, and why. */
  readonly rejected: string;
}

export interface Happening {
  readonly timeNs: number;
  readonly text: string;
  readonly kind: 'fault' | 'leader' | 'crash';
}

export interface Step {
  readonly what: string;
  readonly command: string;
}
