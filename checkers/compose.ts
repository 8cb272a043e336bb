/**
 * Runs several checkers on one history. One that throws counts as `unknown` with the reason, so that it neither hides
 * the others' verdicts nor passes; what a checker proved false stays false whatever the others say. A defect of the
 * harness itself (a proof that does not hold, a package that is not built) is not a verdict and is thrown.
 */
import { UserError } from '../harness/core/errors.ts';
import type { Op, Vocabulary } from '../histories/op.ts';
import { type Checker, mergeValidity, type Validity, type Verdict } from './checker.ts';
import { ReplayError } from './linearizable/replay.ts';

export interface Verdicts {
  readonly valid: Validity;
  readonly verdicts: { readonly [checker: string]: Verdict };
}

/** One after the other: each may use the machine to itself. */
export async function checkAll<V extends Vocabulary>(
  checkers: readonly Checker<V>[],
  history: readonly Op<V>[],
  signal: AbortSignal,
): Promise<Verdicts> {
  const verdicts: { [checker: string]: Verdict } = {};
  for (const checker of checkers) {
    if (Object.hasOwn(verdicts, checker.name)) throw new Error(`two checkers are named ${checker.name}`);
    verdicts[checker.name] = await safely(checker, history, signal);
  }
  return { valid: mergeValidity(Object.values(verdicts).map(({ valid }) => valid)), verdicts };
}

/** Several checkers as one, whose evidence holds the verdict of each. */
export function compose<V extends Vocabulary>(name: string, checkers: readonly Checker<V>[]): Checker<V> {
  return {
    name,
    summary: `All of: ${checkers.map((checker) => checker.name).join(', ')}.`,
    async check(history, signal) {
      const { valid, verdicts } = await checkAll(checkers, history, signal);
      return merged(valid, verdicts);
    },
  };
}

async function safely<V extends Vocabulary>(
  checker: Checker<V>,
  history: readonly Op<V>[],
  signal: AbortSignal,
): Promise<Verdict> {
  try {
    return await checker.check(history, signal);
  } catch (error) {
    if (error instanceof ReplayError || error instanceof UserError) throw error;
    const what = error instanceof Error ? error.message : String(error);
    return { valid: 'unknown', because: `The checker ${checker.name} threw: ${what}` };
  }
}

function merged(valid: Validity, verdicts: Verdicts['verdicts']): Verdict {
  const evidence = { ...verdicts };
  if (valid === true) return { valid, evidence };
  const reasons: string[] = [];
  for (const [name, verdict] of Object.entries(verdicts)) {
    if (verdict.valid !== true && verdict.valid === valid) reasons.push(`${name}: ${verdict.because}`);
  }
  return { valid, because: reasons.join(' '), evidence };
}
