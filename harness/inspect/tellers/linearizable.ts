/**
 * A history that no order of its operations explains: which one is wrong and why, in the words of its object, with every
 * order of the few operations that show it and where each of them fails.
 */
import type { Operation } from '../../../histories/op.ts';
import type { Attempt } from '../attempts.ts';
import { wordsFor } from '../objects/index.ts';
import { type Finding, type ObjectWords, operationOf, shownAs } from '../objects/object.ts';
import { deadEnds } from '../orders.ts';
import { type JsonObject, listOf, numberOf, objectOf, objectsOf, textOf } from '../stored-verdicts.ts';
import type { TriedOrder } from '../story-data.ts';
import type { Case, Teller } from '../telling.ts';

const MOST_TRIED = 6;
const END_OF_ORDER = 4;
const MOST_REJECTED = 3;

export const linearizable: Teller = (one) => {
  const stored = objectOf(one.verdict.witness);
  const shown = objectsOf(stored.operations).flatMap((operation) => attemptIn(operation) ?? []);
  const blocked = shown.find(({ id }) => id === stored.blocked) ?? shown.at(-1);
  if (blocked === undefined) return undefined;
  const key = textOf(stored.key);
  const words = wordsFor(shown) ?? plain(stored);
  const own = one.attempts.filter((attempt) => words.fs.includes(attempt.f) && words.isOn(attempt, key));
  const all = own.length >= shown.length ? own : shown;
  const { culprit, finding } = findIn({ shown, all, blocked, key, words });
  const culprits = new Set((finding?.culprits ?? [culprit]).map(({ id }) => id));
  const witness = [
    ...new Map([...shown, ...(finding?.also ?? [])].map((attempt) => [attempt.id, attempt])).values(),
  ].sort((a, b) => a.fromNs - b.fromNs || a.id - b.id);
  return {
    headline: finding?.headline ?? fitsNowhere(blocked, key, words),
    sentences: [...(finding?.sentences ?? [one.verdict.because ?? '']), ...enough(stored, shown, words)],
    witness: witness.map((attempt) => shownAs(attempt, words, culprits.has(attempt.id), key)),
    tried: triedOn(one, shown, stored, words),
  };
};

interface Search {
  readonly shown: readonly Attempt[];
  readonly all: readonly Attempt[];
  readonly blocked: Attempt;
  readonly key: string | undefined;
  readonly words: ObjectWords;
}

/** The search names the first whose return nothing gets past; what is odd may be another one, that it had to wait for. */
function findIn({ shown, all, blocked, key, words }: Search): {
  readonly culprit: Attempt;
  readonly finding?: Finding;
} {
  const others = shown.filter(({ id }) => id !== blocked.id).toReversed();
  for (const culprit of [blocked, ...others]) {
    const finding = words.find({ shown, culprit, all, key });
    if (finding !== undefined) return { culprit, finding };
  }
  return { culprit: blocked };
}

function fitsNowhere({ process, ...rest }: Attempt, key: string | undefined, words: ObjectWords): string {
  const on = key === undefined || key === '' ? '' : ` on ${words.noun} ${key}`;
  return `Process ${process}'s ${words.text({ process, ...rest })}${on} fits into no order of the operations.`;
}

function enough(stored: JsonObject, shown: readonly Attempt[], { noun }: ObjectWords): readonly string[] {
  if (stored.minimal !== true || shown.length === 1) return [];
  return [
    `These ${shown.length} operations are enough to show it: no order of them is one that a single ${noun} could have served.`,
  ];
}

