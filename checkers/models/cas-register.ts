/**
 * A register with compare-and-set. A read returns the value, null before any write; a write replaces it; `cas from to`
 * replaces it if and only if it equals `from` and says whether it did, so that a cas that was not applied is an
 * observation: the value was something else. A cas of unknown outcome may have been applied. One register per key.
 */
import type { RegisterOps, RegisterValue } from '../../histories/ops/register.ts';
import type { Model } from './model.ts';
import { describeRegisterOperation, registerKey } from './register-text.ts';

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
        if (operation.outcome === 'ok' && !operation.output.applied) return matches ? [] : [state];
        return matches ? [operation.input.to] : [];
      }
    }
  },
  key: (state) => JSON.stringify(state),
  partition: registerKey,
  readonly: (operation) =>
    operation.f === 'read' || (operation.f === 'cas' && operation.outcome === 'ok' && !operation.output.applied),
  describe: describeRegisterOperation,
  describeState: (state) => JSON.stringify(state),
};
