/**
 * A semaphore with a number of permits, all free at first. An acquire takes as many as it asks for if so many are free;
 * a release gives back as many as it says if its owner has taken so many. Both are refused otherwise, as a whole, and say
 * so. One of unknown outcome is placed only where it has an effect. One semaphore per key.
 */
import type { Operation } from '../../histories/op.ts';
import type { Owner, SemaphoreOps } from '../../histories/ops/lock.ts';
import { byOwner } from './lock-text.ts';
import type { Model } from './model.ts';
import { describeOperation, partitionByKey, scalarText, tag } from './texts.ts';

/** How many are taken, and who has any. */
export interface Permits {
  readonly taken: number;
  readonly by: ReadonlyMap<Owner, number>;
}

export function semaphore(capacity: number): Model<SemaphoreOps, Permits> {
  return {
    name: capacity === DEFAULT_CAPACITY ? 'semaphore' : `semaphore:${capacity}`,
    summary: `A semaphore with ${capacity} permits, all free at first; semaphore:N has N.`,
    fs: ['acquire', 'release'],
    init: () => ({ taken: 0, by: new Map() }),
    step(state, operation) {
      const { owner, permits } = operation.input;
      const mine = state.by.get(owner) ?? 0;
      const acquires = operation.f === 'acquire';
      const granted = acquires ? state.taken + permits <= capacity : mine >= permits;
      if (wasRefused(operation)) return granted ? [] : [state];
      if (!granted) return [];
      return [withPermits(state, owner, acquires ? permits : -permits)];
    },
    key: ({ by }) =>
      [...by]
        .map(([owner, permits]) => `${permits} ${tag(owner)}`)
        .sort()
        .join(' '),
    partition: partitionByKey,
    operationClass(operation) {
      const { owner, permits } = operation.input;
      return `${operation.f}${wasRefused(operation) ? '!' : ''} ${permits} ${tag(owner)}`;
    },
    readonly: wasRefused,
    describe(operation) {
      const { owner, permits } = operation.input;
      const done = operation.f === 'acquire' ? 'acquired' : 'released';
      return describeOperation(operation, `${permits} ${byOwner(owner)}`, wasRefused(operation) ? 'refused' : done);
    },
    describeState({ taken, by }) {
      const holders = [...by].map(([owner, permits]) => `, ${scalarText(owner)} has ${permits}`);
      return `${capacity - taken} of ${capacity} free${holders.join('')}`;
    },
  };
}

export const DEFAULT_CAPACITY = 2;

function withPermits({ taken, by }: Permits, owner: Owner, more: number): Permits {
  const changed = new Map(by);
  const mine = (by.get(owner) ?? 0) + more;
  if (mine === 0) changed.delete(owner);
  else changed.set(owner, mine);
  return { taken: taken + more, by: changed };
}

function wasRefused(operation: Operation<SemaphoreOps>): boolean {
  if (operation.outcome === 'info') return false;
  return operation.f === 'acquire' ? !operation.output.acquired : !operation.output.released;
}
