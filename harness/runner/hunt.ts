/**
 * Hunts a planted bug: runs it under its hunting options, seed after seed, until a run is judged invalid. Finding the
 * bugs that we planted is how the harness shows that it would find the ones that we did not.
 */
import type { Verdict } from '../../checkers/checker.ts';
import type { PlantedBug } from '../../targets/target.ts';
import { DEFAULTS, planOf, replayLine, type TestPlan } from '../plan.ts';
import { runTest } from './run.ts';

export interface HuntedBug {
  readonly name: string;
  readonly target: string;
  readonly rule: string;
  readonly found: boolean;
  /** The checker that gave the run away. */
  readonly checker: string | null;
  readonly seed: number | null;
  /** Totals over all seeds tried. */
  readonly virtualMs: number;
  readonly wallMs: number;
  /** Client operations of the failing run. */
  readonly operations: number;
  readonly replay: string | null;
}

export interface HuntOptions {
  readonly seed: number;
  readonly maxRuns: number;
  readonly signal?: AbortSignal;
  onRun?(run: number): void;
}

export async function huntBug(target: string, bug: PlantedBug, options: HuntOptions): Promise<HuntedBug> {
  const startedAt = performance.now();
  let virtualMs = 0;
  for (let run = 0; run < options.maxRuns && options.signal?.aborted !== true; run++) {
    options.onRun?.(run);
    const plan = huntPlan(target, bug, options.seed + run);
    const result = await runTest(plan, { store: null, ...signalOf(options) });
    virtualMs += result.virtualMs;
    if (result.valid !== false) continue;
    return {
      name: bug.name,
      target,
      rule: bug.rule,
      found: true,
      checker: guiltyChecker(result.checkers),
      seed: plan.seed,
      virtualMs,
      wallMs: performance.now() - startedAt,
      operations: result.operations,
      replay: replayLine(plan),
    };
  }
  const wallMs = performance.now() - startedAt;
  const nothing = { found: false, checker: null, seed: null, operations: 0, replay: null };
  return { name: bug.name, target, rule: bug.rule, virtualMs, wallMs, ...nothing };
}

/** The plan under which a bug is hunted: the defaults, and what the bug says suits it. */
export function huntPlan(target: string, bug: PlantedBug, seed: number): TestPlan {
  return planOf({ ...DEFAULTS, ...bug.hunt, failFast: true, target, seed, bug: [bug.name] });
}

function guiltyChecker(checkers: { readonly [name: string]: Verdict }): string | null {
  return Object.entries(checkers).find(([, { valid }]) => valid === false)?.[0] ?? null;
}

function signalOf({ signal }: HuntOptions): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}
