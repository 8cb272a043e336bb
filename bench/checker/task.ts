/** What a measuring process is asked to do, and what it answers: plain data, since it crosses from process to process. */
import type { HardModel, HardShape } from '../histories/index.ts';

export type Source =
  | {
      readonly kind: 'generated';
      readonly model: HardModel;
      readonly shape: HardShape;
      /**
       * How many of that shape, from seeds that follow each other, are checked in turn; one if missing. With enough of them, a
       * short history is no more in the caches of the processor than a long one, and what is compared is the algorithm.
       */
      readonly copies?: number;
    }
  /** A file in any format that the harness reads. */
  | { readonly kind: 'file'; readonly path: string };

/** How often to check one history: the median of some runs, or of one alone where that one is long. */
export interface Repetition {
  /** Of ours: runs before the first one that counts take so long altogether. */
  readonly warmUpMs: number;
  readonly runs: number;
  readonly leastMs: number;
  readonly mostMs: number;
}

export interface Task {
  readonly name: string;
  readonly source: Source;
  /** By the name that the checker knows it by, or `kv-map`. */
  readonly model: string;
  /** `none` only reads the operations: see bare-loop.ts. */
  readonly algorithm: 'auto' | 'wgl' | 'none';
  /** What the verdict must be, where it is known. */
  readonly expected?: boolean | undefined;
  readonly repetition: Repetition;
  readonly timeLimitMs: number;
  readonly memoryLimitBytes: number;
  /** Where to write the history for the peer, if at all. */
  readonly peerFile?: string | undefined;
}

export interface Outcome {
  readonly name: string;
  readonly operations: number;
  readonly valid: boolean | 'unknown';
  readonly because?: string;
  /** What decided, as the checker says it. */
  readonly algorithm: string;
  readonly configurations: number;
  readonly medianMs: number;
  /** The first run, with all code still cold. */
  readonly firstMs: number;
  readonly runs: number;
  /** Of the whole process: with the history loaded, and at its peak. */
  readonly loadedBytes: number;
  readonly peakBytes: number;
  /** Of the process before it loaded anything. */
  readonly emptyBytes: number;
  /** The seed that was used, where a history was generated. */
  readonly seed?: number;
}

export const MIB = 2 ** 20;
