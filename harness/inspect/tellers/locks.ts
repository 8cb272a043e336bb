/**
 * What the checkers of locks found, with the picture of a lock: who held it from when until when, and the operations by
 * which they got it, kept it and lost it.
 */

import { attemptsOf as lockAttemptsOf } from '../../../checkers/locks/attempts.ts';
import { beliefsOf } from '../../../checkers/locks/belief.ts';
import { promisedUntil, type Tenure, tenuresOf } from '../../../checkers/locks/tenures.ts';
import type { Op } from '../../../histories/op.ts';
import type { LockServiceOps } from '../../../histories/ops/lock-service.ts';
import type { Attempt } from '../attempts.ts';
import { counter } from '../objects/counter.ts';
import { lease } from '../objects/lease.ts';
import { type ObjectWords, shownAs } from '../objects/object.ts';
import { objectOf, objectsOf, textOf } from '../stored-verdicts.ts';
import type { WitnessOperation } from '../story-data.ts';
import type { Case, Teller, Telling } from '../telling.ts';
import { at, lasting, sentence } from '../words.ts';

export const belief: Teller = (one) => {
  const tenures = tenuresIn(one);
  const endNs = one.history.at(-1)?.time ?? 0;
  const areCareful = objectOf(one.plan.settings).holder !== 'trusting';
  const spans = tenures.flatMap((tenure) => beliefsOf(tenure, { areCareful }, endNs));
  const overlap = spans.flatMap((first) =>
    spans
      .filter(({ tenure }) => tenure !== first.tenure && tenure.resource === first.tenure.resource)
      .filter((second) => first.from <= second.from && second.from < first.to)
      .map((second) => ({ first, second, from: second.from, to: Math.min(first.to, second.to) })),
  )[0];
  if (overlap === undefined) return undefined;
  const [old, young] = [overlap.first.tenure, overlap.second.tenure];
  const length = lasting(overlap.to - overlap.from);
  return {
    headline: `Two holders of ${old.resource}: clients ${old.client} and ${young.client} both held it for ${length}, from ${at(overlap.from)} to ${at(overlap.to)}.`,
    sentences: [
      `Client ${old.client} got ${old.resource} at ${at(old.granted.returnTime)} (token ${old.token})${renewals(old)}, and worked under it ${until(old, overlap.first.to)}.`,
      `Client ${young.client} was granted it at ${at(young.granted.returnTime)} (token ${young.token}), ${lasting(overlap.from - old.granted.returnTime)} after the other and ${length} before that one stopped.`,
      'Both were told by the lock service that they have it, so that each may change what the lock is there to protect. A lock that can expire cannot promise more than its holders watch over: only a fencing token, compared by the resource, keeps the first one out.',
    ],
    witness: [
      ...[old, young].flatMap((tenure) =>
        merged(spans.filter((span) => span.tenure === tenure)).map(({ from, to }) => holding(tenure, from, to, true)),
      ),
      ...operationsIn(one, lease),
    ],
  };
};

export const expiry: Teller = (one) => {
  const tenures = tenuresIn(one);
  const because = one.verdict.because ?? '';
  const [old, young] = tenures;
  const operations = operationsIn(one, lease);
  if (!/was granted to/.test(because) || old === undefined || young === undefined) return overdue(one, operations, old);
  const promised = promisedUntil(old);
  return {
    headline: `${sentence(old.resource)} was given to client ${young.client} ${lasting(promised - young.granted.returnTime)} before the lease of client ${old.client} was over.`,
    sentences: [
      `Client ${old.client} had it with token ${old.token}${renewals(old)}; its lease of ${lasting(old.ttlNs)} was promised at least until ${at(promised)}${old.end?.how === 'crashed' ? `, its crash at ${at(old.end.time)} notwithstanding` : ''}.`,
      `Client ${young.client} was granted it at ${at(young.granted.returnTime)} (token ${young.token}). Nobody had released it: a lease that ends early is no lease.`,
    ],
    witness: [
      holding(old, old.granted.returnTime, promised, false),
      holding(young, young.granted.returnTime, young.end?.time ?? Math.max(promised, young.granted.returnTime), true),
      ...operations,
    ],
  };
};

