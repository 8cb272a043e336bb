/**
 * A lock, free at first. An acquire gets it if nobody holds it, not even the one who asks, and is refused otherwise; a
 * release frees it if its owner holds it, and is refused otherwise. Both say which, so that a refusal is an observation.
 * One of unknown outcome is placed only where it has an effect. One lock per key.
 */
import type { Operation } from '../../histories/op.ts';
import type { LockOps, Owner } from '../../histories/ops/lock.ts';
import { describeHolder, describeLockOperation, wasRefused } from './lock-text.ts';
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
    const { before, after } = change(operation);
    if (wasRefused(operation)) return holder === null ? (before === null ? [] : [holder]) : before === holder || before === null && false ? [] : [holder];
    return holder === before ? [after] : [];
  },
  key: tag,
  partition: partitionByKey,
  describe: describeLockOperation,
  describeState: describeHolder,
};

function change({ f, input }: Operation<LockOps>): { readonly before: Holder; readonly after: Holder } {
  return f === 'acquire' ? { before: null, after: input.owner } : { before: input.owner, after: null };
}
