/**
 * A counter, 0 at first. An add moves it by `delta`, up or down, and says nothing; a read returns where it stands. All
 * numbers are whole. An add of unknown outcome may have happened. One counter per key.
 */
import type { CounterOps } from '../../histories/ops/counter.ts';
import type { Model } from './model.ts';
import { describeOperation, partitionByKey } from './texts.ts';

export const counter: Model<CounterOps, number> = {
  name: 'counter',
  summary: 'A counter with adds and reads; 0 at first.',
  fs: ['add', 'read'],
  init: () => 0,
  step(state, operation) {
    if (operation.f === 'add') return [state + operation.input.delta];
    return operation.outcome === 'info' || operation.output.value === state ? [state] : [];
  },
  key: String,
  partition: partitionByKey,
  operationClass(operation) {
    if (operation.f === 'add') return `a${operation.input.delta}`;
    return operation.outcome === 'ok' ? `r${operation.output.value}` : 'r?';
  },
  readonly: (operation) => operation.f === 'read' || operation.input.delta === 0,
  /** Nobody gets further than with all adds that lead there and none that leads back. */
  reach(operations) {
    let down = 0;
    let up = 0;
    for (const operation of operations) {
      if (operation.f !== 'add') continue;
      if (operation.input.delta < 0) down += operation.input.delta;
      else up += operation.input.delta;
    }
    return (state, operation) => {
      if (operation.f === 'add' || operation.outcome === 'info') return true;
      const { value } = operation.output;
      return value >= state + down && value <= state + up;
    };
  },
  describe(operation) {
    if (operation.f === 'add') return describeOperation(operation, String(operation.input.delta), '');
    return describeOperation(operation, '', operation.outcome === 'ok' ? String(operation.output.value) : '');
  },
  describeState: String,
};
