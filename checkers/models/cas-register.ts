/**
 * A register with compare-and-set. A read returns the value, null before any write; a write replaces it; `cas from to`
 * replaces it if and only if it equals `from` and says whether it did, so that a cas that was not applied is an
 * observation: the value was something else. A cas of unknown outcome may have been applied. One register per key.
 */
import type { Operation } from '../../histories/op.ts';
import type { RegisterOps, RegisterValue } from '../../histories/ops/register.ts';
import type { Model } from './model.ts';
import { describeRegisterOperation, registerClass } from './register-text.ts';
import { partitionByKey, scalarText, tag } from './texts.ts';

export const casRegister: Model<RegisterOps, RegisterValue> = {
  name: 'cas-register',
  summary: 'A register with reads, writes and compare-and-set; null at first.',
  fs: ['read', 'write', 'cas'],
  init: () => null,
  step(state, operation) {
    switch (operation.f) {
      case 'read':
        return operation.outcome === 'info' || operation.output.value === state ? [state] : [];
      case 'write':
        return [operation.input.value];
      case 'cas': {
        const matches = state === operation.input.from;
        // One that was not applied has no effect, and an operation of unknown outcome need never be placed.
        if (wasRefused(operation)) return matches ? [] : [state];
        return matches ? [operation.input.to] : [];
      }
    }
  },
  key: tag,
  partition: partitionByKey,
  operationClass: registerClass,
  readonly: neverChanges,
  overwrites: ({ f }) => f === 'write',
  requires(operation) {
    if (operation.f === 'read') return operation.outcome === 'ok' ? tag(operation.output.value) : undefined;
    return operation.f === 'cas' && !wasRefused(operation) ? tag(operation.input.from) : undefined;
  },
  produces(operation) {
    if (operation.f === 'write') return tag(operation.input.value);
    return operation.f === 'cas' && !neverChanges(operation) ? tag(operation.input.to) : undefined;
  },
  avoids: (operation) => (operation.f === 'cas' && wasRefused(operation) ? tag(operation.input.from) : undefined),
  describe: describeRegisterOperation,
  describeState: scalarText,
};

function neverChanges(operation: Operation<RegisterOps>): boolean {
  if (operation.f !== 'cas') return operation.f === 'read';
  return wasRefused(operation) || operation.input.from === operation.input.to;
}

function wasRefused(operation: Operation<RegisterOps>): boolean {
  return operation.f === 'cas' && operation.outcome === 'ok' && !operation.output.applied;
}
