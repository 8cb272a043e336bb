/**
 * The ways to check one part of a history: each search under some set of rules, and each algorithm by itself. What one
 * answers is compared with the truth; a bound that was reached and a condition that does not hold are no answers.
 */
import type { Random } from '../../../harness/core/random.ts';
import type { Operation, Vocabulary } from '../../../histories/op.ts';
import type { AnyModel } from '../../models/index.ts';
import type { Algorithm } from '../algorithms/algorithm.ts';
import { algorithmsOf } from '../algorithms/for-model.ts';
import { checkOperations } from '../check.ts';
import { ALL_RULES, type Core, type CoreSearch, type HashSeeds, type SearchName } from '../core.ts';
import type { Witness } from '../explanation.ts';
import { Limits } from '../limits.ts';
import { PartWork } from '../part-work.ts';
import { replay } from '../replay.ts';
import { truthAbout } from './reference.ts';
import { streamed } from './streaming-way.ts';

export type Answer =
  | { readonly says: 'legal' | 'illegal' }
  /** The bound was reached, or an algorithm does not apply. */
  | { readonly says: 'nothing' }
  /** What no way may ever do. */
  | { readonly says: 'failed'; readonly because: string };

export interface Way {
  /** As a reader can ask for it: `jit`, `wgl`, `register-zones`. */
  readonly name: string;
  /** Those of the just-in-time search; 0 for all others. */
  readonly rules: number;
  /** False for one that might take for ever. */
  readonly isBounded: boolean;
  /** The same with other rules. */
  withRules(rules: number): Way;
  answer(operations: readonly Operation[], model: AnyModel, core: CoreSearch): Promise<Answer>;
}

const MEMORY_BYTES = 2 ** 28;

/** With one budget after the other, as the checker has rounds. */
export function searchWay(search: SearchName, rules: number, seeds: HashSeeds, budgets: readonly number[]): Way {
  return {
    name: search,
    rules,
    isBounded: true,
    withRules: (others) => searchWay(search, others, seeds, budgets),
    answer: (operations, model, core) =>
      guarded(async () => {
        const limits = new Limits({});
        const settings = { model, core, algorithms: [], search, rules, seeds, limits, memoryLimitBytes: MEMORY_BYTES };
        const work = new PartWork({ key: undefined, operations }, { ...settings, onConfigurations: () => {} });
        for (const budget of budgets) {
          const answer = await work.search(budget);
          if (answer.answer === 'gave-up') {
            if (answer.reason.includes('memory bound')) return { says: 'nothing' };
            return { says: 'failed', because: `gave up: ${answer.reason}` };
          }
          if (answer.answer !== 'later') return { says: answer.answer };
        }
        return { says: 'nothing' };
      }),
  };
}

export function algorithmWay(algorithm: Algorithm<Vocabulary>): Way {
  return {
    name: algorithm.name,
    ...withoutRules(() => algorithmWay(algorithm)),
    isBounded: true,
    answer: (operations, model) =>
      guarded(async () => {
        const decision = algorithm.decide(operations);
        if (decision.decision === 'undecided') return { says: 'nothing' };
        if (decision.decision === 'legal') replay(operations, decision.order, model);
        return { says: decision.decision };
      }),
  };
}

/**
 * All of the checker, as its users call it. Of small histories also the explanation is looked at; see `complaintAbout`. It
 * knows no bound but time, on which no case may depend, so it is asked only for what the first way found out.
 */
export function wholeWay(core: Core, explain: boolean): Way {
  return {
    name: 'auto',
    ...withoutRules(() => wholeWay(core, explain)),
    isBounded: false,
    answer: (operations, model, search) =>
      guarded(async () => {
        const result = await checkOperations(operations, model, { core, explain });
        if (result.valid === 'unknown') return { says: 'failed', because: `gave up: ${result.because}` };
        if (result.valid) return { says: 'legal' };
        const complaint = explain && complaintAbout(result.witness, operations, model, search);
        return complaint ? { says: 'failed', because: complaint } : { says: 'illegal' };
      }),
  };
}

const withoutRules = (again: () => Way): Pick<Way, 'rules' | 'withRules'> => ({ rules: 0, withRules: again });

const streamingWay: Way = {
  name: 'streaming',
  ...withoutRules(() => streamingWay),
  isBounded: true,
  answer: (operations, model) => guarded(async () => streamed(operations, model)),
};

/** A witness that is called minimal must be illegal all by itself, and hold the operation that it blames. */
function complaintAbout(
  { minimal, operations: shown, blocked }: Witness,
  operations: readonly Operation[],
  model: AnyModel,
  core: CoreSearch,
): string | undefined {
  if (!minimal) return undefined;
  const ids = new Set(shown.map(({ id }) => id));
  if (!ids.has(blocked)) return `the witness ${[...ids]} lacks operation ${blocked}, which it blames`;
  const alone = operations.filter(({ id }) => ids.has(id));
  return truthAbout(alone, model, core) === 'legal' ? `the witness ${[...ids]} is legal by itself` : undefined;
}

/** The ways to check one case, some of them by chance. The first one uses all rules. */
export function drawWays(random: Random, isSmall: boolean, model: AnyModel, core: Core): Way[] {
  const enough = isSmall ? Infinity : MEDIUM_BUDGET;
  const budgets = random.chance(SHARE_OF_ROUNDS) ? [random.between(1, 4), random.between(4, 30), enough] : [enough];
  const ways = [
    searchWay('jit', ALL_RULES, seedsOf(random), budgets),
    searchWay('jit', random.int(ALL_RULES + 1), seedsOf(random), budgets),
    ...algorithmsOf(model).map(algorithmWay),
  ];
  if (isSmall && random.chance(SHARE_OF_PLAIN)) ways.push(searchWay('wgl', 0, seedsOf(random), budgets));
  if (isSmall && random.chance(SHARE_OF_STREAMED)) ways.push(streamingWay);
  if (random.chance(SHARE_OF_WHOLE)) ways.push(wholeWay(core, isSmall));
  return ways;
}

const MEDIUM_BUDGET = 3_000;
const SHARE_OF_ROUNDS = 0.1;
const SHARE_OF_PLAIN = 0.2;
const SHARE_OF_STREAMED = 0.1;
const SHARE_OF_WHOLE = 0.03;
const SHARE_OF_CROWDED = 0.1;

/** Now and then the first hash is so short that it collides; the second one has to make up for it. */
function seedsOf(random: Random): HashSeeds {
  const fingerprintBits = random.chance(SHARE_OF_CROWDED) ? random.between(1, 6) : 64;
  return [
    { seed: random.int(2 ** 31), fingerprintBits },
    { seed: random.int(2 ** 31), fingerprintBits: 64 },
  ];
}

async function guarded(answer: () => Promise<Answer>): Promise<Answer> {
  try {
    return await answer();
  } catch (error) {
    return { says: 'failed', because: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
}
