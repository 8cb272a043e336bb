/**
 * A lock that its owner may acquire again, free at first. An acquire gets it if nobody else holds it; a release takes
 * back one acquire of its owner, and the last one frees it. Both are refused otherwise and say so. One of unknown
 * outcome is placed only where it has an effect. One lock per key.
 */
import type { LockOps, Owner } from '../../histories/ops/lock.ts';
import { byOwner, describeLockOperation, lockClass, wasRefused } from './lock-text.ts';
import type { Model } from './model.ts';
import { partitionByKey, tag } from './texts.ts';

/** Null is a free lock; one that is held is so at least once. */
export type Holding = { readonly owner: Owner; readonly times: number } | null;

export const reentrantMutex: Model<LockOps, Holding> = {
  name: 'reentrant-mutex',
  summary: 'A lock that its owner may acquire several times, and frees by as many releases.',
  fs: ['acquire', 'release'],
  init: () => null,
  step(holding, operation) {
    const { owner } = operation.input;
    const mine = holding?.owner === owner ? holding.times : 0;
    const granted = operation.f === 'acquire' ? holding === null || mine > 0 : mine > 0;
    if (wasRefused(operation)) return granted ? [] : [holding];
    if (!granted) return [];
    const times = operation.f === 'acquire' ? mine + 1 : mine - 1;
    return [times === 0 ? null : { owner, times }];
  },
  key: (holding) => (holding === null ? '-' : `${holding.times} ${tag(holding.owner)}`),
  partition: partitionByKey,
  operationClass: lockClass,
  readonly: wasRefused,
  describe: describeLockOperation,
  describeState(holding) {
    if (holding === null) return 'free';
    return `held ${byOwner(holding.owner)} ${holding.times === 1 ? 'once' : `${holding.times} times`}`;
  },
};
