/** A set in words: what was added is in it until it is removed, and nothing else is. */
import type { Json } from '../../core/json.ts';
import { type Attempt, isBefore } from '../attempts.ts';
import { listOf } from '../stored-verdicts.ts';
import { at, valueText } from '../words.ts';
import type { Evidence, Finding, ObjectWords } from './object.ts';

export const set: ObjectWords = {
  fs: ['add', 'remove', 'contains', 'read'],
  noun: 'set',
  text({ f, input, output, outcome }) {
    const what = f === 'read' ? f : `${f} ${valueText(input.element)}`;
    if (outcome !== 'ok') return `${what} (${outcome === 'info' ? 'outcome unknown' : 'failed'})`;
    const answer = f === 'read' ? output?.elements : (output?.found ?? output?.added ?? output?.removed);
    return answer === undefined ? what : `${what} -> ${valueText(answer)}`;
  },
  find: (evidence) => missing(evidence) ?? unknown(evidence),
  objection: (attempt, state) => `${set.text(attempt)} is not what the set ${state} answers`,
  isOn: ({ input }, key) => {
    if (key === undefined) return true;
    const named = [input.key, input.element, `${valueText(input.key)}: ${valueText(input.element)}`];
    return named.some((name) => name === key || (name !== undefined && JSON.stringify(name) === key));
  },
};

/** The elements of which it says that they are there, or are not. */
function answered({ f, input, output }: Attempt): {
  readonly has: (element: Json) => boolean;
  readonly elements: readonly Json[];
} {
  if (f === 'read')
    return { has: (element) => listOf(output?.elements).includes(element), elements: listOf(output?.elements) };
  const isThere = f === 'add' ? output?.added === false : (output?.found ?? output?.removed) === true;
  return { has: (element) => element === input.element && isThere, elements: isThere ? [input.element ?? null] : [] };
}

function missing({ culprit, all }: Evidence): Finding | undefined {
  const { has } = answered(culprit);
  const isMissed = (one: Attempt): boolean =>
    one.f === 'add' &&
    one.outcome === 'ok' &&
    isBefore(one, culprit) &&
    !has(one.input.element ?? null) &&
    (culprit.f === 'read' || culprit.input.element === one.input.element) &&
    !all.some(
      (other) =>
        other.f === 'remove' &&
        other.outcome !== 'fail' &&
        other.input.element === one.input.element &&
        other.fromNs <= culprit.toNs,
    );
  const lost = all.find(isMissed);
  if (lost === undefined) return undefined;
  const element = valueText(lost.input.element);
  return {
    headline: `Process ${culprit.process} did not find ${element} in the set although it had been added before.`,
    sentences: [
      `Process ${lost.process} had added it by ${at(lost.toNs)}, and nobody removed it: an acknowledged addition is lost, or was not shown.`,
    ],
    also: [lost],
  };
}

function unknown({ culprit, all }: Evidence): Finding | undefined {
  const stranger = answered(culprit).elements.find(
    (element) =>
      !all.some(
        ({ f, input, outcome, fromNs }) =>
          f === 'add' && input.element === element && outcome !== 'fail' && fromNs <= culprit.toNs,
      ),
  );
  if (stranger === undefined) return undefined;
  return {
    headline: `Process ${culprit.process} found ${valueText(stranger)} in the set, which nobody had added.`,
    sentences: ['No operation that may have happened by then adds it.'],
  };
}
