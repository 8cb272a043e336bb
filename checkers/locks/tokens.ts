/**
 * Whether fencing tokens grow in real time: who gets a lock after somebody else had got it has the greater token, over
 * restarts and failovers, and no token is handed out twice. Without that a fence keeps out the wrong ones.
 */
import type { LockServiceOps } from '../../histories/ops/lock-service.ts';
import type { Checker, Verdict } from '../checker.ts';
import { attemptsOf } from './attempts.ts';
import { byResource, type Tenure, tenuresOf } from './tenures.ts';
import { at, clients, witness } from './words.ts';

export const tokenOrder: Checker<LockServiceOps> = {
  name: 'tokens',
  summary: 'A later grant of a lock has a greater token, and no two have the same.',
  async check(history) {
    const tenures = tenuresOf(attemptsOf(history));
    if (tenures.length === 0) return { valid: 'unknown', because: 'No lock was granted: there are no tokens.' };
    const evidence = { grants: tenures.length };
    for (const group of byResource(tenures).values()) {
      const wrong = repeated(group) ?? descending(group);
      if (wrong !== undefined) return { ...wrong, evidence };
    }
    return { valid: true, evidence };
  },
};

type Violation = Verdict & { readonly valid: false };

function repeated(tenures: readonly Tenure[]): Violation | undefined {
  const seen = new Map<number, Tenure>();
  for (const tenure of tenures) {
    const other = seen.get(tenure.token);
    seen.set(tenure.token, tenure);
    if (other === undefined) continue;
    const { resource, token, granted } = tenure;
    const who = clients(other.client, tenure.client);
    const because =
      `${who} got the same token ${token} for two grants of ${resource}, ` +
      `at ${at(other.granted.returnTime)} and at ${at(granted.returnTime)}.`;
    return { valid: false, because, witness: witness(other.granted, granted) };
  }
  return undefined;
}

/** Each grant against the greatest token that was known before it was asked for. */
function descending(tenures: readonly Tenure[]): Violation | undefined {
  const byReturn = [...tenures].sort((a, b) => a.granted.returnTime - b.granted.returnTime);
  let [next, greatest] = [0, undefined as Tenure | undefined];
  for (const tenure of tenures) {
    for (let before = byReturn[next]; before && before.granted.returnTime < tenure.granted.callTime; ) {
      if (greatest === undefined || before.token > greatest.token) greatest = before;
      before = byReturn[++next];
    }
    if (greatest === undefined || greatest.token < tenure.token) continue;
    const because =
      `client ${tenure.client} got ${tenure.resource} with token ${tenure.token} at ${at(tenure.granted.returnTime)}, ` +
      `though client ${greatest.client} had got it with token ${greatest.token} at ${at(greatest.granted.returnTime)}.`;
    return { valid: false, because, witness: witness(greatest.granted, tenure.granted) };
  }
  return undefined;
}
