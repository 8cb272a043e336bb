/**
 * A lock with leases and tokens in words. By order alone, only the newest grant can be renewed, released or seen, and each
 * grant has a greater token than all before it.
 */
import { type Attempt, isBefore } from '../attempts.ts';
import { numberOf, objectOf, textOf } from '../stored-verdicts.ts';
import { at, lasting } from '../words.ts';
import type { Evidence, Finding, ObjectWords } from './object.ts';

export const lease: ObjectWords = {
  fs: ['tryAcquire', 'acquire', 'renew', 'release', 'info', 'crash', 'isLocked'],
  noun: 'lock',
  text(attempt) {
    const { f, input, outcome, error } = attempt;
    const what = `${f} ${textOf(input.resource) ?? ''}`.trim();
    if (outcome === 'info') return `${what} (outcome unknown)`;
    if (outcome === 'fail') return `${what} -> refused${error === undefined ? '' : `: ${error}`}`;
    const token = tokenOf(attempt);
    return `${what} -> ${token === undefined ? 'free' : `token ${token}`}`;
  },
  find(evidence) {
    const { culprit, shown, all } = evidence;
    const token = tokenOf(culprit);
    if (token === undefined) return undefined;
    const isEarlierGrant = (one: Attempt): boolean =>
      isGrant(one) && one.id !== culprit.id && isBefore(one, culprit) && (tokenOf(one) ?? 0) >= token;
    const newer = shown.findLast(isEarlierGrant) ?? all.findLast(isEarlierGrant);
    const other = newer === undefined ? undefined : tokenOf(newer);
    if (newer !== undefined && other !== undefined && other >= token) return outdated(evidence, newer, token, other);
    const twin = all.find((one) => isGrant(one) && one.id !== culprit.id && tokenOf(one) === token);
    return isGrant(culprit) && twin !== undefined ? repeated(evidence, twin, token) : undefined;
  },
  objection(attempt, state) {
    const token = tokenOf(attempt);
    return isGrant(attempt)
      ? `${lease.text(attempt)} is no greater token than the newest (${state})`
      : `${lease.text(attempt)} is not of the newest grant (${state})${token === undefined ? '' : ''}`;
  },
  isOn: ({ input }, key) => key === undefined || input.resource === key,
};

const isGrant = ({ f, outcome }: Attempt): boolean => (f === 'acquire' || f === 'tryAcquire') && outcome === 'ok';

function tokenOf({ f, output }: Attempt): number | undefined {
  return numberOf(f === 'info' ? objectOf(output?.holder).token : output?.token);
}

function outdated({ culprit, key }: Evidence, newer: Attempt, token: number, other: number): Finding {
  const lock = key ?? 'the lock';
  const granted = `token ${other} had been granted to client ${newer.process} before`;
  const did: { readonly [f: string]: string } = {
    info: `Client ${culprit.process} was told that ${lock} is held with token ${token} although ${granted}.`,
    renew: `Client ${culprit.process} renewed ${lock} with token ${token} although ${granted}.`,
    release: `Client ${culprit.process} released ${lock} with token ${token} although ${granted}.`,
  };
  return {
    headline:
      (Object.hasOwn(did, culprit.f) ? did[culprit.f] : undefined) ??
      `Client ${culprit.process} got ${lock} with token ${token} although ${granted}.`,
    sentences: [
      `The grant of token ${other} was answered at ${at(newer.toNs)}; this ${culprit.f} was called at ${at(culprit.fromNs)}, ${lasting(culprit.fromNs - newer.toNs)} later.`,
      isGrant(culprit)
        ? 'Tokens must grow from grant to grant, or a resource that compares them keeps out the wrong client.'
        : `Whoever has an older token has lost the lock, whatever that client believes: the service must refuse it, or two clients hold one lock.`,
    ],
    also: [newer],
  };
}

function repeated({ culprit, key }: Evidence, twin: Attempt, token: number): Finding {
  return {
    headline: `Token ${token} of ${key ?? 'the lock'} was granted twice, to clients ${twin.process} and ${culprit.process}.`,
    sentences: [
      'Each grant must have a token of its own, greater than all before: by it a resource tells the newest holder from the others.',
    ],
    also: [twin],
    culprits: [twin, culprit],
  };
}