function overdue(one: Case, operations: readonly WitnessOperation[], holder: Tenure | undefined): Telling | undefined {
  const refused = operations.at(-1);
  if (refused === undefined) return undefined;
  return {
    headline: sentence(one.verdict.because ?? ''),
    sentences: [
      'A lock whose holder is gone has to come free when the lease is over: faults were healed, a leader was there, and the lease had passed even by the slowest clock allowed. The service goes on refusing it.',
    ],
    witness: [
      ...(holder === undefined ? [] : [holding(holder, holder.granted.returnTime, promisedUntil(holder), false)]),
      ...operations.map((operation) => ({ ...operation, isCulprit: operation === refused })),
    ],
  };
}

export const tokens: Teller = (one) =>
  byOperations(one, lease, [
    'Fencing tokens must grow from grant to grant, over restarts and failovers: a resource refuses whoever comes with a lesser one than it has seen. With equal or falling tokens it lets the wrong client in, or keeps the right one out.',
  ]);

export const lostUpdates: Teller = (one) =>
  byOperations(one, counter, [
    'Each of them read the counter, and wrote what it had read plus one. The later write was made from the value before the earlier one, and wiped it out: a lost update. The lock was to prevent that, and the resource did not compare tokens, or let one pass that it should have refused.',
  ]);

export const exactlyOnce: Teller = (one) =>
  byOperations(one, job, [
    'A job has its effect under a lock, and looks whether somebody had it before. That its effect is there twice means that two did not see each other, or that one request was carried out two times.',
  ]);

/** The runs of a job, and the looking after it. */
const job: Pick<ObjectWords, 'text'> = {
  text({ f, input, output, outcome, error }) {
    const what = `${f} ${textOf(input.resource) ?? ''}`;
    if (outcome !== 'ok')
      return `${what} -> ${outcome === 'info' ? 'outcome unknown' : `failed${error === undefined ? '' : `: ${error}`}`}`;
    if (f === 'runJob') return `${what} -> ${textOf(output?.outcome) ?? 'done'}`;
    return `${what} -> ${objectsOf(output?.effects).length} effects`;
  },
};

/** The checker's own sentence, which speaks of locks already, and all of its operations as those to look at. */
function byOperations(one: Case, words: Pick<ObjectWords, 'text'>, why: readonly string[]): Telling | undefined {
  const witness = operationsIn(one, words).map((operation) => ({ ...operation, isCulprit: true }));
  if (witness.length === 0 || one.verdict.because === undefined) return undefined;
  return { headline: sentence(one.verdict.because), sentences: why, witness };
}

function operationsIn(one: Case, words: Pick<ObjectWords, 'text'>): readonly WitnessOperation[] {
  return shownIn(one).map((attempt) => shownAs(attempt, words, false));
}

/** The history knows more of an operation than the witness of these checkers does. */
function shownIn({ verdict, attempts }: Case): readonly Attempt[] {
  const ids = new Set(objectsOf(objectOf(verdict.witness).operations).map(({ id }) => id));
  return attempts.filter(({ id }) => ids.has(id));
}

function tenuresIn(one: Case): readonly Tenure[] {
  const ids = new Set(shownIn(one).map(({ id }) => id));
  // The workload of these checkers speaks this vocabulary.
  const history = one.history as unknown as readonly Op<LockServiceOps>[];
  return tenuresOf(lockAttemptsOf(history))
    .filter(({ granted }) => ids.has(granted.id))
    .sort((a, b) => a.token - b.token || a.granted.callTime - b.granted.callTime);
}

function holding(
  { granted, client, token, resource }: Tenure,
  fromNs: number,
  toNs: number,
  isCulprit: boolean,
): WitnessOperation {
  return {
    id: granted.id,
    process: client,
    fromNs,
    toNs,
    text: `holds ${resource}, token ${token}`,
    isCulprit,
    kind: 'holding',
  };
}

/** A renewal carries a belief on; where one came too late there is a gap. */
function merged(spans: readonly { readonly from: number; readonly to: number }[]) {
  const joined: { from: number; to: number }[] = [];
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else joined.push({ from, to });
  }
  return joined;
}

function renewals({ renewals: all }: Tenure): string {
  const last = all.at(-1);
  return last === undefined ? '' : `, renewed it last at ${at(last.callTime)}`;
}

function until({ end }: Tenure, to: number): string {
  if (end === undefined || end.time > to) return `until ${at(to)}, when by its own clock the lease could be over`;
  const how: { readonly [how in typeof end.how]: string } = {
    released: 'when it released it',
    crashed: 'when it crashed',
    lost: 'when it was told that it had lost it',
    gone: 'when an operation was left without an answer',
    left: 'when it turned to another lock',
  };
  return `until ${at(end.time)}, ${how[end.how]}`;
}
