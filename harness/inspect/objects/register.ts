/**
 * A register in words. What a client saw and may not have seen is mostly one of four: a value that another one had
 * replaced before, one that came back after another was seen, one that nobody had put there, or one from the future.
 */
import type { Json } from '../../core/json.ts';
import { type Attempt, isBefore } from '../attempts.ts';
import { at, lasting, sentence, valueText } from '../words.ts';
import type { Evidence, Finding, ObjectWords } from './object.ts';

export const register: ObjectWords = {
  fs: ['read', 'write', 'cas'],
  noun: 'register',
  text(attempt) {
    const { f, input, outcome } = attempt;
    const unknown = outcome === 'info' ? ' (outcome unknown)' : outcome === 'fail' ? ' (failed)' : '';
    if (f === 'write') return `write ${valueText(input.value)}${unknown}`;
    if (f === 'cas') {
      const answer = outcome === 'ok' ? (hasApplied(attempt) ? ' -> applied' : ' -> refused') : unknown;
      return `cas ${valueText(input.from)} to ${valueText(input.to)}${answer}`;
    }
    return outcome === 'ok' ? `read -> ${valueText(seenBy(attempt))}` : `read${unknown}`;
  },
  find: (evidence) =>
    fromNowhere(evidence) ?? overtaken(evidence) ?? returned(evidence) ?? fromTheFuture(evidence) ?? refused(evidence),
  objection(attempt, state) {
    if (attempt.f === 'read') return `${register.text(attempt)} would have returned ${stateText(state)}`;
    if (hasApplied(attempt))
      return `${register.text(attempt)} would have been refused, for the value is ${stateText(state)}`;
    return `${register.text(attempt)} would have been applied, for the value is ${stateText(state)}`;
  },
  isOn: ({ input }, key) => (input.key === undefined ? key === undefined : textKey(input.key) === key),
};

const textKey = (key: Json): string => (typeof key === 'number' ? String(key) : JSON.stringify(key));
const stateText = (state: string): string => (state === 'null' ? 'nothing' : state);

const hasApplied = ({ f, outcome, output }: Attempt): boolean =>
  f === 'cas' && outcome === 'ok' && output?.applied !== false;
const wasRefused = ({ f, outcome, output }: Attempt): boolean =>
  f === 'cas' && outcome === 'ok' && output?.applied === false;

/** What it says that the register held when it took effect; undefined if it says nothing of that. */
function seenBy(attempt: Attempt): Json | undefined {
  if (attempt.f === 'read' && attempt.outcome === 'ok') return attempt.output?.value ?? null;
  return hasApplied(attempt) ? (attempt.input.from ?? null) : undefined;
}

/** What it puts there, or would. */
const putBy = ({ f, input }: Attempt): Json | undefined =>
  f === 'write' ? (input.value ?? null) : f === 'cas' ? (input.to ?? null) : undefined;

/** It may have changed the register. */
const isEffective = (attempt: Attempt): boolean =>
  putBy(attempt) !== undefined && attempt.outcome !== 'fail' && !wasRefused(attempt);

const what = ({ f, process, input }: Attempt): string =>
  f === 'cas'
    ? `process ${process}'s compare-and-set from ${valueText(input.from)} to ${valueText(input.to)}`
    : `process ${process}'s ${f}${f === 'write' ? ` of ${valueText(input.value)}` : ''}`;

const span = ({ fromNs, toNs }: Attempt): string =>
  Number.isFinite(toNs) ? `${at(fromNs)} to ${at(toNs)}` : `from ${at(fromNs)} on, outcome unknown`;

/** `process 0 read 220 from key 1`. */
function saw({ culprit, key }: Evidence): string {
  const { f, process, input } = culprit;
  if (f !== 'cas')
    return `process ${process} read ${valueText(seenBy(culprit))}${key === undefined ? '' : ` from key ${key}`}`;
  return `process ${process} changed ${valueText(input.from)} to ${valueText(input.to)}${key === undefined ? '' : ` at key ${key}`}`;
}

/** Nobody put the value there, or only somebody who was told that it is not. */
function fromNowhere(evidence: Evidence): Finding | undefined {
  const { culprit, all } = evidence;
  const value = seenBy(culprit);
  if (value === undefined || value === null) return undefined;
  const put = all.filter((attempt) => putBy(attempt) === value);
  if (put.some(isEffective)) return undefined;
  const told = put.map((attempt) =>
    wasRefused(attempt)
      ? `${sentence(what(attempt))} (${span(attempt)}) would have put it there, but was answered that it had not been applied: that was not true, or it took effect later all the same.`
      : `${sentence(what(attempt))} (${span(attempt)}) would have put it there, but was reported as not having happened${attempt.error === undefined ? '' : ` (${attempt.error})`}: it did happen.`,
  );
  const headline =
    culprit.f === 'cas'
      ? `${sentence(saw(evidence))} although nobody had put ${valueText(value)} there.`
      : `${sentence(saw(evidence))}, which nobody had put there.`;
  return {
    headline,
    sentences: told.length > 0 ? told : ['No operation of the whole run has this value: it came out of thin air.'],
    also: put,
  };
}

