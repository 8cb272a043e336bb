/**
 * A service that hands out identifiers and never the same one twice. Identifiers have nothing to do with each other, so
 * the state is whether the one of a part is handed out. A request of unknown outcome may have used any identifier that
 * nobody ever saw, and proves nothing.
 */
import type { UniqueIdsOps } from '../../histories/ops/unique-ids.ts';
import type { Model } from './model.ts';
import { describeOperation, partitionByElement, partitionByKey, scalarText } from './texts.ts';

export const uniqueIds: Model<UniqueIdsOps, boolean> = {
  name: 'unique-ids',
  summary: 'Hands out identifiers, none of them twice.',
  fs: ['generate'],
  init: () => false,
  step(used, operation) {
    if (operation.outcome === 'info') return [used];
    return used ? [] : [true];
  },
  key: String,
  partition: (operation) =>
    operation.outcome === 'ok'
      ? partitionByElement(operation.input.key, operation.output.id)
      : `${partitionByKey(operation)}?`,
  operationClass: ({ outcome }) => outcome,
  readonly: ({ outcome }) => outcome === 'info',
  requires: ({ outcome }) => (outcome === 'ok' ? 'false' : undefined),
  produces: ({ outcome }) => (outcome === 'ok' ? 'true' : undefined),
  describe: (operation) =>
    describeOperation(operation, '', operation.outcome === 'ok' ? scalarText(operation.output.id) : ''),
  describeState: (used) => (used ? 'handed out' : 'never handed out'),
};
