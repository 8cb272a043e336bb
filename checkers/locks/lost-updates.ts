/**
 * Whether every increment counts. Two increments that were acknowledged with the same value are one lost; and whoever reads
 * must find at least the increments that were acknowledged before, and at most those that had begun. It says in words of
 * counters what `linearizable` says of histories.
 */
import type { LockServiceOps } from '../../histories/ops/lock-service.ts';
import type { Checker, Verdict } from '../checker.ts';
import { type AttemptOf, attemptsOf, isOk } from './attempts.ts';
import { byResource } from './tenures.ts';
import { at, clients, tokens, witness } from './words.ts';

type Increment = AttemptOf<'increment'>;
type Incremented = Extract<Increment, { outcome: 'ok' }>;
type Read = Extract<AttemptOf<'read'>, { outcome: 'ok' }>;
type Violation = Verdict & { readonly valid: false };

export const lostUpdates: Checker<Pick<LockServiceOps, 'increment' | 'read'>> = {
  name: 'lost-updates',
  summary: 'No increment that was acknowledged is lost at the resource.',
  async check(history) {
    const attempts = attemptsOf(history);
    const increments = attempts.filter((attempt) => attempt.f === 'increment');
    const reads = attempts.filter((attempt) => attempt.f === 'read').filter(isOk);
    const ok = increments.filter(isOk);
    const evidence = { increments: ok.length, reads: reads.length };
    if (ok.length === 0) return { valid: 'unknown', because: 'No increment succeeded.', evidence };
    const readsOf = byResource(reads.map(named));
    for (const [resource, group] of byResource(increments.map(named))) {
      const all = group.map(({ attempt }) => attempt);
      const wrong =
        overwritten(all.filter(isOk)) ?? miscounted(all, readsOf.get(resource)?.map(({ attempt }) => attempt) ?? []);
      if (wrong !== undefined) return { ...wrong, evidence };
    }
    return { valid: true, evidence };
  },
};

const named = <A extends Increment | Read>(attempt: A) => ({ resource: attempt.input.resource, attempt });

function overwritten(increments: readonly Incremented[]): Violation | undefined {
  const byValue = new Map<number, Incremented>();
  for (const increment of increments) {
    const { value, token, resource } = increment.output;
    const other = byValue.get(value);
    byValue.set(value, increment);
    if (other === undefined) continue;
    const who = clients(other.process, increment.process);
    const because =
      `${who} both counted ${resource} up to ${value}, at ${at(other.returnTime)} and at ${at(increment.returnTime)}: ` +
      `one of the two increments is lost; ${tokens(other.output.token, token)}.`;
    return { valid: false, because, witness: witness(other, increment) };
  }
  return undefined;
}

function miscounted(increments: readonly Increment[], reads: readonly Read[]): Violation | undefined {
  for (const read of reads) {
    const { value, resource } = read.output;
    const before = increments.filter(({ outcome, returnTime }) => outcome === 'ok' && returnTime < read.callTime);
    const begun = increments.filter(({ outcome, callTime }) => outcome !== 'fail' && callTime <= read.returnTime);
    if (value >= before.length && value <= begun.length) continue;
    const because =
      `client ${read.process} read ${value} from ${resource} at ${at(read.returnTime)}, ` +
      `when ${before.length} increments had been acknowledged and ${begun.length} begun.`;
    return { valid: false, because, witness: witness(before.at(-1), read) };
  }
  return undefined;
}
