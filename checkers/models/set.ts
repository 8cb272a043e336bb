/**
 * A set that answers one element at a time, empty at first. `add` says whether the element is new, `remove` whether it
 * was there, `contains` whether it is. So every answer tells whether the element was there just before, and elements have
 * nothing to do with each other: the state is whether the one element of a part is there.
 */
import type { Operation } from '../../histories/op.ts';
import type { SetOps } from '../../histories/ops/set.ts';
import type { Model } from './model.ts';
import { describeOperation, partitionByElement, scalarText } from './texts.ts';

export const set: Model<SetOps, boolean> = {
  name: 'set',
  summary: 'A set with add, remove and contains, each of which says what it met; empty at first.',
  fs: ['add', 'remove', 'contains'],
  init: () => false,
  step(present, operation) {
    const seen = seenBefore(operation);
    if (seen !== undefined && seen !== present) return [];
    return [operation.f === 'contains' ? present : operation.f === 'add'];
  },
  key: String,
  partition: ({ input }) => partitionByElement(input.key, input.element),
  operationClass: (operation) => `${operation.f} ${seenBefore(operation)}`,
  readonly: neverChanges,
  overwrites: (operation) => operation.outcome === 'info' && operation.f !== 'contains',
  requires: (operation) => (operation.outcome === 'ok' ? String(seenBefore(operation)) : undefined),
  produces: (operation) => (neverChanges(operation) ? undefined : String(operation.f === 'add')),
  describe(operation) {
    const seen = seenBefore(operation);
    const result =
      operation.f === 'add' ? (seen ? 'there already' : 'added') : seen ? resultOf[operation.f] : 'not there';
    return describeOperation(operation, scalarText(operation.input.element), result);
  },
  describeState: (present) => (present ? 'there' : 'not there'),
};

const resultOf = { remove: 'removed', contains: 'there' } as const;

/** Whether the element was there before, as the answer tells; undefined where there is none. */
function seenBefore(operation: Operation<SetOps>): boolean | undefined {
  if (operation.outcome === 'info') return undefined;
  switch (operation.f) {
    case 'add':
      return !operation.output.added;
    case 'remove':
      return operation.output.removed;
    case 'contains':
      return operation.output.found;
  }
}

function neverChanges(operation: Operation<SetOps>): boolean {
  return operation.f === 'contains' || seenBefore(operation) === (operation.f === 'add');
}
