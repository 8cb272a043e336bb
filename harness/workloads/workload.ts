/**
 * A workload: what clients do and how it is judged. A generator of operations, a vocabulary, and the checkers.
 */
import type { Checker } from '../../checkers/checker.ts';
import type { LinearizableOptions } from '../../checkers/linearizable/index.ts';
import type { Invocation, Vocabulary } from '../../histories/op.ts';
import type { Generator } from '../generators/generator.ts';

export interface WorkloadOptions {
  /** Registers (or locks, ...) in use at one time. */
  readonly keyCount: number;
  /** After so many operations a key is left for a fresh one, which bounds what a checker has to chew on at once. */
  readonly opsPerKey: number;
}

export interface Workload<V extends Vocabulary = Vocabulary> {
  readonly name: string;
  readonly summary: string;
  /** The model that `harness check` uses for histories of this workload. */
  readonly model: string;
  /** Operations for ever, without timing, for client threads: the runner adds rate, time limit and the nemesis. */
  generator(options: WorkloadOptions): Generator<Invocation<V>>;
  /**
   * Asked of the healed cluster until each process has had its `ok`s: if that never happens the cluster did not
   * recover. It has no end of its own then: the runner adds the time limit.
   */
  finalGenerator(options: WorkloadOptions): Generator<Invocation<V>>;
  /** Those of this workload alone; the runner adds the ones that suit every workload (stats, availability, ...). */
  checkers(options?: LinearizableOptions): readonly Checker<V>[];
}
