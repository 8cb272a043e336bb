/**
 * The search that campaigns do not use, for the measurement that says so: a plan that reached a situation, or a situation
 * under a fault, that no plan before it had reached is kept, and every other run is a mutation of one that was kept. The
 * runs in between are drawn as they always are.
 */
import { drawAmount } from '../../harness/campaign/amount.ts';
import { type Entry, shapesToDraw } from '../../harness/campaign/entry.ts';
import { drawPlan } from '../../harness/campaign/swarm.ts';
import { UserError } from '../../harness/core/errors.ts';
import type { Random } from '../../harness/core/random.ts';
import { planOf, type TestPlan } from '../../harness/plan.ts';
import type { RunOutcome } from '../../harness/runner/run-pool.ts';

export interface Search {
  next(random: Random): TestPlan;
  learn(plan: TestPlan, outcome: RunOutcome): void;
}

export const byChance = (entry: Entry): Search => ({ next: (random) => drawPlan(entry, random), learn: () => {} });

export function guided(entry: Entry): Search {
  const corpus: TestPlan[] = [];
  const seen = new Set<string>();
  let isMutationNext = false;
  return {
    next(random) {
      isMutationNext = !isMutationNext && corpus.length > 0;
      return isMutationNext ? mutated(random.pick(corpus), entry, random) : drawPlan(entry, random);
    },
    learn(plan, { situations }) {
      const reached = Object.entries(situations).flatMap(([name, { under }]) =>
        [name, ...Object.keys(under).map((family) => `${name}/${family}`)].map((what) => `${plan.workload}/${what}`),
      );
      const fresh = reached.filter((what) => !seen.has(what));
      for (const what of fresh) seen.add(what);
      if (fresh.length > 0) corpus.push(plan);
    },
  };
}

function mutated(plan: TestPlan, entry: Entry, random: Random): TestPlan {
  const change = (amount: number): number =>
    Math.max(0.1, Math.round(amount * 2 ** (2 * random.float() - 1) * 100) / 100);
  const nemeses = plan.nemesis === 'none' ? [] : plan.nemesis.split(',');
  const kept = nemeses.length > 1 && random.chance(0.2) ? random.sample(nemeses, nemeses.length - 1) : nemeses;
  const paced = kept.map((one) => {
    const [name = '', seconds = '1'] = one.split('@');
    return `${name}@${random.chance(0.5) ? change(Number(seconds)) : seconds}`;
  });
  const family = random.pick(entry.nemeses);
  const added = random.pick([family, ...(family.includes(':') ? [] : shapesToDraw(family))]);
  const isNew = random.chance(0.2) && !paced.some((one) => one.split('@')[0] === added);
  const nemesis = isNew ? [...paced, `${added}@${drawAmount(entry.nemesisIntervalSeconds, random)}`] : paced;
  try {
    return planOf({
      ...plan,
      concurrency: String(plan.concurrency),
      bug: plan.bug === null ? [] : [plan.bug],
      nemesis: nemesis.length === 0 ? 'none' : nemesis.join(','),
      rate: random.chance(0.3) ? Math.min(400, change(plan.rate)) : plan.rate,
      keyCount: random.chance(0.2) ? drawAmount(entry.keyCount, random) : plan.keyCount,
      seed: random.int(2 ** 31),
    });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return drawPlan(entry, random);
  }
}
