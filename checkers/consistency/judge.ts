/**
 * Answers for each level whether a history has it. Needs nothing of Node: whether the history is linearizable, which takes
 * the compiled core, is answered by whoever asks. What is implied is not asked again.
 */
import type { Operation } from '../../histories/op.ts';
import type { RegisterOps } from '../../histories/ops/register.ts';
import type { Limits } from '../linearizable/limits.ts';
import { partitionByKey } from '../models/texts.ts';
import { Budget } from './budget.ts';
import { causal, convergent, phantom } from './causal.ts';
import { causalMemory } from './causal-memory.ts';
import { type Causality, causalityOf } from './causality.ts';
import { ask, type Question } from './choices.ts';
import { type Execution, executionOf } from './execution.ts';
import { type Answer, type Findings, no, unknown } from './finding.ts';
import { type Guarantee, sessionGuarantee } from './guarantees.ts';
import { type Answers, completed, type LevelName } from './levels.ts';
import { sequential } from './sequential.ts';
import { attribute } from './sources.ts';

export interface Judgement {
  readonly execution: Execution;
  readonly answers: Answers;
}

/** Steps that one question may cost: about a second. */
const STEPS = 400_000_000;

export async function judge(
  operations: readonly Operation<RegisterOps>[],
  linearizable: Answer,
  limits: Limits,
  steps = STEPS,
): Promise<Judgement> {
  const execution = executionOf(operations);
  if (linearizable.valid === true) return { execution, answers: everywhere(linearizable) };
  const thin = phantom(execution, attribute(execution).phantoms);
  if (thin) return { execution, answers: { ...everywhere(no(execution, thin)), linearizable } };
  const answers: { [name in LevelName]: Answer } = { ...everywhere(unknown('it was not asked')), linearizable };
  for (const [name, question] of questions(operations, execution, limits, steps)) {
    const known = completed(answers)[name];
    const stop = limits.exceeded();
    if (known.valid !== 'unknown') answers[name] = known;
    else answers[name] = stop === undefined ? question() : unknown(stop);
    await limits.pause();
  }
  return { execution, answers: completed(answers) };
}

/** One question for each level but the strongest, those whose answers save others first. */
export function questions(
  operations: readonly Operation<RegisterOps>[],
  execution: Execution,
  limits: Limits,
  steps = STEPS,
): readonly (readonly [LevelName, () => Answer])[] {
  const attribution = attribute(execution);
  const causality = causalitiesOf(execution, attribution.settled);
  // There, what others' compare-and-sets returned is hidden from a session: each may have been refused in its order.
  const inMemory = (one: Causality): Findings =>
    execution.hasCas ? { gaveUp: ofCas } : causalMemory(one, new Budget(limits, steps));
  const guarantee = (name: Guarantee): readonly [LevelName, () => Answer] => [
    name,
    () => ask(execution, attribution, (sources) => sessionGuarantee(execution, sources, name)),
  ];
  return [
    ['causal', () => ask(execution, attribution, causality())],
    ['causal-convergence', () => ask(execution, attribution, causality(convergent))],
    ['causal-memory', () => ask(execution, attribution, causality(inMemory))],
    guarantee('read-your-writes'),
    guarantee('monotonic-reads'),
    guarantee('monotonic-writes'),
    guarantee('writes-follow-reads'),
    ['coherent', () => coherent(operations, limits, steps)],
    ['sequential', () => inOneOrder(execution, limits, steps)],
  ];
}

const ofCas = 'the levels below linearizability are defined for reads and writes, and not for compare-and-sets';

const everywhere = (answer: Answer): Answers => ({
  linearizable: answer,
  sequential: answer,
  'causal-memory': answer,
  'causal-convergence': answer,
  coherent: answer,
  causal: answer,
  'writes-follow-reads': answer,
  'monotonic-writes': answer,
  'monotonic-reads': answer,
  'read-your-writes': answer,
});

/** Questions that begin with causal order, which is the same for all of them where no read was left open. */
function causalitiesOf(execution: Execution, settled: Int32Array): (then?: (one: Causality) => Findings) => Question {
  let kept: ReturnType<typeof causalityOf> | undefined;
  return (then) => (sources) => {
    if (sources === settled) kept ??= causalityOf(execution, settled);
    const one = (sources === settled ? kept : undefined) ?? causalityOf(execution, sources);
    if (!('clocks' in one)) return one;
    return causal(one) ?? then?.(one);
  };
}

/** Reads that are left open are read in the search as whatever value is there: it needs no choice of their sources. */
function inOneOrder(execution: Execution, limits: Limits, steps: number): Answer {
  const { settled } = attribute(execution);
  const found = causalitiesOf(execution, settled)((one) => sequential(one, new Budget(limits, steps)))(settled);
  if (found !== undefined && 'pattern' in found) return no(execution, found);
  if (found !== undefined) return unknown(found.gaveUp);
  if (execution.hasCas) return unknown(ofCas);
  return { valid: true };
}

function coherent(operations: readonly Operation<RegisterOps>[], limits: Limits, steps: number): Answer {
  const byKey = new Map<string, Operation<RegisterOps>[]>();
  for (const operation of operations) {
    const key = partitionByKey(operation);
    const members = byKey.get(key);
    if (members) members.push(operation);
    else byKey.set(key, [operation]);
  }
  let answer: Answer = { valid: true };
  for (const members of byKey.values()) {
    const one = inOneOrder(executionOf(members), limits, steps);
    if (one.valid === false) return one;
    if (one.valid === 'unknown') answer = one;
  }
  return answer;
}
