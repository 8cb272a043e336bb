/**
 * A lock with leases as a sequential object that knows no time: whoever has the lock may lose it at any moment, unseen. What
 * remains is order. Each grant has a token above all before it; only the newest grant can be renewed or released, and not
 * once it was released. A refusal says nothing, for there may be a holder that nobody saw.
 */
import type { Operation } from '../../histories/op.ts';
import type { Owner } from '../../histories/ops/lock.ts';
import type { LockServiceOps } from '../../histories/ops/lock-service.ts';
import type { Model } from '../models/model.ts';

export type LeaseOps = Pick<LockServiceOps, 'tryAcquire' | 'acquire' | 'renew' | 'release' | 'info'>;

/** The newest grant that anybody saw. */
export interface NewestGrant {
  readonly token: number;
  readonly owner: Owner | null;
  readonly isReleased: boolean;
}

export const leaseModel: Model<LeaseOps, NewestGrant> = {
  name: 'lock with leases',
  summary: 'A lock whose grants have ever greater tokens; only the newest can be renewed or released.',
  fs: ['tryAcquire', 'acquire', 'renew', 'release', 'info'],
  init: () => ({ token: 0, owner: null, isReleased: true }),
  step,
  key: ({ token, owner, isReleased }) => `${token} ${JSON.stringify(owner)} ${isReleased}`,
  partition: ({ input }) => input.resource,
  readonly: (operation) =>
    operation.outcome === 'info'
      ? operation.f !== 'release'
      : operation.f === 'info' && operation.output.holder === null,
  describe: (operation) => `${operation.f} ${operation.input.resource} -> ${answer(operation)}`,
  describeState: ({ token, owner, isReleased }) =>
    isReleased ? `released, newest token ${token}` : `token ${token} of client ${owner}`,
};

function step(state: NewestGrant, operation: Operation<LeaseOps>): readonly NewestGrant[] {
  const isCurrent = (owner: Owner, token: number): boolean =>
    token === state.token && owner === state.owner && !state.isReleased;
  const released = { ...state, isReleased: true };
  switch (operation.f) {
    case 'tryAcquire':
    case 'acquire': {
      // Of unknown outcome: a holder that nobody saw, and nobody will.
      if (operation.outcome === 'info') return [state];
      const { owner, token } = operation.output;
      return token > state.token ? [{ token, owner, isReleased: false }] : [];
    }
    case 'renew':
      if (operation.outcome === 'info') return [state];
      return isCurrent(operation.input.owner, operation.output.token) ? [state] : [];
    case 'release':
      if (operation.outcome === 'info') return isCurrent(operation.input.owner, state.token) ? [released] : [];
      return isCurrent(operation.input.owner, operation.output.token) ? [released] : [];
    case 'info': {
      if (operation.outcome === 'info' || operation.output.holder === null) return [state];
      const { owner, token } = operation.output.holder;
      if (isCurrent(owner, token)) return [state];
      return token > state.token ? [{ token, owner, isReleased: false }] : [];
    }
  }
}

function answer(operation: Operation<LeaseOps>): string {
  if (operation.outcome === 'info') return '?';
  if (operation.f === 'info')
    return operation.output.holder === null ? 'free' : `token ${operation.output.holder.token}`;
  return `token ${operation.output.token}`;
}
