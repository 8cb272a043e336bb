/** A run in real time, which cannot be had again: it is stored while it goes on, and taken out of the store if it passed. */
import { rmSync } from 'node:fs';
import type { TestPlan } from '../plan.ts';
import type { TestResult } from '../runner/result.ts';
import { runTest } from '../runner/run.ts';

export async function runKept(
  plan: TestPlan,
  { store, signal }: { readonly store: string; readonly signal: AbortSignal },
): Promise<{ result: TestResult; run: string | null }> {
  const result = await runTest(plan, { store, signal });
  if (result.valid === true && result.run !== null) {
    rmSync(result.run, { recursive: true, force: true });
    return { result, run: null };
  }
  return { result, run: result.run };
}
