/** The one place that calls our checker: how it is asked, and what of its answer the bench wants to know. */
import { checkLinearizable } from '../../checkers/linearizable/index.ts';
import { type AnyModel, modelFor } from '../../checkers/models/index.ts';
import type { Operation } from '../../histories/op.ts';
import type { Task } from './task.ts';
import { kvMap } from './whole-map.ts';

export interface Answer {
  readonly valid: boolean | 'unknown';
  readonly because: string;
  readonly algorithm: string;
  readonly configurations: number;
}

export type Question = Pick<Task, 'model' | 'algorithm' | 'timeLimitMs' | 'memoryLimitBytes'>;

/**
 * What is timed: all of it from paired operations on, interning included; reading a file is not. Explaining a refutation is
 * not asked for, for the peer's check does not do so either.
 */
export function checkerFor({ model: name, algorithm, timeLimitMs, memoryLimitBytes }: Question) {
  const options = { algorithm, timeLimitMs, memoryLimitBytes, explain: false };
  // A model of which only the name is known has no vocabulary, here as in `modelFor`.
  const model = name === kvMap.name ? (kvMap as unknown as AnyModel) : modelFor(name);
  return async (operations: readonly Operation[]): Promise<Answer> => {
    const result = await checkLinearizable(operations, model, options);
    const because = result.valid === true ? '' : result.because;
    return { valid: result.valid, because, algorithm: result.algorithm, configurations: result.configurations };
  };
}
