/** The sentences for people on what streaming found: which operation, and where the object could have been by then. */
import { nsToSeconds } from '../../../harness/core/time.ts';
import type { Operation, Vocabulary } from '../../../histories/op.ts';
import type { Model } from '../../models/model.ts';
import type { Stuck } from './frontier.ts';

const STATES_IN_SENTENCE = 3;

export function because<V extends Vocabulary, S>(
  operation: Operation<V>,
  key: string | undefined,
  { states, beside }: Stuck,
  model: Model<V, S>,
): string {
  const where = [`operation ${operation.id}`];
  if (key !== undefined && key !== '') where.push(`key ${key}`);
  // Imported histories often have no clock.
  if (operation.returnTime > 0) {
    where.push(`called at ${seconds(operation.callTime)}`, `returned at ${seconds(operation.returnTime)}`);
  }
  const some = states.slice(0, STATES_IN_SENTENCE);
  if (states.length > some.length) some.push('another value');
  const stood = `Whatever the order of what came before it, the object is at ${some.join(' or at ')}, where it is illegal`;
  const what = textOf(operation, model);
  return `${what} by process ${operation.process} (${where.join(', ')}) fits nowhere in any legal order. ${stood}${besides(beside)}.`;
}

function besides(beside: number): string {
  if (beside === 0) return ', and nothing was running beside it';
  const others = beside === 1 ? 'the one operation' : `any of the ${beside} operations`;
  return `, and taking ${others} that ran beside it first does not make it legal`;
}

/** A model that cannot describe an operation must not cost us the verdict. */
function textOf<V extends Vocabulary, S>(operation: Operation<V>, model: Model<V, S>): string {
  try {
    return model.describe(operation);
  } catch {
    return operation.f;
  }
}

const seconds = (ns: number): string => `${nsToSeconds(ns).toFixed(3)} s`;
