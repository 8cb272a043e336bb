/** What the models of locks have in common: how a refusal is told, classes, and words. */
import type { Operation } from '../../histories/op.ts';
import type { LockOps, Owner } from '../../histories/ops/lock.ts';
import { describeOperation, scalarText, tag } from './texts.ts';

/** Whether the lock said no. An operation of unknown outcome that was refused had no effect: nobody need place it. */
export function wasRefused(operation: Operation<LockOps>): boolean {
  if (operation.outcome === 'info') return false;
  return operation.f === 'acquire' ? !operation.output.acquired : !operation.output.released;
}

export function lockClass(operation: Operation<LockOps>): string {
  return `${operation.f}${wasRefused(operation) ? '!' : ''} ${tag(operation.input.owner)}`;
}

export function describeLockOperation(operation: Operation<LockOps>): string {
  const done = operation.f === 'acquire' ? 'acquired' : 'released';
  return describeOperation(operation, byOwner(operation.input.owner), wasRefused(operation) ? 'refused' : done);
}

export const byOwner = (owner: Owner): string => `by ${scalarText(owner)}`;
