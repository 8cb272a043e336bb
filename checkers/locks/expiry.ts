/**
 * Whether leases last as long as promised, and no longer than they must. A lock whose holder did not release it may go to
 * another only when its TTL is over; and then, once the cluster is well, it has to.
 */
import { msToNs, nsToMs, secondsToNs } from '../../harness/core/time.ts';
import type { Op } from '../../histories/op.ts';
import type { LockServiceOps } from '../../histories/ops/lock-service.ts';
import type { Checker, Verdict } from '../checker.ts';
import { healedAt } from '../nemesis-events.ts';
import { type Attempt, type AttemptOf, attemptsOf } from './attempts.ts';
import { byResource, promisedUntil, type Tenure, tenuresOf } from './tenures.ts';
import { at, shownBy, witness } from './words.ts';

/** Nodes' clocks run at most 5 % slow. */
const SLOWEST_CLOCK = 0.95;
/** From the end of the faults until there is a leader again; it gives every lease its whole TTL anew. */
const FAILOVER_NS = secondsToNs(5);
/** For the leader to look (each heartbeat) and the log to agree; and for a request of old to be delivered at last. */
const SLACK_NS = secondsToNs(1);

export const expiry: Checker<LockServiceOps> = {
  name: 'expiry',
  summary: 'The lock of a holder that died comes free after its TTL, and not before.',
  async check(history) {
    const attempts = attemptsOf(history);
    const tenures = tenuresOf(attempts);
    if (tenures.length === 0) return { valid: 'unknown', because: 'No lock was granted: no lease could run out.' };
    const successions = [...byResource(tenures).values()].flatMap(successionsIn);
    const evidence = evidenceOf(tenures, successions);
    const early = successions.find(({ before, after }) => after.granted.returnTime < promisedUntil(before));
    if (early !== undefined) return { ...tooEarly(early), evidence };
    const late = overdue(attempts, history);
    if (late !== undefined) return { ...late, evidence };
    if (successions.length > 0) return { valid: true, evidence };
    return { valid: 'unknown', because: 'No lock went from a holder that did not release it to another.', evidence };
  },
};

/** A lock that went on without a release. */
interface Succession {
  readonly before: Tenure;
  readonly after: Tenure;
}

function successionsIn(tenures: readonly Tenure[]): Succession[] {
  const byToken = [...tenures].sort((a, b) => a.token - b.token);
  return byToken.flatMap((after, index) => {
    const before = byToken[index - 1];
    return before === undefined || before.end?.how === 'released' ? [] : [{ before, after }];
  });
}

function tooEarly({ before, after }: Succession): Verdict & { readonly valid: false } {
  const { end } = before;
  const holder = end?.how === 'crashed' ? `, which crashed at ${at(end.time)},` : '';
  return {
    valid: false,
    because:
      `${after.resource} was granted to client ${after.client} (token ${after.token}) at ${at(after.granted.returnTime)}, ` +
      `though it was promised to client ${before.client}${holder} until ${at(promisedUntil(before))} ` +
      `(token ${before.token}).`,
    witness: witness(...shownBy(before), after.granted),
  };
}

/**
 * A refusal for which there is no reason left. Whoever may hold the lock got it, or renewed it, by an attempt that did not
 * fail; its lease began at the latest when that attempt returned, or after the last failover, and its TTL passes by the
 * slowest clock allowed.
 */
function overdue(
  attempts: readonly Attempt[],
  history: readonly Op<LockServiceOps>[],
): (Verdict & { valid: false }) | undefined {
  const wellSince = wellFrom(history);
  if (wellSince === undefined) return undefined;
  for (const claims of claimsByResource(attempts).values()) {
    const refusals = claims.filter(
      ({ f, outcome, callTime }) => f !== 'renew' && outcome === 'fail' && callTime > wellSince,
    );
    let [next, last] = [0, undefined as Claiming | undefined];
    for (const refused of refusals.sort((a, b) => a.returnTime - b.returnTime)) {
      for (let claim = claims[next]; claim && claim.callTime <= refused.returnTime; claim = claims[++next]) {
        if (claim.outcome !== 'fail' && (last === undefined || freeAfter(claim) > freeAfter(last))) last = claim;
      }
      const bound = Math.max(wellSince, last === undefined ? 0 : freeAfter(last));
      if (refused.callTime > bound) return tooLate(refused, last, bound);
    }
  }
  return undefined;
}

function tooLate(refused: Claiming, last: Claiming | undefined, bound: number): Verdict & { readonly valid: false } {
  const because =
    `${refused.input.resource} was still refused to client ${refused.process} at ${at(refused.callTime)}, ` +
    `though every lease of it must have run out by ${at(bound)}.`;
  return { valid: false, because, witness: witness(last, refused) };
}

type Claiming = AttemptOf<'tryAcquire' | 'acquire' | 'renew'>;

function freeAfter({ outcome, returnTime, input }: Claiming): number {
  // What was given up may still be on its way for a moment.
  const latestStart = outcome === 'info' ? returnTime + SLACK_NS : returnTime;
  return latestStart + msToNs(input.ttlMs) / SLOWEST_CLOCK + SLACK_NS;
}

/** From when on the cluster is well, and every lease begun before is over: faults healed, a leader found, one TTL passed. */
function wellFrom(history: readonly Op<LockServiceOps>[]): number | undefined {
  const hasFaults = history.some(({ process, f }) => process === 'nemesis' && f.startsWith('start-'));
  const healed = healedAt(history);
  if (!hasFaults) return 0;
  if (healed === undefined) return undefined;
  const ttls = history.flatMap((op) => (op.f === 'tryAcquire' && op.process !== 'nemesis' ? [op.value.ttlMs] : []));
  const longestTtlNs = msToNs(ttls.reduce((a, b) => Math.max(a, b), 0));
  return (history[healed]?.time ?? 0) + FAILOVER_NS + longestTtlNs / SLOWEST_CLOCK + SLACK_NS;
}

function claimsByResource(attempts: readonly Attempt[]): ReadonlyMap<string, readonly Claiming[]> {
  const claims = attempts.flatMap((attempt) =>
    attempt.f === 'tryAcquire' || attempt.f === 'acquire' || attempt.f === 'renew'
      ? [{ resource: attempt.input.resource, attempt }]
      : [],
  );
  return new Map(
    Array.from(byResource(claims), ([resource, group]) => [resource, group.map(({ attempt }) => attempt)]),
  );
}

function evidenceOf(tenures: readonly Tenure[], successions: readonly Succession[]) {
  const crashes = successions.flatMap(({ before, after }) =>
    before.end?.how === 'crashed' ? [nsToMs(after.granted.returnTime - before.end.time)] : [],
  );
  return {
    grants: tenures.length,
    withoutRelease: successions.length,
    freedAfterCrash: crashes.length,
    ...(crashes.length === 0
      ? {}
      : { soonestAfterCrashMs: Math.min(...crashes), latestAfterCrashMs: Math.max(...crashes) }),
  };
}
