/**
 * All checkers by name, and what each needs to be made; a new one is a file and a line here. The run asks for them by
 * workload, `harness check` by name.
 */

import { availability } from './availability.ts';
import type { Checker } from './checker.ts';
import { exceptions } from './exceptions.ts';
import { type LinearizabilityResult, type LinearizableOptions, linearizable } from './linearizable/index.ts';
import { liveness } from './liveness.ts';
import type { AnyModel } from './models/index.ts';
import { type NemesisPromise, nemesisBites } from './nemesis.ts';
import { stats } from './stats.ts';

/** What is known of a run when its checkers are made. */
export interface CheckerContext {
  readonly model: AnyModel;
  /** The nemeses of the plan. */
  readonly nemeses: readonly NemesisPromise[];
  readonly linearizable?: LinearizableOptions;
}

export interface CheckerEntry {
  readonly summary: string;
  create(context: CheckerContext): Checker;
}

export const checkers = {
  linearizable: {
    summary: 'Operations took effect one at a time, between call and return, as the model says.',
    create: (context) => linearizable(context.model, context.linearizable),
  },
  stats: { summary: stats.summary, create: () => stats },
  availability: { summary: availability.summary, create: () => availability },
  exceptions: { summary: exceptions.summary, create: () => exceptions },
  liveness: { summary: liveness.summary, create: () => liveness },
  nemesis: { summary: nemesisBites([]).summary, create: (context) => nemesisBites(context.nemeses) },
} as const satisfies Record<string, CheckerEntry>;

export type CheckerName = keyof typeof checkers;
export const checkerNames = Object.keys(checkers) as CheckerName[];

export * from './checker.ts';
export { checkAll, compose, type Verdicts } from './compose.ts';
export { checkLinearizable } from './linearizable/index.ts';
export { inferModel, type ModelName, modelFor, modelNames, models } from './models/index.ts';
export type { Model } from './models/model.ts';
export type { AnyModel, LinearizabilityResult, LinearizableOptions, NemesisPromise };
export { availability, exceptions, linearizable, liveness, nemesisBites, stats };