/** Every order of the witness, on the model; or, where that cannot be had, the longest order that the search came to. */
function triedOn(
  { model, verdict }: Case,
  shown: readonly Attempt[],
  stored: JsonObject,
  words: ObjectWords,
): readonly TriedOrder[] {
  const positions = objectsOf(objectOf(verdict.witness).operations);
  const operations = shown.map((attempt): Operation => {
    const { call, return: end } = positions.find(({ id }) => id === attempt.id) ?? {};
    return operationOf(attempt, numberOf(call) ?? attempt.fromNs, numberOf(end) ?? Number.POSITIVE_INFINITY);
  });
  const ends = model === undefined ? undefined : deadEnds(operations, model);
  const attemptOf = ({ id }: Operation): Attempt | undefined => shown.find((attempt) => attempt.id === id);
  const textIn = (operation: Operation): string => {
    const attempt = attemptOf(operation);
    return attempt === undefined ? operation.f : words.text(attempt);
  };
  // Tried on an object to which nothing has happened yet, operations out of the middle of a run fail at once, and say nothing.
  const isTelling = ends?.some(({ order }) => order.length > 0) === true;
  if (ends === undefined || stored.minimal !== true || !isTelling) return longestOrder(stored, words);
  return ends.slice(0, MOST_TRIED).map(({ order, state, rejected }) => ({
    order: order.map(textIn),
    state,
    rejected: rejected
      .flatMap((operation) => attemptOf(operation) ?? [])
      .map((attempt) => words.objection(attempt, state))
      .join('; '),
  }));
}

/** The end of it, and what could come next and cannot; the operation that fits nowhere is always among that. */
function longestOrder(stored: JsonObject, words: ObjectWords): readonly TriedOrder[] {
  const prefix = objectOf(stored.prefix);
  const last = objectsOf(prefix.last)
    .slice(-END_OF_ORDER)
    .flatMap((operation) => attemptIn(operation) ?? []);
  const more = (numberOf(prefix.length) ?? last.length) - last.length;
  const order = [...(more > 0 ? [`... ${more} more ...`] : []), ...last.map(words.text)];
  const [state] = listOf(prefix.states);
  const all = objectsOf(stored.rejected).flatMap(({ operation, why }) => {
    const attempt = attemptIn(objectOf(operation));
    return attempt === undefined
      ? []
      : [{ id: attempt.id, text: `${words.text(attempt)} ${textOf(why) ?? ''}`.trim() }];
  });
  if (all.length === 0) return [];
  const sorted = [...all].sort((a, b) => Number(b.id === stored.blocked) - Number(a.id === stored.blocked));
  const hidden = sorted.length - MOST_REJECTED;
  const rejected = sorted.slice(0, MOST_REJECTED).map(({ text }) => text);
  if (hidden > 0) rejected.push(`nor do ${hidden} others help that ran beside it`);
  return [{ order, state: String(state ?? ''), rejected: rejected.join('; ') }];
}

/** Undefined for what has not the fields of an operation. */
function attemptIn(operation: JsonObject): Attempt | undefined {
  const { id, process, f, input, output, outcome, callTime, returnTime } = operation;
  if (typeof id !== 'number' || typeof process !== 'number' || typeof f !== 'string') return undefined;
  return {
    id,
    process,
    f,
    input: objectOf(input),
    output: outcome === 'ok' ? objectOf(output) : undefined,
    outcome: outcome === 'ok' ? 'ok' : 'info',
    fromNs: numberOf(callTime) ?? 0,
    toNs: numberOf(returnTime) ?? Number.POSITIVE_INFINITY,
    error: undefined,
  };
}

/** Objects for which there are no words are shown as their model put it. */
function plain(stored: JsonObject): ObjectWords {
  const operations = [
    ...objectsOf(stored.operations),
    ...objectsOf(objectOf(stored.prefix).last),
    ...objectsOf(stored.rejected).map(({ operation }) => objectOf(operation)),
  ];
  const texts = new Map(operations.map(({ id, text }) => [id, textOf(text)]));
  const text = ({ id, f }: Attempt): string => texts.get(id) ?? f;
  return {
    fs: [...new Set(operations.flatMap(({ f }) => textOf(f) ?? []))],
    noun: 'object',
    text,
    find: () => undefined,
    objection: (attempt, state) => `${text(attempt)} is illegal while the state is ${state}`,
    isOn: () => true,
  };
}
