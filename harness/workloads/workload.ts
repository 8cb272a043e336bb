/**
 * A workload: what clients do and how it is judged. A generator of operations, a vocabulary, and the checkers.
 */
import type { AnyChecker, Checker } from '../../checkers/checker.ts';
import type { LinearizableOptions } from '../../checkers/linearizable/index.ts';
import type { Invocation, Vocabulary } from '../../histories/op.ts';
import type { Settings } from '../../targets/target.ts';
import type { Generator } from '../generators/generator.ts';

export interface WorkloadOptions {
  /** Registers (or locks, ...) in use at one time. */
  readonly keyCount: number;
  /** After so many operations a key is left for a fresh one, which bounds what a checker has to chew on at once. */
  readonly opsPerKey: number;
  /** Of the target, one value for each that it has: which variant is being driven. */
  readonly settings: Settings;
}

/** What checkers may know of the run beside its history. */
export interface JudgingOptions extends WorkloadOptions {
  readonly nodes: number;
  /** How searches for linearizability are bounded. */
  readonly bounds: LinearizableOptions;
}

/** A workload whose vocabulary is forgotten: for targets that name it among theirs. */
export interface AnyWorkload {
  readonly name: string;
  readonly summary: string;
  /** The model of a single object, where the workload is judged by one: `--fail-fast` watches it during the run. */
  readonly model?: string;
  /** Operations for ever, without timing, for client threads: the runner adds rate, time limit and the nemesis. */
  generator(options: WorkloadOptions): Generator<Invocation>;
  /**
   * Asked of the healed cluster until each process has had its `ok`s: if that never happens the cluster did not
   * recover. It has no end of its own then: the runner adds the time limit.
   */
  finalGenerator(options: WorkloadOptions): Generator<Invocation>;
  /** Those of this workload alone; the runner adds the ones that suit every workload (stats, availability, ...). */
  checkers(options: JudgingOptions): readonly AnyChecker[];
}

export interface Workload<V extends Vocabulary> extends AnyWorkload {
  generator(options: WorkloadOptions): Generator<Invocation<V>>;
  finalGenerator(options: WorkloadOptions): Generator<Invocation<V>>;
  checkers(options: JudgingOptions): readonly Checker<V>[];
}
