/**
 * Hunts planted bugs: runs each under its hunting options, seed after seed, until a run is judged invalid. Finding the
 * bugs that we planted is how the harness shows that it would find the ones that we did not. Several runs go on at a
 * time, of several bugs or of one; what is found is what one run after the other would have found.
 */
import type { PlantedBug } from '../../targets/target.ts';
import { DEFAULTS, planOf, replayLine, type TestPlan } from '../plan.ts';
import { type RunOutcome, type RunPool, sameThread } from './run-pool.ts';

export interface HuntedBug {
  readonly name: string;
  readonly target: string;
  readonly rule: string;
  readonly found: boolean;
  /** The checker that gave the run away. */
  readonly checker: string | null;
  readonly seed: number | null;
  /** Runs that it took, the failing one included. */
  readonly runs: number;
  /** Totals over these. */
  readonly virtualMs: number;
  readonly wallMs: number;
  /** Client operations of the failing run. */
  readonly operations: number;
  readonly replay: string | null;
}

export interface Prey {
  readonly target: string;
  readonly bug: PlantedBug;
}

export interface HuntOptions {
  /** Where; otherwise in the simulation. */
  readonly env?: string;
  readonly fabric?: string | undefined;
  readonly seed: number;
  /** Of each bug. */
  readonly maxRuns: number;
  readonly signal?: AbortSignal;
}

export interface HuntsOptions extends HuntOptions {
  readonly pool: RunPool;
  /** A run begins; `over` bugs are found, or given up on. */
  onRun?(begun: { readonly bug: string; readonly run: number; readonly over: number }): void;
}

/** One after the other, in this thread. */
export async function huntBug(
  target: string,
  bug: PlantedBug,
  { onRun, ...options }: HuntOptions & { onRun?(run: number): void },
): Promise<HuntedBug> {
  const hunt = new Hunt({ target, bug }, options);
  await pursue([hunt], { ...options, pool: sameThread, onRun: ({ run }) => onRun?.(run) });
  return hunt.result();
}

/** In the order of the prey. Cut short by an abort, a bug that is not found has fewer runs than it may have. */
export async function huntBugs(prey: readonly Prey[], options: HuntsOptions): Promise<readonly HuntedBug[]> {
  const hunts = prey.map((one) => new Hunt(one, options));
  await pursue(hunts, options);
  return hunts.map((hunt) => hunt.result());
}

/** The plan under which a bug is hunted: the defaults, and what the bug says suits it. */
export function huntPlan(
  { target, bug }: Prey,
  { seed, env = DEFAULTS.env, fabric }: Pick<HuntOptions, 'env' | 'fabric' | 'seed'>,
): TestPlan {
  return planOf({ ...DEFAULTS, env, fabric, ...bug.hunt, failFast: true, target, seed, bug: [bug.name] });
}

/** Bugs that nobody is after come first; when there are none left, whoever is idle tries later seeds of the others. */
async function pursue(hunts: readonly Hunt[], { pool, signal, onRun }: HuntsOptions): Promise<void> {
  const next = () =>
    hunts
      .filter((hunt) => hunt.isOpen)
      .reduce<Hunt | undefined>((best, hunt) => {
        return best === undefined || hunt.underWay < best.underWay ? hunt : best;
      }, undefined);
  const hunter = async (): Promise<void> => {
    for (let hunt = next(); hunt !== undefined && signal?.aborted !== true; hunt = next()) {
      const { run, plan } = hunt.begin();
      onRun?.({ bug: hunt.prey.bug.name, run, over: hunts.filter(({ isOver }) => isOver).length });
      hunt.end(run, await pool.run(plan, signal));
    }
  };
  await Promise.all(Array.from({ length: pool.jobs }, hunter));
}

class Hunt {
  readonly prey: Prey;
  /** Runs begun and not ended. */
  underWay = 0;
  readonly #options: HuntOptions;
  readonly #outcomes: (RunOutcome | undefined)[] = [];
  #begun = 0;
  #foundAt: number | undefined;

  constructor(prey: Prey, options: HuntOptions) {
    this.prey = prey;
    this.#options = options;
  }

  /** There is reason to begin another run. */
  get isOpen(): boolean {
    return this.#foundAt === undefined && this.#begun < this.#options.maxRuns;
  }

  get isOver(): boolean {
    return !this.isOpen && this.underWay === 0;
  }

  begin(): { run: number; plan: TestPlan } {
    const run = this.#begun;
    const plan = this.#plan(run);
    this.#begun++;
    this.underWay++;
    return { run, plan };
  }

  end(run: number, outcome: RunOutcome | undefined): void {
    this.underWay--;
    this.#outcomes[run] = outcome;
    if (outcome?.valid === false) this.#foundAt = Math.min(run, this.#foundAt ?? run);
  }

  #plan(run: number): TestPlan {
    return huntPlan(this.prey, { ...this.#options, seed: this.#options.seed + run });
  }

  /** Of the runs up to the first that failed; those that others were ahead with do not count. */
  result(): HuntedBug {
    const { target, bug } = this.prey;
    const counted = this.#outcomes
      .slice(0, (this.#foundAt ?? this.#begun) + 1)
      .filter((outcome) => outcome !== undefined);
    const total = (of: (outcome: RunOutcome) => number) => counted.reduce((sum, outcome) => sum + of(outcome), 0);
    const failing = this.#foundAt === undefined ? undefined : this.#outcomes[this.#foundAt];
    const plan = this.#foundAt === undefined ? undefined : this.#plan(this.#foundAt);
    return {
      name: bug.name,
      target,
      rule: bug.rule,
      found: failing !== undefined,
      checker: failing === undefined ? null : guiltyChecker(failing),
      seed: plan?.seed ?? null,
      runs: counted.length,
      virtualMs: total(({ virtualMs }) => virtualMs),
      wallMs: total(({ wallMs }) => wallMs),
      operations: failing?.operations ?? 0,
      replay: plan === undefined ? null : replayLine(plan),
    };
  }
}

function guiltyChecker({ problems }: RunOutcome): string | null {
  return Object.entries(problems).find(([, { valid }]) => valid === false)?.[0] ?? null;
}
