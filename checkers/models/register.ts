/**
 * A register. A write replaces the value; a read returns the last value written, or null before any write. With keys
 * there is one such register per key, each judged by itself.
 */
import type { RegisterOps, RegisterValue } from '../../histories/ops/register.ts';
import type { Model } from './model.ts';
import { describeRegisterOperation, registerClass } from './register-text.ts';
import { partitionByKey, scalarText, tag } from './texts.ts';

export type ReadWriteOps = Pick<RegisterOps, 'read' | 'write'>;

export const register: Model<ReadWriteOps, RegisterValue> = {
  name: 'register',
  summary: 'A register with reads and writes; null at first.',
  fs: ['read', 'write'],
  init: () => null,
  step(state, operation) {
    if (operation.f === 'write') return [operation.input.value];
    return operation.outcome === 'info' || operation.output.value === state ? [state] : [];
  },
  key: tag,
  partition: partitionByKey,
  operationClass: registerClass,
  readonly: ({ f }) => f === 'read',
  overwrites: ({ f }) => f === 'write',
  requires: (operation) =>
    operation.f === 'read' && operation.outcome === 'ok' ? tag(operation.output.value) : undefined,
  produces: (operation) => (operation.f === 'write' ? tag(operation.input.value) : undefined),
  describe: describeRegisterOperation,
  describeState: scalarText,
};
