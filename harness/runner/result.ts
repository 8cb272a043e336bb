/** What came of a run, as results.json holds it and reports read it. Plain data. */
import type { Validity, Verdict } from '../../checkers/checker.ts';
import type { Situations } from '../coverage/coverage.ts';
import type { TestPlan } from '../plan.ts';
import type { Misfit } from '../reproduction/misfit.ts';
import type { StepTaken } from './steps.ts';

/** Counts of events by type, for one function. */
export interface OpCounts {
  readonly invoke: number;
  readonly ok: number;
  readonly fail: number;
  readonly info: number;
}

export interface NemesisCounts {
  /** Decisions carried out, healing apart. */
  readonly decisions: number;
  readonly bites: number;
  /** What bites counts: `messages dropped`. */
  readonly noun: string;
}

export interface TestResult {
  readonly version: number;
  readonly valid: Validity;
  readonly seed: number;
  /** The run's directory; null if it was not stored. */
  readonly run: string | null;
  /** The command line that does it all again. */
  readonly replay: string;
  readonly checkers: { readonly [name: string]: Verdict };
  readonly ops: { readonly [f: string]: OpCounts };
  readonly nemesis: { readonly [name: string]: NemesisCounts };
  /** What the environment and the target's monitor counted. */
  readonly counts: { readonly [name: string]: number };
  /** Those of the target that came about; only the simulation has them told. */
  readonly situations?: Situations;
  /** Faults that were begun or changed. */
  readonly faults?: number;
  /** Client operations invoked. */
  readonly operations: number;
  /** Time that passed in the run, in milliseconds of the run's own clock. */
  readonly virtualMs: number;
  readonly wallMs: number;
  /** What the deployment consisted of, where it took a while, and how long each part took. */
  readonly steps?: readonly StepTaken[];
  /** Ended by Ctrl-C or SIGTERM before its time: what there is was checked. */
  readonly interrupted: boolean;
  /** Of a reproduction: whether it failed in its way, and what of it did not apply. */
  readonly reproduction?: { readonly failed: boolean; readonly misfits: readonly Misfit[] };
  readonly plan: TestPlan;
}
