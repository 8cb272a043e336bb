/**
 * Puts claims on trial: runs the variant that a claim is about under its options, over many seeds, and says whether what
 * became of them is what the claim expects. All seeds are run, for how often something fails is a part of the answer.
 */
import { type LevelName, strongestAmong } from '../../checkers/consistency/levels.ts';
import type { Claim } from '../../targets/target.ts';
import { targetNamed } from '../names.ts';
import { DEFAULTS, homeOf, planOf, replayLine, type TestPlan } from '../plan.ts';
import type { BadVerdict } from './problems.ts';
import type { RunOutcome, RunPool } from './run-pool.ts';

export interface Charge {
  readonly target: string;
  readonly claim: Claim;
}

/** `otherwise`: runs were invalid, but none by the checker that the claim names. */
export type Finding = 'holds' | 'violated' | 'unknown' | 'otherwise';

export interface TriedClaim {
  readonly name: string;
  readonly target: string;
  readonly claim: string;
  /** The plan of its first seed: the variant, the workload and the faults. */
  readonly plan: TestPlan;
  readonly expected: 'holds' | 'violated';
  /** The checker by which it is expected to be violated. */
  readonly checker: string | null;
  readonly observed: Finding;
  readonly asExpected: boolean;
  /** Runs that were decided, and how. */
  readonly runs: number;
  readonly valid: number;
  readonly invalid: number;
  readonly unknown: number;
  /** The strongest levels of consistency that held in every run; null where nobody looked. */
  readonly levels: readonly LevelName[] | null;
  /** The earliest that violates it. */
  readonly seed: number | null;
  /** What is worth showing: of the earliest violation, else of the first run that was not valid. */
  readonly shown: { readonly seed: number; readonly checker: string; readonly verdict: BadVerdict } | null;
  /** Does the run of `seed` again, else that of `shown`, else the first. */
  readonly replay: string;
}

export interface TrialOptions {
  /** The first, and how many. */
  readonly seed: number;
  readonly seeds: number;
  readonly pool: RunPool;
  readonly signal?: AbortSignal;
  onRun?(begun: { readonly claim: string; readonly seed: number; readonly over: number }): void;
}

/** In the order of the charges; cut short by an abort, a claim has fewer runs than it was to have. */
export async function tryClaims(charges: readonly Charge[], options: TrialOptions): Promise<readonly TriedClaim[]> {
  const { seed: firstSeed, seeds, pool, signal } = options;
  const outcomes = charges.map((): (RunOutcome | undefined)[] => []);
  let [begun, over] = [0, 0];
  const judge = async (): Promise<void> => {
    while (begun < charges.length * seeds && signal?.aborted !== true) {
      const [i, run] = [Math.floor(begun / seeds), begun % seeds];
      begun++;
      const { target, claim } = charges[i] as Charge;
      const seed = firstSeed + run;
      options.onRun?.({ claim: claim.name, seed, over });
      (outcomes[i] as (RunOutcome | undefined)[])[run] = await pool.run(claimPlan(target, claim, seed), signal);
      over++;
    }
  };
  await Promise.all(Array.from({ length: pool.jobs }, judge));
  return charges.map((charge, i) => triedClaim(charge, firstSeed, outcomes[i] ?? []));
}

/** The plan under which a claim is tried: the defaults, and what the claim says. */
export function claimPlan(target: string, claim: Claim, seed: number): TestPlan {
  const { workload, nemesis, settings, bug, options } = claim;
  return planOf({
    ...DEFAULTS,
    env: homeOf(targetNamed(target)),
    ...options,
    target,
    workload,
    nemesis,
    settings,
    bug: bug === undefined ? [] : [bug],
    seed,
  });
}

function triedClaim(
  { target, claim }: Charge,
  firstSeed: number,
  all: readonly (RunOutcome | undefined)[],
): TriedClaim {
  const { name, expect } = claim;
  const checker = expect.verdict === 'violated' ? expect.checker : null;
  const decided = all.flatMap((outcome, i) => (outcome === undefined ? [] : [{ seed: firstSeed + i, outcome }]));
  const count = (valid: RunOutcome['valid']) => decided.filter(({ outcome }) => outcome.valid === valid).length;
  const counts = { valid: count(true), invalid: count(false), unknown: count('unknown') };
  const violation = decided.find(({ outcome }) => guiltyOf(outcome, checker) !== undefined);
  const shown = violation ?? decided.find(({ outcome }) => outcome.valid !== true);
  const guilty = shown && (guiltyOf(shown.outcome, checker) ?? Object.entries(shown.outcome.problems)[0]);
  const observed = findingOf({ ...counts, isViolated: violation !== undefined, runs: decided.length });
  return {
    name,
    target,
    claim: claim.claim,
    plan: claimPlan(target, claim, firstSeed),
    expected: expect.verdict,
    checker,
    observed,
    asExpected: observed === expect.verdict,
    runs: decided.length,
    ...counts,
    levels: levelsOfAll(decided.map(({ outcome }) => outcome)),
    seed: violation?.seed ?? null,
    shown: shown && guilty ? { seed: shown.seed, checker: guilty[0], verdict: guilty[1] } : null,
    replay: replayLine(claimPlan(target, claim, shown?.seed ?? firstSeed)),
  };
}

/** Whatever found the run invalid, or this checker if it did. */
function guiltyOf({ problems }: RunOutcome, checker: string | null): [string, BadVerdict] | undefined {
  return Object.entries(problems).find(
    ([name, { valid }]) => valid === false && (checker === null || name === checker),
  );
}

/** What a store has that has it in every run. */
function levelsOfAll([first, ...others]: readonly RunOutcome[]): readonly LevelName[] | null {
  if (first?.levels === undefined || others.some(({ levels }) => levels === undefined)) return null;
  return strongestAmong(first.levels.filter((name) => others.every(({ levels }) => levels?.includes(name))));
}

/** Nobody has seen a claim hold of whom a run told nothing. */
function findingOf(of: { runs: number; valid: number; invalid: number; isViolated: boolean }): Finding {
  if (of.isViolated) return 'violated';
  if (of.invalid > 0) return 'otherwise';
  return of.runs > 0 && of.valid === of.runs ? 'holds' : 'unknown';
}
