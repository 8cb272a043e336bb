/**
 * All checkers by name, and what each needs to be made; a new one is a file and a line here. The run asks for them by
 * workload, `harness check` by name.
 */

import type { Vocabulary } from '../histories/op.ts';
import { availability } from './availability.ts';
import { type CheckableHistory, checkWithCore, type LibraryOptions } from './check.ts';
import type { AnyChecker } from './checker.ts';
import { consistency } from './consistency/index.ts';
import { exceptions } from './exceptions.ts';
import { coreFromFile } from './linearizable/core-file.ts';
import { type LinearizabilityResult, type LinearizableOptions, linearizable } from './linearizable/index.ts';
import { interruptible } from './linearizable/interrupt.ts';
import { liveness } from './liveness.ts';
import type { AnyModel } from './models/index.ts';
import type { Model } from './models/model.ts';
import { type NemesisPromise, nemesisBites } from './nemesis.ts';
import { stats } from './stats.ts';

/** What is known of a run when its checkers are made. */
export interface CheckerContext {
  readonly model: AnyModel;
  /** Client threads. */
  readonly concurrency: number;
  /** The nemeses of the plan. */
  readonly nemeses: readonly NemesisPromise[];
  readonly linearizable?: LinearizableOptions;
}

export interface CheckerEntry {
  readonly summary: string;
  create(context: CheckerContext): AnyChecker;
}

export const checkers = {
  linearizable: {
    summary: 'Operations took effect one at a time, between call and return, as the model says.',
    create: (context) => linearizable(context.model, context.linearizable),
  },
  consistency: { summary: consistency().summary, create: (context) => consistency(context.linearizable) },
  stats: { summary: stats.summary, create: () => stats },
  availability: { summary: availability.summary, create: () => availability },
  exceptions: { summary: exceptions.summary, create: () => exceptions },
  liveness: { summary: liveness({ concurrency: 1 }).summary, create: ({ concurrency }) => liveness({ concurrency }) },
  nemesis: { summary: nemesisBites([]).summary, create: (context) => nemesisBites(context.nemeses) },
} as const satisfies Record<string, CheckerEntry>;

/**
 * Judges a history against a model: `await check(history, models['cas-register'])`. Events or paired operations; the
 * result says what decided, and why not where it is not linearizable. Throws only if the history cannot be paired.
 */
export async function check<V extends Vocabulary, S>(
  history: CheckableHistory<V>,
  model: Model<V, S>,
  options: LibraryOptions = {},
): Promise<LinearizabilityResult> {
  return checkWithCore(await coreFromFile(), history, model, { interrupter: interruptible, ...options });
}

export type CheckerName = keyof typeof checkers;
export const checkerNames = Object.keys(checkers) as CheckerName[];

export type { CheckableHistory, LibraryOptions } from './check.ts';
export * from './checker.ts';
export { checkAll, compose, type Verdicts } from './compose.ts';
export { type ConsistencyOptions, type LevelName, levelNames } from './consistency/index.ts';
export { algorithmNames, checkLinearizable } from './linearizable/index.ts';
export { type ModelName, modelFor, modelNames, models } from './models/index.ts';
export type { Model, Replayer } from './models/model.ts';
export type { AnyModel, LinearizabilityResult, LinearizableOptions, NemesisPromise };
export { availability, consistency, exceptions, linearizable, liveness, nemesisBites, stats };
