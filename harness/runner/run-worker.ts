/** What a thread of the pool runs: one plan, which is kept nowhere. */
import { UserError } from '../core/errors.ts';
import type { TestPlan } from '../plan.ts';
import { runTest } from './run.ts';
import { outcomeOf, type RunOutcome } from './run-pool.ts';

/** The kind of an error does not cross threads, and whose mistake it was must not get lost. */
export type WorkerAnswer = { readonly outcome: RunOutcome } | { readonly refusal: string };

export default async function run(plan: TestPlan): Promise<WorkerAnswer> {
  try {
    return { outcome: outcomeOf(await runTest(plan, { store: null })) };
  } catch (error) {
    if (error instanceof UserError) return { refusal: error.message };
    throw error;
  }
}
