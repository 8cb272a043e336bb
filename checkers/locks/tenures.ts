/**
 * Tenures: from the grant of a lock to a client until that client let go of it, died, or learned that it was lost. This is
 * the holder's side alone; what the service thought meanwhile, it never said.
 */
import { msToNs } from '../../harness/core/time.ts';
import { BELIEVED_SHARE } from '../../histories/ops/lock-service.ts';
import { type Attempt, type AttemptOf, isOk } from './attempts.ts';

export type Granted = Extract<AttemptOf<'tryAcquire' | 'acquire'>, { outcome: 'ok' }>;
export type Renewed = Extract<AttemptOf<'renew'>, { outcome: 'ok' }>;

export interface Tenure {
  readonly resource: string;
  readonly client: number;
  readonly token: number;
  readonly ttlNs: number;
  readonly granted: Granted;
  readonly renewals: readonly Renewed[];
  readonly end?: End;
}

export interface End {
  /**
   * `gone`: an operation of unknown outcome, after which the process is another one. `left`: it turned to another lock;
   * clients work under one at a time, and a run may end its main part while they hold one.
   */
  readonly how: 'released' | 'crashed' | 'lost' | 'gone' | 'left';
  readonly time: number;
  readonly attempt: Attempt;
}

type Building = Omit<Tenure, 'renewals' | 'end'> & { readonly renewals: Renewed[]; end?: End };

/** In the order of their grants' calls. */
export function tenuresOf(attempts: readonly Attempt[]): readonly Tenure[] {
  const tenures: Building[] = [];
  const current = new Map<number, Building>();
  for (const attempt of attempts) {
    const { f, process } = attempt;
    if (f !== 'tryAcquire' && f !== 'acquire' && f !== 'renew' && f !== 'release' && f !== 'crash') continue;
    const tenure = current.get(process);
    if (f === 'tryAcquire' || f === 'acquire') {
      if (tenure !== undefined) tenure.end = { how: 'left', time: attempt.callTime, attempt };
      current.delete(process);
      if (!isOk(attempt)) continue;
      const next = begun(attempt);
      tenures.push(next);
      current.set(process, next);
      continue;
    }
    if (tenure === undefined || tenure.resource !== attempt.input.resource) continue;
    if (f === 'renew' && isOk(attempt)) {
      tenure.renewals.push(attempt);
      continue;
    }
    const end = endBy(attempt);
    if (end === undefined) continue;
    tenure.end = end;
    current.delete(process);
  }
  return tenures;
}

export function byResource<T extends { readonly resource: string }>(
  all: readonly T[],
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const group = groups.get(one.resource);
    if (group === undefined) groups.set(one.resource, [one]);
    else group.push(one);
  }
  return groups;
}

/** When the acquisition was sent, from where the holder counts. */
export const sentAt = ({ granted }: Tenure): number => granted.callTime + msToNs(granted.output.waitedMs);

/** Until when the service owes the lock to this holder, whatever clocks do: from its last success, less the margin. */
export function promisedUntil(tenure: Tenure): number {
  const from = tenure.renewals.reduce((latest, { callTime }) => Math.max(latest, callTime), sentAt(tenure));
  return from + tenure.ttlNs * BELIEVED_SHARE;
}

function begun(granted: Granted): Building {
  const { process: client, input, output } = granted;
  const ttlNs = msToNs(input.ttlMs);
  return { resource: input.resource, client, token: output.token, ttlNs, granted, renewals: [] };
}

function endBy(attempt: AttemptOf<'renew' | 'release' | 'crash'>): End | undefined {
  const { f, callTime, returnTime, outcome } = attempt;
  if (f === 'release') return { how: 'released', time: callTime, attempt };
  if (f === 'crash') return { how: 'crashed', time: callTime, attempt };
  if (outcome === 'open') return undefined;
  return { how: outcome === 'fail' ? 'lost' : 'gone', time: returnTime, attempt };
}
