/**
 * A lock, free at first. An acquire gets it if nobody holds it, not even the one who asks, and is refused otherwise; a
 * release frees it if its owner holds it, and is refused otherwise. Both say which, so that a refusal is an observation.
 * One of unknown outcome is placed only where it has an effect. One lock per key.
 */
import type { Operation } from '../../histories/op.ts';
import type { LockOps, Owner } from '../../histories/ops/lock.ts';
import { byOwner, describeLockOperation, lockClass, wasRefused } from './lock-text.ts';
import type { Model } from './model.ts';
import { partitionByKey, tag } from './texts.ts';

/** Who holds it. */
export type Holder = Owner | null;

export const mutex: Model<LockOps, Holder> = {
  name: 'mutex',
  summary: 'A lock that one owner holds at a time; free at first.',
  fs: ['acquire', 'release'],
  init: () => null,
  step(holder, operation) {
    if (wasRefused(operation)) return holder === needed(operation) ? [] : [holder];
    return holder === needed(operation) ? [left(operation)] : [];
  },
  key: tag,
  partition: partitionByKey,
  operationClass: lockClass,
  readonly: wasRefused,
  requires: (operation) => (wasRefused(operation) ? undefined : tag(needed(operation))),
  produces: (operation) => (wasRefused(operation) ? undefined : tag(left(operation))),
  describe: describeLockOperation,
  describeState: (holder) => (holder === null ? 'free' : `held ${byOwner(holder)}`),
};

/** The holder without whom the operation is refused, and the one it leaves behind. */
const needed = ({ f, input }: Operation<LockOps>): Holder => (f === 'acquire' ? null : input.owner);
const left = ({ f, input }: Operation<LockOps>): Holder => (f === 'acquire' ? input.owner : null);
