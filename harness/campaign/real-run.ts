/**
 * Runs in real time, which cannot be had again: one is stored while it goes on, and taken out of the store if it passed.
 * What a machine cannot do to a cluster (a network that duplicates no packets, a system whose disk nobody reaches) only a
 * cluster that is up can say. Such nemeses are left out of the runs, which have the rest; what was asked for alone
 * is refused.
 */
import { removeRun } from '../../histories/store.ts';
import type { TestPlan } from '../plan.ts';
import { ImpossibleNemeses } from '../runner/impossible.ts';
import type { TestResult } from '../runner/result.ts';
import { runTest } from '../runner/run.ts';
import type { Entry } from './entry.ts';

export interface RealRunOptions {
  readonly store: string;
  readonly signal: AbortSignal;
  /** A nemesis is left out, from now on, in all runs of the target. */
  readonly onImpossible?: ((env: string, because: string) => void) | undefined;
}

export interface KeptRun {
  /** Undefined if it was cut short and says nothing. */
  readonly result: TestResult | undefined;
  readonly run: string | null;
  /** Nemeses that it was drawn with and did not have. */
  readonly without: readonly string[];
}

export class RealRuns {
  readonly #options: RealRunOptions;
  /** By environment and target. */
  readonly #impossible = new Map<string, Set<string>>();

  constructor(options: RealRunOptions) {
    this.#options = options;
  }

  async do(drawn: TestPlan, { nemeses }: Pick<Entry, 'nemeses'>): Promise<KeptRun> {
    const impossible = this.#impossibleFor(drawn);
    for (;;) {
      const without = namesIn(drawn).filter((name) => impossible.has(name));
      try {
        return { ...(await this.#kept(withoutNemeses(drawn, without))), without };
      } catch (error) {
        if (!(error instanceof ImpossibleNemeses)) throw error;
        for (const name of error.nemeses) impossible.add(name);
        // Without what it is about, a campaign would pass for having done it.
        if (nemeses.every((name) => impossible.has(name))) throw error;
        this.#options.onImpossible?.(drawn.env, error.message);
      }
    }
  }

  #impossibleFor({ env, target }: TestPlan): Set<string> {
    const key = `${env}/${target}`;
    const known = this.#impossible.get(key) ?? new Set();
    this.#impossible.set(key, known);
    return known;
  }

  async #kept(plan: TestPlan): Promise<Omit<KeptRun, 'without'>> {
    const { store, signal } = this.#options;
    const result = await runTest(plan, { store, signal });
    // What is wrong stays wrong, however short the run was.
    const isSaying = result.valid === false || !result.interrupted;
    if (isSaying && result.valid !== true) return { result, run: result.run };
    if (result.run !== null) removeRun(store, result.run);
    return { result: isSaying ? result : undefined, run: null };
  }
}

/** The plan as it is done: what is left may be nothing. */
export function withoutNemeses(plan: TestPlan, names: readonly string[]): TestPlan {
  if (names.length === 0) return plan;
  const left = plan.nemesis.split(',').filter((text) => !names.includes(nameOf(text)));
  return { ...plan, nemesis: left.join(',') || 'none' };
}

const namesIn = ({ nemesis }: TestPlan): readonly string[] => nemesis.split(',').map(nameOf);
const nameOf = (text: string): string => text.split('@')[0] ?? text;
