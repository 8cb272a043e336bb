/**
 * Draws the plan of a run (swarm testing, Groce et al. 2012): most faults are turned fully off, the rest weighed wildly
 * differently, and cluster, load and variant are other ones each time. A run that has a little of everything is always
 * the same mixture, and never gets where it takes a lot of one thing and none of another. All of it is in the plan, so
 * that its replay line does exactly this run.
 */
import type { Variant } from '../../targets/target.ts';
import { UserError } from '../core/errors.ts';
import type { Random } from '../core/random.ts';
import { targetNamed } from '../names.ts';
import { DEFAULTS, planOf, type TestPlan } from '../plan.ts';
import { type Amount, atMost, drawAmount } from './amount.ts';
import { type Entry, shapesToDraw, variantsOf } from './entry.ts';

/** Some mixtures a target refuses; this many in a row mean that it refuses all. */
const ATTEMPTS = 100;
/** A nemesis must have decided a few times before the clients are done. */
const DECISIONS = 4;
/** By the number of nemeses, how likely: one or two get far, and all at once are a run of its own kind. */
const NEMESES = [0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 4, 5, 6];

export function drawPlan(entry: Entry, random: Random): TestPlan {
  let refusal: UserError | undefined;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    try {
      return attemptPlan(entry, random.fork(`attempt/${attempt}`));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      refusal = error;
    }
  }
  throw new UserError(`no run of ${entry.target} can be drawn as asked: ${refusal?.message ?? 'nothing is left'}`);
}

function attemptPlan(entry: Entry, random: Random): TestPlan {
  const variant = drawVariant(entry, random);
  const workload = random.pick(variant.workloads);
  const sizes = variant.nodes;
  const nodes = drawAmount(sizes === undefined ? entry.nodes : among(entry.nodes, sizes), random);
  const rate = drawAmount(entry.rate, random);
  const timeLimitSeconds = drawAmount(shorterUnder(rate, entry.timeLimitSeconds), random);
  const intervals = atMost(entry.nemesisIntervalSeconds, timeLimitSeconds / DECISIONS);
  return planOf({
    ...DEFAULTS,
    target: entry.target,
    env: entry.env,
    fabric: entry.fabric ?? undefined,
    workload,
    settings: drawSettings(variant, random),
    bug: entry.bugs.length === 0 ? [] : [random.pick(entry.bugs)],
    nodes,
    nemesis: drawNemeses(variant.faults ?? entry.nemeses, { nodes, intervals }, random),
    nemesisIntervalSeconds: DEFAULTS.nemesisIntervalSeconds,
    concurrency: String(drawAmount(entry.clients, random)),
    rate,
    timeLimitSeconds,
    keyCount: drawAmount(entry.keyCount, random),
    opsPerKey: drawAmount(entry.opsPerKey, random),
    opTimeoutSeconds: drawAmount(entry.opTimeoutSeconds, random),
    failFast: true,
    seed: random.int(2 ** 31),
  });
}

/**
 * The long runs of a range are for those with little load: they cost no more, and faults that take their time to come
 * together (figure 8 of the Raft paper needs one leader after the other) do so in them.
 */
function shorterUnder(rate: number, amount: Amount): Amount {
  if ('choices' in amount) return amount;
  const { low, high } = amount;
  return { low, high: Math.max(low, high * Math.min(1, EASY_RATE / rate)) };
}

/** Operations per second up to which a run may last as long as any. */
const EASY_RATE = 60;

/** With those of its workloads that are asked for. */
function drawVariant({ target, settings, workloads: asked }: Entry, random: Random): Variant {
  if (settings !== null) return { workloads: asked, settings };
  const variants = variantsOf(targetNamed(target)).map((variant): Variant => {
    return { ...variant, workloads: variant.workloads.filter((workload) => asked.includes(workload)) };
  });
  const weighted = variants.flatMap((variant) =>
    variant.workloads.length === 0 ? [] : Array<Variant>(variant.weight ?? 1).fill(variant),
  );
  return random.pick(weighted);
}

function drawSettings({ settings }: Variant, random: Random) {
  return Object.fromEntries(Object.entries(settings).map(([name, values]) => [name, random.pick(values)]));
}

/** What a variant is about goes before what the entry asks for, unless they have something in common. */
function among(asked: Amount, sizes: readonly number[]): Amount {
  const common = sizes.filter((size) =>
    'choices' in asked ? asked.choices.includes(size) : size >= asked.low && size <= asked.high,
  );
  if (common.length === 0) return { choices: sizes };
  return { choices: 'choices' in asked ? asked.choices.filter((size) => common.includes(size)) : common };
}

/** Each with an interval of its own; a family as a whole, or one of its shapes. */
function drawNemeses(
  faults: readonly string[],
  { nodes, intervals }: { readonly nodes: number; readonly intervals: Amount },
  random: Random,
): string {
  const possible = faults.filter((name) => nodes > 1 || !name.startsWith('partition'));
  const some = random.sample(possible, Math.min(random.pick(NEMESES), possible.length));
  const drawn = some.map((name) => {
    const shapes = name.includes(':') ? [] : shapesToDraw(name);
    return shapes.length > 0 && random.chance(0.5) ? random.pick(shapes) : name;
  });
  const names = [...new Set(drawn)];
  return names.length === 0 ? 'none' : names.map((name) => `${name}@${drawAmount(intervals, random)}`).join(',');
}
