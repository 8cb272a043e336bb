/**
 * Judges a stored run again. What a history does not show (broken invariants, nodes that crashed) was seen by the run alone:
 * those verdicts are taken from its results, for a run must not turn valid by being looked at again.
 */
import { mergeValidity, type Verdict } from '../../checkers/checker.ts';
import type { LinearizableOptions } from '../../checkers/linearizable/index.ts';
import type { OpenedRun } from '../../histories/index.ts';
import type { Json } from '../core/json.ts';
import { workloadNamed } from '../names.ts';
import type { Judgement } from '../report/check.ts';
import { judgeRun } from '../runner/judge.ts';
import { notValid, type Verdicts } from '../runner/problems.ts';
import type { Session } from './command.ts';
import { planOfRun } from './stored-plan.ts';

export async function rejudgeRun(run: OpenedRun, options: LinearizableOptions, session: Session): Promise<Judgement> {
  const startedAt = performance.now();
  const plan = planOfRun(run);
  const { history, warnings } = run.history();
  for (const warning of warnings) session.warn(warning);
  const judged = await judgeRun(plan, history, undefined, session.io.interrupted, options);
  const checkers: Verdicts = { ...unseen(run.results, judged.checkers), ...judged.checkers };
  const [guilty] = notValid(checkers)[0]?.slice(1) ?? [];
  const witness =
    guilty !== undefined && typeof guilty === 'object' && guilty.valid === false ? guilty.witness : undefined;
  const { algorithm } = judged.checkers.linearizable?.evidence ?? {};
  return {
    source: run.path,
    valid: mergeValidity(Object.values(checkers).map(({ valid }) => valid)),
    model: workloadNamed(plan.workload).model ?? null,
    algorithm: typeof algorithm === 'string' ? algorithm : 'none',
    operations: judged.operations,
    elapsedMs: performance.now() - startedAt,
    ...(typeof guilty === 'object' ? { because: guilty.because } : {}),
    ...(witness === undefined ? {} : { witness }),
    checkers,
  };
}

function unseen(results: Json | undefined, judged: Verdicts): Verdicts {
  const stored = objectOf(objectOf(results).checkers);
  const missing = Object.entries(stored).filter(([name, verdict]) => !(name in judged) && 'valid' in objectOf(verdict));
  return Object.fromEntries(missing) as unknown as { readonly [name: string]: Verdict };
}

function objectOf(value: Json | undefined): { readonly [name: string]: Json | undefined } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return value as { readonly [name: string]: Json | undefined };
}
