/**
 * A lock whose every acquisition hands out a token, greater than any before, by which others can tell a holder of old
 * (Kleppmann 2016, "How to do distributed locking"). An acquire gets the lock if nobody holds it, and a null token
 * otherwise; a release frees it if owner and token are those of the holder, and is refused otherwise. Nothing but a
 * release frees it: leases that run out are no part of this model. One lock per key.
 *
 * An acquire of unknown outcome that took effect has a token that nobody saw. Whoever releases it names that token, so
 * that the state need only remember which ones it cannot be. One that had no effect need not be placed.
 */
import type { Operation } from '../../histories/op.ts';
import type { FencedLockOps, Owner } from '../../histories/ops/lock.ts';
import { byOwner } from './lock-text.ts';
import type { Model } from './model.ts';
import { describeOperation, partitionByKey, tag } from './texts.ts';

export interface Fence {
  /** The greatest token known to have been handed out before the holder's own. */
  readonly last: number;
  readonly holder: Owner | null;
  /** The holder's; undefined if the lock is free, or nobody saw it. */
  readonly token: number | undefined;
  /** In ascending order, what an unseen token is not, although it is greater than the last. */
  readonly not: readonly number[];
}

export const fencedLock: Model<FencedLockOps, Fence> = {
  name: 'fenced-lock',
  summary: 'A lock that hands out ever greater tokens; a release needs owner and token.',
  fs: ['acquire', 'release'],
  init: () => free(-Infinity),
  step,
  key: ({ last, holder, token, not }) => {
    return holder === null ? String(last) : `${last} ${token ?? '?'} ${tag(holder)} ${not.join(' ')}`;
  },
  partition: partitionByKey,
  operationClass(operation) {
    const { f, input, outcome } = operation;
    const owner = tag(input.owner);
    if (f === 'release') return `r${wasRefused(operation) ? '!' : ''}${operation.input.token} ${owner}`;
    // Anybody but a holder is refused alike.
    return wasRefused(operation) ? 'a!' : `a${outcome === 'ok' ? operation.output.token : '?'} ${owner}`;
  },
  readonly: (operation) => operation.f === 'acquire' && wasRefused(operation),
  describe(operation) {
    const { f, input } = operation;
    const refused = wasRefused(operation);
    if (f === 'release') {
      return describeOperation(operation, `${input.token} ${byOwner(input.owner)}`, refused ? 'refused' : 'released');
    }
    const got = operation.outcome === 'info' || refused ? 'refused' : `token ${operation.output.token}`;
    return describeOperation(operation, byOwner(input.owner), got);
  },
  describeState({ last, holder, token, not }) {
    const above = last === -Infinity ? '' : ` above ${last}`;
    if (holder === null) return above === '' ? 'free' : `free, last token ${last}`;
    if (token !== undefined) return `held ${byOwner(holder)} with token ${token}`;
    const excluded = not.length === 0 ? '' : `, not ${not.join(' or ')}`;
    return `held ${byOwner(holder)} with a token${above} that nobody saw${excluded}`;
  },
};

const free = (last: number): Fence => ({ last, holder: null, token: undefined, not: [] });

function step(state: Fence, operation: Operation<FencedLockOps>): readonly Fence[] {
  const refused = wasRefused(operation);
  if (operation.f === 'release') return afterRelease(state, operation.input, refused);
  if (refused) return state.holder === null ? [] : [state];
  if (state.holder !== null) return [];
  const { owner } = operation.input;
  if (operation.outcome === 'info') return [{ ...state, holder: owner }];
  const { token } = operation.output;
  return token !== null && token > state.last ? [{ last: token, holder: owner, token, not: [] }] : [];
}

function afterRelease(
  state: Fence,
  { owner, token }: { readonly owner: Owner; readonly token: number },
  refused: boolean,
): readonly Fence[] {
  const unseen = state.token === undefined;
  const fits = unseen ? token > state.last && !state.not.includes(token) : token === state.token;
  const granted = state.holder === owner && fits;
  if (!refused) return granted ? [free(token)] : [];
  if (!granted) return [state];
  // The token was never seen, and this refusal says what it is not.
  return unseen ? [{ ...state, not: [...state.not, token].sort((a, b) => a - b) }] : [];
}

function wasRefused(operation: Operation<FencedLockOps>): boolean {
  if (operation.outcome === 'info') return false;
  return operation.f === 'acquire' ? operation.output.token === null : !operation.output.released;
}
