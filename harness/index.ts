/**
 * The harness as a library: make a plan, run it, read the result, in the way of the command line. The contracts that a
 * target, a nemesis, a workload or an environment is written against are exported as types; checkers and histories
 * have entries of their own (`harness/checkers`, `harness/histories`).
 */

export type { AnyChecker, Checker, Evidence, Validity, Verdict } from '../checkers/checker.ts';
export type { Model } from '../checkers/models/model.ts';
export type { Invocation, Op, Operation, OpType, Output, Process, Vocabulary } from '../histories/op.ts';
export type { LockingOps } from '../histories/ops/lock-service.ts';
export type { RegisterOps } from '../histories/ops/register.ts';
export type * from '../nemesis/faults.ts';
export { type NemesisName, nemeses, nemesisNames, parseNemeses, shapesOf } from '../nemesis/index.ts';
export type { ClusterView, FaultOp, FaultOutcome, Nemesis, NemesisFamily } from '../nemesis/nemesis.ts';
export { type ExchangeAnswer, type ExchangeRequest, exchange } from '../targets/exchange.ts';
export { targets } from '../targets/index.ts';
export type * from '../targets/runtime.ts';
export type * from '../targets/service.ts';
export { hostAndPort } from '../targets/service.ts';
export {
  type AnyClient,
  type AnyTarget,
  type Claim,
  type Client,
  type ClientOptions,
  DidNotHappen,
  isService,
  type Monitor,
  type NodeStatus,
  type PlantedBug,
  type Program,
  type RunningNode,
  type RunOptions as TargetRunOptions,
  type ServiceTarget,
  type Setting,
  type Settings,
  type Target,
  type Violation,
} from '../targets/target.ts';

import type { LoadOptions } from './own-target/load.ts';
import type { OwnTarget } from './own-target/own-target.ts';

export { UserError } from './core/errors.ts';
export type { Json } from './core/json.ts';
export { freshSeed, type Random, randomOf } from './core/random.ts';
export type { Cluster, ClusterReport, DeployRequest, Environment, RunClock } from './environments/environment.ts';
export { type EnvironmentName, environments } from './environments/index.ts';
export * as generators from './generators/index.ts';
export type * from './own-target/definition.ts';
export { defineTarget } from './own-target/definition.ts';
export type { LoadOptions } from './own-target/load.ts';
export type { OwnTarget, TargetFile } from './own-target/own-target.ts';
export { bugOf, DEFAULTS, nemesesOf, type PlanOptions, planOf, replayLine, type TestPlan } from './plan.ts';
export { type HuntedBug, huntBug, huntBugs, huntPlan } from './runner/hunt.ts';
export {
  type JudgedHistory,
  type JudgedRun,
  type JudgeOptions,
  judgeHistory,
  judgeRun,
} from './runner/judge.ts';
export type { NemesisCounts, OpCounts, TestResult } from './runner/result.ts';
export { runTest } from './runner/run.ts';
export type { RunOptions, RunProgress } from './runner/run-options.ts';
export { type RunOutcome, type RunPool, runPool } from './runner/run-pool.ts';
export { type TriedClaim, tryClaims } from './runner/trial.ts';
export { type WorkloadName, workloads } from './workloads/index.ts';
export type { AnyWorkload, JudgingOptions, Workload, WorkloadOptions } from './workloads/workload.ts';

/**
 * A user's own target from its file, for `planOf` as the target and for `runTest`. Its `harness` is what the file gets when it
 * imports that: `() => import('harness')`.
 */
export const loadTarget = async (options: LoadOptions): Promise<OwnTarget> =>
  (await import('./own-target/load.ts')).loadTarget(options);
