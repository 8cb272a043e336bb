/**
 * Whether at most one client at a time *believes* to hold a lock. A client believes from the answer that granted it the lock
 * until it begins to release it, dies, or is told that it is lost; a careful one also stops by its own clock, before its
 * lease can have run out. No lock with a time to live can promise this of a holder that does not look at a clock.
 */
import type { LockServiceOps } from '../../histories/ops/lock-service.ts';
import { BELIEVED_SHARE } from '../../histories/ops/lock-service.ts';
import type { Checker, Verdict } from '../checker.ts';
import { attemptsOf } from './attempts.ts';
import { byResource, sentAt, type Tenure, tenuresOf } from './tenures.ts';
import { at, clients, shownBy, tokens, witness } from './words.ts';

export interface BeliefOptions {
  /** Whether holders stop when their lease may have run out. */
  readonly areCareful: boolean;
}

export const belief = ({ areCareful }: BeliefOptions): Checker<LockServiceOps> => ({
  name: 'belief',
  summary: 'At most one client at a time believes to hold a lock.',
  async check(history) {
    const tenures = tenuresOf(attemptsOf(history));
    if (tenures.length === 0) return { valid: 'unknown', because: 'No lock was granted: nobody believed to hold one.' };
    const endOfHistory = history.at(-1)?.time ?? 0;
    const spansOf = (tenure: Tenure) => beliefsOf(tenure, { areCareful }, endOfHistory);
    const overlaps = [...byResource(tenures).values()].flatMap((group) => overlapsIn(group.flatMap(spansOf)));
    const evidence = { tenures: tenures.length, overlaps: overlaps.length };
    const [first] = overlaps.sort((a, b) => a.from - b.from);
    return first === undefined ? { valid: true, evidence } : { ...violation(first), evidence };
  },
});

/** A stretch of belief. */
export interface Span {
  readonly tenure: Tenure;
  readonly from: number;
  readonly to: number;
}

interface Overlap {
  readonly one: Tenure;
  readonly other: Tenure;
  readonly from: number;
  readonly to: number;
}

/** When its client believed, for pictures of a verdict as well. */
export function beliefsOf(tenure: Tenure, { areCareful }: BeliefOptions, endOfHistory: number): readonly Span[] {
  return areCareful ? careful(tenure) : trusting(tenure, endOfHistory);
}

/** From each success that it heard of, until the TTL is nearly over by its clock; a renewal heard too late begins anew. */
function careful(tenure: Tenure): Span[] {
  const { granted, renewals, ttlNs, end } = tenure;
  const believed = ttlNs * BELIEVED_SHARE;
  return [
    { from: granted.returnTime, to: sentAt(tenure) + believed },
    ...renewals.map(({ callTime, returnTime }) => ({ from: returnTime, to: callTime + believed })),
  ]
    .map(({ from, to }) => ({ tenure, from, to: Math.min(to, end?.time ?? to) }))
    .filter(({ from, to }) => from < to);
}

/**
 * Whoever left a lock without a word was called away by the end of the main part, and did not renew any more: what the lock
 * owed to it from then on, nobody can say.
 */
function trusting(tenure: Tenure, endOfHistory: number): Span[] {
  const { granted, renewals, end } = tenure;
  const lastHeard = renewals.at(-1)?.returnTime ?? granted.returnTime;
  return [{ tenure, from: granted.returnTime, to: end?.how === 'left' ? lastHeard : (end?.time ?? endOfHistory) }];
}

/** Each span with the one before it that lasts longest. */
function overlapsIn(spans: readonly Span[]): Overlap[] {
  const found: Overlap[] = [];
  let longest: Span | undefined;
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    if (longest !== undefined && longest.tenure !== span.tenure && span.from < longest.to) {
      const to = Math.min(span.to, longest.to);
      found.push({ one: longest.tenure, other: span.tenure, from: span.from, to });
    }
    if (longest === undefined || span.to > longest.to) longest = span;
  }
  return found;
}

function violation({ one, other, from, to }: Overlap): Verdict & { readonly valid: false } {
  const who = clients(one.client, other.client);
  const both = one.client === other.client ? `${who} believed twice` : `${who} both believed`;
  return {
    valid: false,
    because: `${both} to hold ${one.resource} from ${at(from)} to ${at(to)}; ${tokens(one.token, other.token)}.`,
    witness: witness(...shownBy(one), ...shownBy(other)),
  };
}
