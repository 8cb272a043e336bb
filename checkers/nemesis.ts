/**
 * Whether the faults bit. A partition that dropped no message, or a pause that held up no event, tested nothing: a run
 * whose nemeses never bit is `unknown`, with the counts.
 */
import type { Checker } from './checker.ts';
import { bitesOf } from './nemesis-events.ts';

/** What a nemesis of the plan promises to do to a run. */
export interface NemesisPromise {
  readonly name: string;
  /** What its bites count, in the plural: `messages dropped`. */
  readonly bites: string;
}

export function nemesisBites(plan: readonly NemesisPromise[]): Checker {
  return {
    name: 'nemesis',
    summary: 'Every nemesis of the plan did something that the cluster could feel.',
    async check(history) {
      const counts = new Map(plan.map(({ name }) => [name, { faults: 0, bites: 0 }]));
      for (const { nemesis, bites } of bitesOf(history)) {
        const count = counts.get(nemesis) ?? { faults: 0, bites: 0 };
        counts.set(nemesis, { faults: count.faults + 1, bites: count.bites + bites });
      }
      const evidence = { nemeses: Object.fromEntries(counts) };
      const toothless = plan.filter(({ name }) => (counts.get(name)?.bites ?? 0) === 0);
      if (toothless.length === 0) return { valid: true, evidence };
      const texts = toothless.map(({ name, bites }) => `${name} (${counts.get(name)?.faults ?? 0} faults, 0 ${bites})`);
      return { valid: 'unknown', because: `The nemesis never bit: ${texts.join(', ')}.`, evidence };
    },
  };
}
