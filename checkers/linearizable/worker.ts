/** What a worker thread of the farm runs: one part of a history, searched to its end with the worker's own core. */
import type { Operation } from '../../histories/op.ts';
import { type AnyModel, modelFor } from '../models/index.ts';
import { checkOperations, type LinearizabilityResult } from './check.ts';
import { coreFromFile } from './core-file.ts';

/** Crosses threads, so it is data alone; times and bounds are those that are left to the check. */
export interface FarmTask {
  readonly model: string;
  readonly operations: readonly Operation[];
  readonly algorithm: string;
  readonly timeLimitMs: number | undefined;
  readonly memoryLimitBytes: number;
  readonly explain: boolean;
}

export default async function search({ model, operations, ...options }: FarmTask): Promise<LinearizabilityResult> {
  const known: AnyModel = modelFor(model);
  return checkOperations(operations, known, { ...options, core: await coreFromFile() });
}
