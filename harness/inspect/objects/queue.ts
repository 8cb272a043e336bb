/** A queue in words: nothing comes out twice, out of nowhere, out of turn, and it is not empty while something is in it. */
import type { Json } from '../../core/json.ts';
import { type Attempt, isBefore } from '../attempts.ts';
import { at, valueText } from '../words.ts';
import type { Evidence, Finding, ObjectWords } from './object.ts';

export const queue: ObjectWords = {
  fs: ['enqueue', 'dequeue'],
  noun: 'queue',
  text({ f, input, output, outcome }) {
    const what = f === 'enqueue' ? `enqueue ${valueText(input.value)}` : f;
    if (outcome !== 'ok') return `${what} (${outcome === 'info' ? 'outcome unknown' : 'failed'})`;
    return f === 'dequeue' ? `dequeue -> ${taken(output?.value)}` : what;
  },
  find: (evidence) =>
    evidence.culprit.f === 'dequeue'
      ? (twice(evidence) ?? nowhere(evidence) ?? empty(evidence) ?? outOfTurn(evidence))
      : undefined,
  objection: (attempt, state) =>
    attempt.f === 'dequeue'
      ? `${queue.text(attempt)} is not next in ${state}`
      : `${queue.text(attempt)} does not fit ${state}`,
  isOn: ({ input }, key) => key === undefined || String(input.key) === key || JSON.stringify(input.key) === key,
};

const taken = (value: Json | undefined): string => (value === null || value === undefined ? 'empty' : valueText(value));
const isTaking = ({ f, outcome }: Attempt): boolean => f === 'dequeue' && outcome === 'ok';
const of = ({ key }: Evidence): string => (key === undefined ? '' : ` of queue ${key}`);

function twice(evidence: Evidence): Finding | undefined {
  const { culprit, all } = evidence;
  const value = culprit.output?.value ?? null;
  const other = all.find((one) => isTaking(one) && one.id !== culprit.id && one.output?.value === value);
  const puts = all.filter((one) => one.f === 'enqueue' && one.input.value === value && one.outcome !== 'fail');
  if (value === null || other === undefined || puts.length > 1) return undefined;
  return {
    headline: `Element ${valueText(value)}${of(evidence)} was dequeued twice, by process ${other.process} and by process ${culprit.process}.`,
    sentences: ['It was enqueued once. What a queue has handed out is gone from it.'],
    also: [...puts, other],
    culprits: [other, culprit],
  };
}

function nowhere(evidence: Evidence): Finding | undefined {
  const { culprit, all } = evidence;
  const value = culprit.output?.value ?? null;
  if (value === null) return undefined;
  const puts = all.filter((one) => one.f === 'enqueue' && one.input.value === value);
  if (puts.some(({ outcome, fromNs }) => outcome !== 'fail' && fromNs <= culprit.toNs)) return undefined;
  const [first] = puts;
  return {
    headline: `Process ${culprit.process} dequeued ${valueText(value)}, which nobody had put into the queue${evidence.key === undefined ? '' : ` ${evidence.key}`}.`,
    sentences: [
      first === undefined
        ? 'No operation of the run enqueues it.'
        : first.outcome === 'fail'
          ? `Process ${first.process}'s enqueue of it was reported as not having happened.`
          : `It was enqueued later, from ${at(first.fromNs)} on.`,
    ],
    also: puts,
  };
}

function empty(evidence: Evidence): Finding | undefined {
  const { culprit, all } = evidence;
  if ((culprit.output?.value ?? null) !== null) return undefined;
  const isWaiting = (put: Attempt): boolean =>
    put.f === 'enqueue' &&
    put.outcome === 'ok' &&
    isBefore(put, culprit) &&
    !all.some((one) => isTaking(one) && one.output?.value === put.input.value && one.fromNs <= culprit.toNs);
  const put = all.find(isWaiting);
  if (put === undefined) return undefined;
  return {
    headline: `Process ${culprit.process} found the queue${evidence.key === undefined ? '' : ` ${evidence.key}`} empty although ${valueText(put.input.value)} was in it.`,
    sentences: [
      `It had been enqueued by process ${put.process} by ${at(put.toNs)}, and nobody took it before ${at(culprit.toNs)}.`,
    ],
    also: [put],
  };
}

function outOfTurn(evidence: Evidence): Finding | undefined {
  const { culprit, all } = evidence;
  const value = culprit.output?.value ?? null;
  const own = all.find((one) => one.f === 'enqueue' && one.input.value === value);
  if (value === null || own === undefined) return undefined;
  const first = all.find(
    (put) =>
      put.f === 'enqueue' &&
      put.outcome === 'ok' &&
      isBefore(put, own) &&
      !all.some((one) => isTaking(one) && one.output?.value === put.input.value && one.fromNs <= culprit.toNs),
  );
  if (first === undefined) return undefined;
  return {
    headline: `Process ${culprit.process} dequeued ${valueText(value)} although ${valueText(first.input.value)} was before it in the queue.`,
    sentences: [
      `${valueText(first.input.value)} had been enqueued by ${at(first.toNs)}, before ${valueText(value)} was (from ${at(own.fromNs)} on), and nobody took it before ${at(culprit.toNs)}.`,
    ],
    also: [first, own],
  };
}
