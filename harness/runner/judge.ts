/**
 * Judges histories: that of a run with everything known about the run, or one from a file with a model alone. It adds
 * to the workload's checkers those that suit every run, and the cluster's own verdicts.
 */
import { availability } from '../../checkers/availability.ts';
import { type AnyChecker, mergeValidity, type Validity, type Verdict } from '../../checkers/checker.ts';
import { checkAll } from '../../checkers/compose.ts';
import { exceptions } from '../../checkers/exceptions.ts';
import { checkLinearizable, type LinearizableOptions } from '../../checkers/linearizable/index.ts';
import { liveness } from '../../checkers/liveness.ts';
import { modelFor } from '../../checkers/models/index.ts';
import { nemesisBites } from '../../checkers/nemesis.ts';
import { bitesOf } from '../../checkers/nemesis-events.ts';
import { countsByF, stats } from '../../checkers/stats.ts';
import type { Op } from '../../histories/op.ts';
import { operationsOf } from '../../histories/operations.ts';
import type { Json } from '../core/json.ts';
import { nsToSeconds } from '../core/time.ts';
import type { ClusterReport } from '../environments/environment.ts';
import { workloadNamed } from '../names.ts';
import { nemesesOf, type TestPlan } from '../plan.ts';
import type { NemesisCounts, OpCounts } from './result.ts';

export interface JudgedRun {
  readonly valid: Validity;
  readonly checkers: { readonly [name: string]: Verdict };
  readonly ops: { readonly [f: string]: OpCounts };
  readonly nemesis: { readonly [name: string]: NemesisCounts };
  readonly operations: number;
}

export interface Judging extends LinearizableOptions {
  /** By this checker, and by what the cluster saw; the others may take long, and are not asked. */
  readonly only?: string | undefined;
}

/** Judges a run; without a report (a run read back from disk) the cluster's own verdicts are left out. */
export async function judgeRun(
  plan: TestPlan,
  history: readonly Op[],
  report: ClusterReport | undefined,
  signal: AbortSignal,
  { only, ...bounds }: Judging = {},
): Promise<JudgedRun> {
  const nemeses = nemesesOf(plan);
  const ofWorkload = workloadNamed(plan.workload).checkers({ ...plan, bounds });
  const general = plan.reproduction === undefined ? ofAnyRun(plan) : ofAnyReproduction(plan);
  const all = [...ofWorkload, ...general].filter(({ name }) => only === undefined || name === only);
  const { verdicts: given } = await checkAll(all, history, signal);
  const verdicts = plan.reproduction === undefined ? given : decided(given, plan.reproduction.failure.checker);
  const checkers = { ...(report === undefined ? {} : clusterVerdicts(report)), ...verdicts };
  const ops = Object.fromEntries(countsByF(history));
  return {
    valid: mergeValidity(Object.values(checkers).map(({ valid }) => valid)),
    checkers,
    ops,
    nemesis: Object.fromEntries(nemeses.map(({ name, bites }) => [name, nemesisCounts(history, name, bites)])),
    operations: Object.values(ops).reduce((sum, { invoke }) => sum + invoke, 0),
  };
}

function ofAnyRun(plan: TestPlan): readonly AnyChecker[] {
  const nemeses = nemesesOf(plan);
  return [stats, availability, exceptions, liveness(plan), ...(nemeses.length > 0 ? [nemesisBites(nemeses)] : [])];
}

/** It was not made to cover anything: that it did much, or recovered, is asked of it only if it was to show that. */
function ofAnyReproduction(plan: TestPlan): readonly AnyChecker[] {
  return [exceptions, ...(plan.reproduction?.healAtMs === undefined ? [] : [liveness(plan)])];
}

/** A few operations give most checkers nothing to judge, which is no news about them; only the one that counts has to say. */
function decided(verdicts: { readonly [name: string]: Verdict }, wanted: string): { [name: string]: Verdict } {
  return Object.fromEntries(
    Object.entries(verdicts).filter(([name, { valid }]) => valid !== 'unknown' || name === wanted),
  );
}

/** What the environment saw for itself: broken invariants, and nodes whose code threw. */
function clusterVerdicts({ violations, crashes, counts }: ClusterReport): { [name: string]: Verdict } {
  const [violation] = violations;
  const [crash] = crashes;
  return {
    invariants:
      violation === undefined
        ? { valid: true, evidence: { steps: counts.events ?? 0 } }
        : {
            valid: false,
            because:
              `${violation.invariant} is broken at ${nsToSeconds(violation.timeNs).toFixed(6)} s ` +
              `(step ${violation.step}): ${violation.message}`,
            witness: violations as unknown as Json,
          },
    nodes:
      crash === undefined
        ? { valid: true }
        : {
            valid: false,
            because: `the code of ${crash.node} threw at ${nsToSeconds(crash.timeNs).toFixed(6)} s: ${crash.error}`,
            witness: crashes as unknown as Json,
          },
  };
}

function nemesisCounts(history: readonly Op[], name: string, noun: string): NemesisCounts {
  let [decisions, bites] = [0, 0];
  for (const op of history) {
    const [outcome] = bitesOf([op]);
    if (outcome?.nemesis !== name) continue;
    // Healing at the end bites as well, but is nobody's decision.
    if (!op.f.startsWith('heal-')) decisions++;
    bites += outcome.bites;
  }
  return { decisions, bites, noun };
}

export interface JudgeOptions extends LinearizableOptions {
  readonly model: string;
  readonly signal?: AbortSignal;
}

export interface JudgedHistory {
  readonly valid: Validity;
  readonly model: string;
  readonly algorithm: string;
  readonly operations: number;
  readonly elapsedMs: number;
  readonly because?: string;
  readonly witness?: Json;
}

/** Judges any history for linearizability against a model by name. */
export async function judgeHistory(history: readonly Op[], options: JudgeOptions): Promise<JudgedHistory> {
  const { model, ...bounds } = options;
  const result = await checkLinearizable(operationsOf(history), modelFor(model), bounds);
  const { valid, algorithm, operations, elapsedMs } = result;
  // Any history in which nothing happened is linearizable; that is no reason to call it so.
  if (valid === true && !history.some(({ process, type }) => process !== 'nemesis' && type === 'ok')) {
    return {
      valid: 'unknown',
      model,
      algorithm,
      operations,
      elapsedMs,
      because: 'No operation completed: there is nothing to judge.',
    };
  }
  if (valid === true) return { valid, model, algorithm, operations, elapsedMs };
  const { because } = result;
  const witness = valid === false ? { witness: result.witness as unknown as Json } : {};
  return { valid, model, algorithm, operations, elapsedMs, because, ...witness };
}