/** Another value had been written since, and the writing was over before the culprit began: a stale read. */
function overtaken(evidence: Evidence): Finding | undefined {
  const { culprit, all, shown } = evidence;
  const value = seenBy(culprit);
  if (value === undefined) return undefined;
  const sources = all.filter(
    (attempt) => isEffective(attempt) && putBy(attempt) === value && attempt.fromNs <= culprit.toNs,
  );
  const isNewer = (attempt: Attempt): boolean =>
    attempt.outcome === 'ok' &&
    isEffective(attempt) &&
    putBy(attempt) !== value &&
    isBefore(attempt, culprit) &&
    sources.every((source) => isBefore(source, attempt));
  const newer = shown.findLast(isNewer) ?? all.findLast(isNewer);
  if (newer === undefined || (value !== null && sources.length === 0)) return undefined;
  const by = valueText(putBy(newer));
  const since = lasting(culprit.fromNs - newer.toNs);
  const first = sources.at(-1);
  const order =
    first === undefined
      ? `${by} was written by process ${newer.process} (${span(newer)}), and nothing removes a value again.`
      : `${valueText(value)} was written by process ${first.process} (${span(first)}), and after that ${by} by process ${newer.process} (${span(newer)}).`;
  const must =
    culprit.f === 'cas'
      ? `a compare-and-set from ${valueText(value)} must be refused`
      : `a read must return ${by} or something newer`;
  const name =
    value === null
      ? `The write of ${by} was acknowledged: it is lost, or this client was shown what was before it.`
      : culprit.f === 'cas'
        ? `It was decided on a value of the past, and what was written since is lost: a lost update.`
        : 'The client was shown the past: this is a stale read.';
  return {
    headline: `${sentence(saw(evidence))} although ${by} had been written before it began.`,
    sentences: [
      order,
      `The ${culprit.f === 'cas' ? 'compare-and-set' : 'read'} was called at ${at(culprit.fromNs)}, ${since} after the write of ${by} had returned. In whatever order they took effect, ${by} was there by then, and ${must}.`,
      name,
    ],
    also: [...(first === undefined ? [] : [first]), newer],
  };
}

/** Somebody had seen a newer value before: new, then old. */
function returned(evidence: Evidence): Finding | undefined {
  const { culprit, all, shown } = evidence;
  const value = seenBy(culprit);
  if (value === undefined) return undefined;
  const observers = all.filter((attempt) => seenBy(attempt) !== undefined && attempt.id !== culprit.id);
  const sources = all.filter(
    (attempt) => isEffective(attempt) && putBy(attempt) === value && attempt.fromNs <= culprit.toNs,
  );
  const earliest = (attempt: Attempt) => observers.find((one) => seenBy(one) === value && isBefore(one, attempt));
  const isNewer = (attempt: Attempt): boolean =>
    seenBy(attempt) !== undefined &&
    seenBy(attempt) !== value &&
    isBefore(attempt, culprit) &&
    (value === null ||
      sources.every((source) => isBefore(source, attempt)) ||
      (sources.length === 1 && earliest(attempt) !== undefined));
  const newer =
    shown.findLast((attempt) => attempt.id !== culprit.id && isNewer(attempt)) ?? observers.findLast(isNewer);
  if (newer === undefined) return undefined;
  const before = value === null ? undefined : earliest(newer);
  const other = valueText(seenBy(newer));
  const why =
    value === null
      ? `${sentence(what(newer))} (${span(newer)}) had found ${other}, and nothing removes a value again.`
      : before === undefined
        ? `The write of ${valueText(value)} had returned before process ${newer.process} found ${other} (${span(newer)}): ${other} had replaced it.`
        : `Process ${before.process} had found ${valueText(value)} (${span(before)}), then process ${newer.process} found ${other} (${span(newer)}): ${other} had replaced it, and it was written only once.`;
  return {
    headline: `${sentence(saw(evidence))} although process ${newer.process} had read ${other} there before.`,
    sentences: [
      why,
      `The ${culprit.f === 'cas' ? 'compare-and-set' : 'read'} was called at ${at(culprit.fromNs)}, ${lasting(culprit.fromNs - newer.toNs)} after that: the register went back in time. One client saw the new value and a later one the old one.`,
    ],
    also: [...sources, ...(before === undefined ? [] : [before]), newer],
  };
}

function fromTheFuture(evidence: Evidence): Finding | undefined {
  const { culprit, all } = evidence;
  const value = seenBy(culprit);
  if (value === undefined || value === null) return undefined;
  const sources = all.filter((attempt) => isEffective(attempt) && putBy(attempt) === value);
  const [first] = sources;
  if (first === undefined || sources.some(({ fromNs }) => fromNs <= culprit.toNs)) return undefined;
  return {
    headline: `${sentence(saw(evidence))} before anybody had begun to write it.`,
    sentences: [`It returned at ${at(culprit.toNs)}; ${what(first)} began at ${at(first.fromNs)}.`],
    also: [first],
  };
}

function refused({ culprit, key }: Evidence): Finding | undefined {
  if (!wasRefused(culprit)) return undefined;
  const { process, input } = culprit;
  const [from, to] = [valueText(input.from), valueText(input.to)];
  return {
    headline: `Process ${process} was refused to change ${from} to ${to}${key === undefined ? '' : ` at key ${key}`} although ${from} was there all the while.`,
    sentences: [
      `A compare-and-set from ${from} may be refused only where something else is there. In every order of these operations ${from} is there from before ${at(culprit.fromNs)} until after ${at(culprit.toNs)}.`,
    ],
  };
}
